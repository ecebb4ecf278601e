import json
import math
import re
import time

import mlflow
import pytest
from mlflow.entities import AssessmentSource, Expectation, Feedback, SpanType
from mlflow.entities.trace_location import TraceLocation
from mlflow.exceptions import MlflowException


@pytest.fixture
def experiment(tracking, monkeypatch):
    # Spans and traces are written before the traced function returns.
    monkeypatch.setenv("MLFLOW_ENABLE_ASYNC_TRACE_LOGGING", "false")
    mlflow.tracing.reset()
    yield mlflow.set_experiment("traces").experiment_id
    mlflow.tracing.reset()


@mlflow.trace(span_type=SpanType.RETRIEVER)
def find(question):
    return [{"page_content": f"about {question}", "score": 1.0}]


@mlflow.trace(name="answer", attributes={"temperature": 1.0, "limit": 2**60})
def answer(question, top=3):
    documents = find(question)
    with mlflow.start_span("model", span_type=SpanType.LLM) as span:
        span.set_inputs({"messages": [{"role": "user", "content": question}]})
        span.set_attribute("mlflow.chat.tokenUsage", {"input_tokens": 5, "output_tokens": 7, "total_tokens": 12})
        span.set_outputs({"score": float("nan"), "whole": 2.0, "text": "ja — sí ✓"})
    return {"answer": question.upper(), "documents": len(documents)}


def traced(*args, **kwargs):
    answer(*args, **kwargs)
    return mlflow.get_last_active_trace_id()


def test_nested_functions_come_back_as_one_trace_with_inputs_and_outputs(tracking, experiment):
    trace = mlflow.get_trace(traced("why", top=2))
    assert (trace.info.state, trace.info.experiment_id) == ("OK", experiment)
    assert trace.info.request_preview == '{"question": "why", "top": 2}'
    assert trace.info.execution_duration is not None
    root, retriever, model = trace.data.spans
    assert (root.name, root.parent_id, list(root.inputs.items())) == ("answer", None, [("question", "why"), ("top", 2)])
    assert root.outputs == {"answer": "WHY", "documents": 1}
    assert (retriever.span_type, retriever.parent_id, retriever.outputs) == ("RETRIEVER", root.span_id, [{"page_content": "about why", "score": 1.0}])
    assert (model.span_type, model.parent_id) == ("LLM", root.span_id)
    assert trace.info.token_usage["total_tokens"] == 12
    assert trace.info.tags["mlflow.traceName"] == "answer"


def test_values_come_back_as_they_were_nan_whole_doubles_and_large_integers(tracking, experiment):
    root, _, model = mlflow.get_trace(traced("x")).data.spans
    temperature, limit = root.get_attribute("temperature"), root.get_attribute("limit")
    assert (temperature, type(temperature), limit) == (1.0, float, 2**60)
    assert math.isnan(model.outputs["score"])
    assert (type(model.outputs["whole"]), model.outputs["text"]) == (float, "ja — sí ✓")


def test_a_raised_error_makes_an_error_trace_with_the_exception(tracking, experiment):
    @mlflow.trace
    def fails():
        raise ValueError("no such table")

    with pytest.raises(ValueError):
        fails()
    trace = mlflow.get_trace(mlflow.get_last_active_trace_id())
    (span,) = trace.data.spans
    assert (trace.info.state, span.status.status_code) == ("ERROR", "ERROR")
    assert span.status.description == "ValueError: no such table"
    (event,) = span.events
    assert (event.name, event.attributes["exception.message"]) == ("exception", "no such table")


def test_search_by_state_tag_span_time_and_order(tracking, experiment):
    ids = [traced(q) for q in ("first", "second", "third")]
    mlflow.set_trace_tag(ids[1], "team", "risk")

    def found(text, **more):
        traces = mlflow.search_traces(locations=[experiment], filter_string=text, return_type="list", **more)
        return [t.info.trace_id for t in traces]

    assert found("") == ids[::-1]
    assert found("tag.team = 'risk'") == [ids[1]]
    assert found("trace.status = 'OK' AND name = 'answer'", order_by=["timestamp_ms ASC"]) == ids
    assert found("span.type = 'LLM' AND span.name = 'model'", max_results=2) == [ids[2], ids[1]]
    assert found("span.type = 'LLM' AND span.name = 'answer'") == []
    assert found("trace.text LIKE '%about second%'") == [ids[1]]
    assert found("span.attributes.temperature = '1'") == ids[::-1]
    assert found("name RLIKE '^an.*r$'") == ids[::-1]
    assert found("trace.execution_time_ms >= 0 AND metadata.`mlflow.trace_schema.version` = '3'") == ids[::-1]
    assert found(f"request_id IN ('{ids[0]}', '{ids[2]}')") == [ids[2], ids[0]]
    frame = mlflow.search_traces(locations=[experiment])
    assert list(frame["trace_id"]) == ids[::-1]
    for wrong in ("nonsense", "name ~ 'x'", "span.color = 'x'", "name RLIKE '('"):
        with pytest.raises(MlflowException, match="INVALID_PARAMETER_VALUE"):
            found(wrong)


def test_pages_hold_each_trace_once(tracking, experiment):
    ids = [traced(str(i)) for i in range(7)]
    seen, token = [], None
    while True:
        page = tracking.client.search_traces(locations=[experiment], max_results=3, page_token=token)
        seen += [t.info.trace_id for t in page]
        token = page.token
        if not token:
            break
    assert seen == ids[::-1]


def test_traces_of_a_run_are_found_by_it_linked_or_written_inside(tracking, experiment):
    with mlflow.start_run() as run:
        inside = traced("inside")
    outside = traced("outside")
    client = tracking.client
    client.link_traces_to_run([outside], run.info.run_id)
    client.link_traces_to_run([outside], run.info.run_id)
    assert mlflow.get_trace(inside).info.trace_metadata["mlflow.sourceRun"] == run.info.run_id
    found = mlflow.search_traces(locations=[experiment], run_id=run.info.run_id, return_type="list")
    assert [t.info.trace_id for t in found] == [outside, inside]
    assert tracking.client.search_traces(locations=[experiment], filter_string="run_id = '" + "0" * 32 + "'") == []


def test_tags_are_set_changed_and_deleted(tracking, experiment):
    trace_id = traced("tags")
    client = tracking.client
    client.set_trace_tag(trace_id, "k", "v")
    client.set_trace_tag(trace_id, "k", "w" * 9000)
    assert client.get_trace(trace_id).info.tags["k"] == "w" * 8000
    client.delete_trace_tag(trace_id, "k")
    assert "k" not in client.get_trace(trace_id).info.tags
    with pytest.raises(MlflowException, match="No trace tag with key 'k'"):
        client.delete_trace_tag(trace_id, "k")
    with pytest.raises(Exception, match="400 .*is immutable"):
        tracking.send("PATCH", f"/api/3.0/mlflow/traces/{trace_id}/tags", {"key": "mlflow.trace.spansLocation", "value": "x"})


def test_feedback_and_expectations_are_logged_changed_overridden_and_deleted(tracking, experiment):
    trace_id = traced("judge")
    judge = AssessmentSource(source_type="LLM_JUDGE", source_id="m1")
    first = mlflow.log_feedback(trace_id=trace_id, name="correct", value=False, source=judge, rationale="No.", metadata={"k": "v"})
    wish = mlflow.log_expectation(trace_id=trace_id, name="expected", value={"text": "x", "n": [1, 2.5]}, source=AssessmentSource("HUMAN", "ada"))
    read = mlflow.get_assessment(trace_id, first.assessment_id)
    assert (read.name, read.value, read.source.source_type, read.rationale, read.metadata) == ("correct", False, "LLM_JUDGE", "No.", {"k": "v"})
    assert mlflow.get_assessment(trace_id, wish.assessment_id).value == {"text": "x", "n": [1, 2.5]}

    mlflow.update_assessment(trace_id, wish.assessment_id, Expectation(name="expected", value="y"))
    assert mlflow.get_assessment(trace_id, wish.assessment_id).value == "y"
    second = mlflow.override_feedback(trace_id=trace_id, assessment_id=first.assessment_id, value=True, rationale="Yes.")
    assert (second.overrides, mlflow.get_assessment(trace_id, first.assessment_id).valid) == (first.assessment_id, False)
    assert len(mlflow.get_trace(trace_id).info.assessments) == 3

    def found(text):
        return [t.info.trace_id for t in tracking.client.search_traces(locations=[experiment], filter_string=text)]

    assert found("feedback.correct = 'true'") == [trace_id]
    assert found("feedback.correct = 'false'") == []
    assert found("expectation.expected LIKE 'y%' AND feedback.correct IS NOT NULL AND feedback.other IS NULL") == [trace_id]
    mlflow.delete_assessment(trace_id, second.assessment_id)
    assert mlflow.get_assessment(trace_id, first.assessment_id).valid is True
    with pytest.raises(MlflowException, match="not found"):
        mlflow.get_assessment(trace_id, second.assessment_id)


def test_numbers_lists_and_errors_as_feedback(tracking, experiment):
    trace_id = traced("scores")
    for value in (3, 2.5, "text", ["a", 1], {"a": 1}, None):
        error = ValueError("the judge was away") if value is None else None
        logged = mlflow.log_assessment(trace_id, Feedback(name="score", value=value, error=error))
        read = mlflow.get_assessment(trace_id, logged.assessment_id)
        assert read.value == value
    assert (read.error.error_code, read.error.error_message) == ("ValueError", "the judge was away")
    assert len(tracking.client.search_traces(locations=[experiment], filter_string="feedback.score > 2.9")) == 1
    assert len(tracking.client.search_traces(locations=[experiment], filter_string="feedback.score > 3")) == 0


def test_deleted_traces_are_gone_with_all_they_had(tracking, experiment):
    ids = [traced(str(i)) for i in range(4)]
    client = tracking.client
    assert client.delete_traces(experiment, trace_ids=ids[:1] + ["tr-" + "0" * 32]) == 1
    middle = client.get_trace(ids[1]).info.timestamp_ms
    assert client.delete_traces(experiment, max_timestamp_millis=middle, max_traces=1) == 1
    with pytest.raises(MlflowException, match="not found"):
        client.get_trace(ids[0])
    assert client.delete_traces(experiment, max_timestamp_millis=int(time.time() * 1000) + 1000) == 2
    assert client.search_traces(locations=[experiment]) == []
    for wrong in ({}, {"max_timestamp_millis": 1, "trace_ids": ["x"]}, {"max_traces": 0, "max_timestamp_millis": 1}):
        with pytest.raises(MlflowException):
            client.delete_traces(experiment, **wrong)


def test_asynchronous_logging_loses_nothing(tracking, experiment, monkeypatch):
    monkeypatch.setenv("MLFLOW_ENABLE_ASYNC_TRACE_LOGGING", "true")
    mlflow.tracing.reset()
    ids = [traced(str(i)) for i in range(30)]
    mlflow.flush_trace_async_logging()
    traces = tracking.client.search_traces(locations=[experiment], max_results=100)
    assert {t.info.trace_id for t in traces} == set(ids)
    assert all(len(t.data.spans) == 3 for t in traces)


def test_a_span_begun_by_hand_with_events_and_a_session(tracking, experiment):
    client = tracking.client
    root = client.start_trace("by hand", inputs={"x": 1}, tags={"t": "1"}, experiment_id=experiment)
    child = client.start_span("child", trace_id=root.trace_id, parent_id=root.span_id)
    client.end_span(child.trace_id, child.span_id, outputs=[1, 2])
    client.end_trace(root.trace_id, outputs="done", status="OK")
    trace = client.get_trace(root.trace_id)
    assert [s.name for s in trace.data.spans] == ["by hand", "child"]
    assert (trace.info.tags["t"], trace.info.response_preview, trace.data.spans[1].outputs) == ("1", '"done"', [1, 2])

    @mlflow.trace
    def chat(text):
        mlflow.update_current_trace(metadata={"mlflow.trace.session": "s1", "mlflow.trace.user": "ada"}, client_request_id="req-1")
        return text

    chat("hello")
    mlflow.log_feedback(trace_id=mlflow.get_last_active_trace_id(), name="good", value=True, metadata={"mlflow.trace.session": "s1"})
    chat("again")
    found = client.search_traces(locations=[experiment], filter_string="metadata.`mlflow.trace.session` = 's1' AND feedback.good = 'true'")
    assert len(found) == 2
    assert found[0].info.client_request_id == "req-1"


def test_a_trace_of_another_workspace_or_of_nobody_is_not_found(tracking, lumina, experiment):
    trace_id = traced("mine")
    for path in (f"/api/3.0/mlflow/traces/{trace_id}x", "/api/3.0/mlflow/traces/get?trace_id=tr-0", "/api/2.0/mlflow/traces/nobody/info"):
        with pytest.raises(Exception, match="404 .*RESOURCE_DOES_NOT_EXIST"):
            tracking.send("GET", path)
    with pytest.raises(Exception, match="401"):
        lumina.send("GET", f"/api/3.0/mlflow/traces/{trace_id}", key="lum_" + "0" * 36)


def test_a_long_trace_is_read_in_full(tracking, experiment):
    with mlflow.start_span("root") as root:
        for i in range(1500):
            with mlflow.start_span(f"step {i}") as span:
                span.set_inputs({"i": i})
    trace = mlflow.get_trace(root.trace_id)
    assert [s.name for s in trace.data.spans] == ["root"] + [f"step {i}" for i in range(1500)]


def test_statistics_and_correlation(tracking, experiment):
    ids = [traced(q) for q in ("a", "b")]
    mlflow.log_feedback(trace_id=ids[0], name="score", value=4)
    store = tracking.client._tracking_client.store
    from mlflow.entities.trace_metrics import AggregationType, MetricAggregation, MetricViewType

    def points(view, metric, *aggregations, **more):
        found = store.query_trace_metrics([experiment], view, metric, [MetricAggregation(*a) for a in aggregations], **more)
        return [(p.dimensions, p.values) for p in found]

    count = (AggregationType.COUNT,)
    assert points(MetricViewType.TRACES, "trace_count", count, dimensions=["trace_name"]) == [({"trace_name": "answer"}, {"COUNT": 2.0})]
    assert points(MetricViewType.TRACES, "total_tokens", (AggregationType.SUM,), (AggregationType.PERCENTILE, 50.0)) == [({}, {"SUM": 24.0, "P50.0": 12.0})]
    spans = points(MetricViewType.SPANS, "span_count", count, dimensions=["span_type"], filters=["trace.status = 'OK'"])
    assert {d["span_type"]: v["COUNT"] for d, v in spans} == {"LLM": 2, "RETRIEVER": 2, "UNKNOWN": 2}
    assert points(MetricViewType.ASSESSMENTS, "assessment_value", (AggregationType.AVG,), dimensions=["assessment_name"]) == [({"assessment_name": "score"}, {"AVG": 4.0})]
    now = int(time.time() * 1000)
    buckets = points(MetricViewType.TRACES, "trace_count", count, time_interval_seconds=3600, start_time_ms=now - 3_600_000, end_time_ms=now)
    assert sum(v["COUNT"] for _, v in buckets) == 2
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:00:00\+00:00", d["time_bucket"]) for d, _ in buckets)
    with pytest.raises(MlflowException, match="invalid aggregation_type"):
        points(MetricViewType.TRACES, "trace_count", (AggregationType.SUM,))
    both = store.calculate_trace_filter_correlation([experiment], "name = 'answer'", "trace.text LIKE '%about a%'")
    assert (both.filter1_count, both.filter2_count, both.joint_count, both.total_count) == (2, 1, 1, 2)
    never = store.calculate_trace_filter_correlation([experiment], "name = 'answer'", "name = 'other'")
    assert math.isnan(never.npmi)


def test_prompt_versions_are_linked_and_searched(tracking, experiment):
    trace_id = traced("prompts")
    body = {"trace_id": trace_id, "prompt_versions": [{"name": "greeting", "version": "2"}]}
    assert tracking.send("POST", "/api/2.0/mlflow/traces/link-prompts", body) == {}
    found = tracking.client.search_traces(locations=[experiment], filter_string="prompt = 'greeting/2'")
    assert [t.info.trace_id for t in found] == [trace_id]
    with pytest.raises(MlflowException, match="name/version"):
        tracking.client.search_traces(locations=[experiment], filter_string="prompt = 'greeting'")


def test_attachments_and_files_of_a_trace_go_through_the_proxy(tracking, experiment):
    trace_id = traced("files")
    path = f"/api/2.0/mlflow-artifacts/artifacts/{experiment}/traces/{trace_id}/artifacts/attachments/picture.png"
    tracking.send("PUT", path, raw=b"picture", headers={"content-type": "application/octet-stream"})
    assert tracking.send("GET", f"/ajax-api/3.0/mlflow/get-trace-artifact?request_id={trace_id}&path=picture.png") == "picture"
    shown = tracking.send("GET", f"/ajax-api/3.0/mlflow/get-trace-artifact?request_id={trace_id}")
    assert [json.loads(s["attributes"]["mlflow.spanInputs"]) for s in shown["spans"]][0] == {"question": "files", "top": 3}


def test_batches_of_infos_and_of_whole_traces(tracking, experiment):
    ids = [traced("a"), traced("b")]
    store = tracking.client._tracking_client.store
    assert [t.info.trace_id for t in store.batch_get_traces([ids[1], "tr-" + "f" * 32, ids[0]])] == [ids[1], ids[0]]
    assert [t.trace_id for t in store.batch_get_trace_infos(ids)] == ids
    other = mlflow.create_experiment("another")
    assert store.batch_get_trace_infos(ids, experiment_ids=[other]) == []


def test_calls_of_clients_before_mlflow_3(tracking, experiment):
    begun = tracking.send("POST", "/api/2.0/mlflow/traces", {"experiment_id": experiment, "timestamp_ms": 1000, "tags": [{"key": "a", "value": "b"}]})
    info = begun["trace_info"]
    assert (info["status"], info["experiment_id"], info["timestamp_ms"]) == ("IN_PROGRESS", experiment, 1000)
    ended = tracking.send(
        "PATCH",
        f"/api/2.0/mlflow/traces/{info['request_id']}",
        {"timestamp_ms": 3500, "status": "OK", "request_metadata": [{"key": "m", "value": "n"}], "tags": [{"key": "mlflow.traceName", "value": "old"}]},
    )["trace_info"]
    assert (ended["execution_time_ms"], ended["status"]) == (2500, "OK")
    shown = tracking.send("GET", f"/api/2.0/mlflow/traces/{info['request_id']}/info")["trace_info"]
    assert {"key": "m", "value": "n"} in shown["request_metadata"]
    assert {t["key"]: t["value"] for t in shown["tags"]}.items() >= {"a": "b", "mlflow.traceName": "old"}.items()
    file = {"spans": [{"name": "kept in a file"}]}
    path = f"/api/2.0/mlflow-artifacts/artifacts/{experiment}/traces/{info['request_id']}/artifacts/traces.json"
    tracking.send("PUT", path, raw=json.dumps(file).encode(), headers={"content-type": "application/octet-stream"})
    assert tracking.send("GET", f"/ajax-api/2.0/mlflow/get-trace-artifact?request_id={info['request_id']}") == file
    listed = tracking.send("GET", f"/api/2.0/mlflow/traces?experiment_ids={experiment}&filter=name%20%3D%20'old'")
    assert [t["request_id"] for t in listed["traces"]] == [info["request_id"]]


def test_a_deleted_experiment_takes_no_trace(tracking, experiment):
    trace_id = traced("before")
    tracking.client.delete_experiment(experiment)
    info = {"trace_id": trace_id, "trace_location": {"mlflow_experiment": {"experiment_id": experiment}}, "request_time": "2026-01-01T00:00:00Z"}
    with pytest.raises(Exception, match="INVALID_PARAMETER_VALUE.*deleted"):
        tracking.send("POST", "/api/3.0/mlflow/traces", {"trace": {"trace_info": info}})


def test_locations_that_are_not_there_hold_no_traces(tracking):
    location = TraceLocation.from_experiment_id("999999")
    found = tracking.send("POST", "/api/3.0/mlflow/traces/search", {"locations": [{"mlflow_experiment": {"experiment_id": location.mlflow_experiment.experiment_id}}]})
    assert found == {}


def test_what_is_wrong_with_a_filter_or_a_tag_is_said_in_mlflows_words(tracking, experiment):
    trace_id = traced("words")
    for text, words in [
        ("nonsense", r"Invalid clause\(s\) in filter string"),
        ("foo.bar = 'x'", "Invalid entity type 'foo'"),
        ("nothing = 'x'", "Invalid attribute key 'nothing'"),
        ("trace.status < 'OK'", "Invalid comparator '<'"),
    ]:
        with pytest.raises(MlflowException, match=words):
            tracking.client.search_traces(locations=[experiment], filter_string=text)
    with pytest.raises(MlflowException, match="for parameter 'key' supplied"):
        tracking.client.set_trace_tag(trace_id, "../up", "x")
    with pytest.raises(MlflowException, match="'key' exceeds the maximum length of 250 characters"):
        tracking.client.set_trace_tag(trace_id, "a" * 251, "x")


def test_an_assessment_names_its_span_freely_and_says_when_its_trace_or_kind_is_wrong(tracking, experiment):
    trace_id = traced("span")
    store = tracking.client._tracing_client.store
    made = store.create_assessment(Feedback(name="f", value=1, trace_id=trace_id, span_id="span-7"))
    assert store.get_assessment(trace_id, made.assessment_id).span_id == "span-7"
    with pytest.raises(MlflowException, match="Cannot update expectation value on a Feedback assessment"):
        mlflow.update_assessment(trace_id, made.assessment_id, Expectation(name="f", value="y"))
    for act in (lambda: store.get_assessment("tr-none", "a-x"), lambda: store.delete_assessment("tr-none", "a-x")):
        with pytest.raises(MlflowException, match="Trace with ID 'tr-none' not found"):
            act()
