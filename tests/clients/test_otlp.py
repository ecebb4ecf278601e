import gzip
import json
import os
import zlib

import pytest
from opentelemetry.exporter.otlp.proto.http.trace_exporter import Compression, OTLPSpanExporter
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest, ExportTraceServiceResponse
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.trace import Link, Status, StatusCode

from lumina import Refused

SPAN = "eee19b7ec3c1b174"


@pytest.fixture
def experiment(tracking):
    return tracking.client.create_experiment("otlp")


@pytest.fixture
def export(tracking, experiment):
    """Sends one body as it is."""

    def send(raw, content_type="application/x-protobuf", **headers):
        headers = {"content-type": content_type, "x-mlflow-experiment-id": experiment, **{k.replace("_", "-"): v for k, v in headers.items()}}
        return tracking.send("POST", "/v1/traces", raw=raw, headers={k: v for k, v in headers.items() if v is not None})

    return send


def one_span(name="op", trace=None):
    request = ExportTraceServiceRequest()
    span = request.resource_spans.add().scope_spans.add().spans.add()
    span.trace_id, span.span_id, span.name = bytes.fromhex(trace or os.urandom(16).hex()), bytes.fromhex(SPAN), name
    span.start_time_unix_nano, span.end_time_unix_nano = 1_700_000_000_000_000_001, 1_700_000_001_000_000_001
    return request


@pytest.mark.parametrize("compression", [Compression.NoCompression, Compression.Gzip, Compression.Deflate])
def test_a_plain_opentelemetry_exporter_makes_a_trace(tracking, experiment, compression):
    headers = {"x-mlflow-experiment-id": experiment, "authorization": f"Bearer {tracking.key}"}
    exporter = OTLPSpanExporter(endpoint=f"{tracking.url}/v1/traces", headers=headers, compression=compression)
    provider = TracerProvider(resource=Resource.create({"service.name": "shop", "deployment.environment": "test"}))
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("shop")
    with tracer.start_as_current_span("order") as root:
        root.set_attribute("order.items", [1, 2, 3])
        with tracer.start_as_current_span("pay", links=[Link(root.get_span_context(), {"why": "again"})]) as pay:
            pay.set_attribute("gen_ai.operation.name", "chat")
            pay.set_attribute("gen_ai.request.model", "m1")
            pay.set_attribute("gen_ai.usage.input_tokens", 11)
            pay.set_attribute("gen_ai.usage.output_tokens", 4)
            pay.add_event("declined", {"code": 51})
            pay.set_status(Status(StatusCode.ERROR, "declined"))
    provider.shutdown()
    (trace,) = tracking.client.search_traces(locations=[experiment])
    assert trace.info.trace_id == f"tr-{root.get_span_context().trace_id:032x}"
    assert (trace.info.state, trace.info.token_usage["total_tokens"]) == ("OK", 15)
    assert {"service.name": "shop", "deployment.environment": "test", "mlflow.traceName": "order"}.items() <= trace.info.tags.items()
    first, second = trace.data.spans
    assert (first.name, first.get_attribute("order.items")) == ("order", [1, 2, 3])
    assert (second.span_type, second.status.description, second.events[0].attributes["code"]) == ("CHAT_MODEL", "declined", 51)
    assert second.links[0].span_id == first.span_id
    assert (first.start_time_ns, second.end_time_ns) == (root.start_time, pay.end_time)


def test_protobuf_is_answered_by_an_empty_response_and_read_raw_gzip_and_deflate(tracking, experiment, export):
    body = one_span().SerializeToString()
    raw = zlib.compressobj(wbits=-15)
    for sent, encoding in ((body, None), (gzip.compress(body), "gzip"), (zlib.compress(body), "deflate"), (raw.compress(body) + raw.flush(), "deflate")):
        answer = export(sent, content_encoding=encoding)
        assert ExportTraceServiceResponse.FromString(answer.encode()) == ExportTraceServiceResponse()
    (trace,) = tracking.client.search_traces(locations=[experiment])
    assert (len(trace.data.spans), trace.data.spans[0].start_time_ns) == (1, 1_700_000_000_000_000_001)


def test_json_is_read_with_ids_in_hex(tracking, experiment, export):
    span = {
        "traceId": os.urandom(16).hex(),
        "spanId": SPAN,
        "name": "from json",
        "kind": 1,
        "startTimeUnixNano": "1700000000000000001",
        "endTimeUnixNano": "1700000001000000001",
        "attributes": [{"key": "big", "value": {"intValue": str(2**62)}}, {"key": "nul", "value": {"stringValue": "a\0b\ud800"}}],
        "status": {"code": "STATUS_CODE_OK"},
        "unknown": True,
    }
    assert export(json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}).encode(), "application/json; charset=utf-8") == {}
    (trace,) = tracking.client.search_traces(locations=[experiment])
    (read,) = trace.data.spans
    assert (read.name, read.status.status_code, read.get_attribute("big"), read.get_attribute("nul")) == ("from json", "OK", 2**62, "a�b�")


def test_a_run_named_in_the_header_is_linked(tracking, experiment, export):
    run_id = tracking.client.create_run(experiment).info.run_id
    trace_id = os.urandom(16).hex()
    export(one_span(trace=trace_id).SerializeToString(), x_mlflow_run_id=run_id)
    (trace,) = tracking.client.search_traces(locations=[experiment], filter_string=f"run_id = '{run_id}'")
    assert trace.info.trace_id == f"tr-{trace_id}"


def test_a_trace_begun_in_another_project_is_left_alone(tracking, lumina, experiment, export):
    trace_id = os.urandom(16).hex()
    export(one_span(trace=trace_id).SerializeToString())
    project, key = lumina.project()
    other = lumina.send("POST", "/api/2.0/mlflow/experiments/create", {"name": "other"}, key=key)["experiment_id"]
    headers = {"content-type": "application/x-protobuf", "x-mlflow-experiment-id": other}
    with pytest.raises(Refused, match="its id is taken in another project"):
        lumina.send("POST", "/v1/traces", raw=one_span("theirs", trace_id).SerializeToString(), key=key, headers=headers)
    assert [s.name for s in tracking.client.get_trace(f"tr-{trace_id}").data.spans] == ["op"]


def test_what_cannot_be_read_is_refused_and_nothing_is_kept(tracking, experiment, export):
    body = one_span().SerializeToString()
    short = one_span()
    short.resource_spans[0].scope_spans[0].spans[0].trace_id = b"123"
    deep = one_span()
    value = deep.resource_spans[0].scope_spans[0].spans[0].attributes.add().value
    for _ in range(80):
        value = value.array_value.values.add()
    refused = [
        (400, "Invalid OpenTelemetry format", dict(raw=b"\xff\xff nonsense")),
        (400, "no spans found", dict(raw=b"")),
        (400, "Invalid OpenTelemetry format", dict(raw=b"{", content_type="application/json")),
        (400, "Invalid Content-Type", dict(raw=body, content_type="text/plain")),
        (400, "Failed to decompress", dict(raw=body, content_encoding="gzip")),
        (400, "Unsupported Content-Encoding", dict(raw=body, content_encoding="br")),
        (422, "trace_id has 16 bytes", dict(raw=short.SerializeToString())),
        (400, "Invalid OpenTelemetry format", dict(raw=deep.SerializeToString())),
        (422, "x-mlflow-experiment-id", dict(raw=body, x_mlflow_experiment_id=None)),
        (404, "No Experiment with id=999999", dict(raw=body, x_mlflow_experiment_id="999999")),
        (413, "larger than 64 MB", dict(raw=gzip.compress(b"\0" * (65 * 1024 * 1024)), content_encoding="gzip")),
    ]
    for status, text, sent in refused:
        with pytest.raises(Refused) as error:
            export(sent.pop("raw"), **sent)
        assert (error.value.status, text in error.value.text) == (status, True), error.value
    with pytest.raises(Refused) as error:
        tracking.lumina.send("POST", "/v1/traces", raw=body, key="lum_" + "0" * 36, headers={"content-type": "application/x-protobuf", "x-mlflow-experiment-id": experiment})
    assert error.value.status == 401
    assert tracking.client.search_traces(locations=[experiment]) == []
