import base64
import hashlib
import hmac
import json
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import mlflow
import pytest
from mlflow.entities.webhook import WebhookAction, WebhookEntity, WebhookEvent
from mlflow.exceptions import MlflowException


@pytest.fixture
def receiver():
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            received.append((dict(self.headers.items()), body))
            self.send_response(201)
            self.end_headers()
            self.wfile.write(b"thanks")

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.url, server.received = f"http://127.0.0.1:{server.server_port}/hook", received
    yield server
    server.shutdown()


def signed(secret, headers, body):
    low = {name.lower(): value for name, value in headers.items()}
    text = f"{low['x-mlflow-delivery-id']}.{low['x-mlflow-timestamp']}.{body}"
    expected = base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()
    return low["x-mlflow-signature"] == f"v1,{expected}"


def waited(received, count, seconds=20):
    until = time.time() + seconds
    while len(received) < count and time.time() < until:
        time.sleep(0.05)
    return len(received) >= count


def test_a_webhook_is_made_read_changed_and_deleted(tracking):
    client = tracking.client
    made = client.create_webhook(
        name="deploys", url="https://hooks.example.org/a", events=["model_version.created", "registered_model.created"], description="why", secret="s"
    )
    assert made.status == "ACTIVE" and made.description == "why" and made.secret is None
    assert {str(e) for e in made.events} == {"model_version.created", "registered_model.created"}
    read = client.get_webhook(made.webhook_id)
    assert (read.name, read.url, read.creation_timestamp) == ("deploys", "https://hooks.example.org/a", made.creation_timestamp)
    assert made.webhook_id in [w.webhook_id for w in client.list_webhooks()]
    changed = client.update_webhook(made.webhook_id, name="other", status="DISABLED", events=["prompt.created"], description="")
    assert (changed.name, changed.status, [str(e) for e in changed.events]) == ("other", "DISABLED", ["prompt.created"])
    client.delete_webhook(made.webhook_id)
    with pytest.raises(MlflowException, match=r"RESOURCE_DOES_NOT_EXIST"):
        client.get_webhook(made.webhook_id)


def test_a_webhook_that_is_not_there_is_named(tracking):
    made = tracking.client.create_webhook("short", "https://example.com/x", [WebhookEvent(WebhookEntity.MODEL_VERSION, WebhookAction.CREATED)])
    tracking.client.delete_webhook(made.webhook_id)
    for act in (tracking.client.get_webhook, tracking.client.delete_webhook, lambda id: tracking.client.update_webhook(id, name="other")):
        with pytest.raises(MlflowException, match=f"Webhook with ID {made.webhook_id} not found"):
            act(made.webhook_id)


def test_a_name_or_an_address_that_is_none_is_refused_in_mlflows_words(tracking):
    events = [WebhookEvent(WebhookEntity.MODEL_VERSION, WebhookAction.CREATED)]
    for name, url, words in [
        ("   ", "https://example.com/x", "is invalid"),
        ("hook<script>", "https://example.com/x", "is invalid"),
        ("hook", "   ", "Webhook URL cannot be empty or just whitespace"),
        ("hook", "ftp://example.com", "Invalid webhook URL scheme"),
        ("hook", "example", "Invalid webhook URL"),
    ]:
        with pytest.raises(MlflowException, match=words):
            tracking.client.create_webhook(name, url, events)
    made = tracking.client.create_webhook("kept", "https://example.com/x", events)
    with pytest.raises(MlflowException, match="Invalid webhook URL scheme"):
        tracking.client.update_webhook(made.webhook_id, url="ftp://example.com")
    with pytest.raises(MlflowException, match="is invalid"):
        tracking.client.update_webhook(made.webhook_id, name="hook@test")


def test_lists_of_webhooks_come_in_pages(tracking):
    client = tracking.client
    made = {client.create_webhook(name=f"page-{i}", url="https://hooks.example.org", events=["prompt.created"]).webhook_id for i in range(3)}
    first = client.list_webhooks(max_results=2)
    assert len(first) == 2 and first.token
    seen, token = [w.webhook_id for w in first], first.token
    while token:
        page = client.list_webhooks(max_results=2, page_token=token)
        seen, token = seen + [w.webhook_id for w in page], page.token
    assert made <= set(seen) and len(seen) == len(set(seen))


def test_a_test_is_sent_and_its_answer_shown(tracking, receiver):
    made = tracking.client.create_webhook(name="probe", url=receiver.url, events=["model_version_alias.created"], secret="hush")
    result = tracking.client.test_webhook(made.webhook_id)
    assert (result.success, result.response_status, result.response_body) == (True, 201, "thanks")
    headers, body = receiver.received[0]
    assert signed("hush", headers, body)
    payload = json.loads(body)
    assert (payload["entity"], payload["action"]) == ("model_version_alias", "created")
    other = tracking.client.test_webhook(made.webhook_id, event=WebhookEvent(WebhookEntity.PROMPT_TAG, WebhookAction.SET))
    assert other.success and json.loads(receiver.received[1][1])["entity"] == "prompt_tag"


def test_a_test_of_a_receiver_that_is_away_says_so(tracking):
    made = tracking.client.create_webhook(name="gone", url="http://127.0.0.1:9/", events=["prompt.created"])
    result = tracking.client.test_webhook(made.webhook_id)
    assert not result.success and result.response_status is None and "nothing listens there" in result.error_message


@pytest.mark.parametrize("url", ["https://10.0.0.1/", "https://169.254.169.254/latest", "ftp://example.org", "nonsense"])
def test_an_address_inside_is_refused(tracking, url):
    with pytest.raises(MlflowException, match="INVALID_PARAMETER_VALUE"):
        tracking.client.create_webhook(name="inside", url=url, events=["prompt.created"])


def test_events_and_names_that_are_none_are_refused(tracking):
    for body in (
        {"name": "x", "url": "https://e.org", "events": [{"entity": "PROMPT", "action": "EXCEEDED"}]},
        {"name": "x", "url": "https://e.org", "events": []},
        {"name": "-x", "url": "https://e.org", "events": [{"entity": "PROMPT", "action": "CREATED"}]},
        {"url": "https://e.org", "events": [{"entity": "PROMPT", "action": "CREATED"}]},
        {"name": "x", "url": "https://e.org", "events": [{"entity": "PROMPT", "action": "CREATED"}], "status": "SLEEPING"},
    ):
        with pytest.raises(Exception) as refused:
            tracking.send("POST", "/api/2.0/mlflow/webhooks", body)
        assert refused.value.status == 400 and "INVALID_PARAMETER_VALUE" in refused.value.text


def test_acts_of_the_registry_arrive_signed(tracking, receiver):
    client = tracking.client
    events = ["registered_model.created", "model_version.created", "model_version_tag.set", "model_version_tag.deleted"]
    events += ["model_version_alias.created", "model_version_alias.deleted", "prompt.created", "prompt_version.created", "prompt_alias.created"]
    hook = client.create_webhook(name="all", url=receiver.url, events=events, secret="hush")
    client.create_registered_model("hooked", tags={"team": "risk"}, description="d")
    run = client.create_run(client.create_experiment("hooked"))
    client.log_text(run.info.run_id, "weights", "model/weights.txt")
    version = client.create_model_version("hooked", f"runs:/{run.info.run_id}/model", run_id=run.info.run_id, description="first")
    client.set_model_version_tag("hooked", version.version, "checked", "yes")
    client.delete_model_version_tag("hooked", version.version, "checked")
    client.set_registered_model_alias("hooked", "best", version.version)
    client.delete_registered_model_alias("hooked", "best")
    prompt = mlflow.genai.register_prompt("greeting", "Hello {{name}}!", commit_message="first", tags={"tone": "warm"})
    mlflow.genai.set_prompt_alias("greeting", "live", prompt.version)
    assert waited(receiver.received, 9)
    assert all(signed("hush", headers, body) for headers, body in receiver.received)
    told = {f"{p['entity']}.{p['action']}": p["data"] for p in (json.loads(body) for _, body in receiver.received)}
    assert set(told) == set(events)
    assert told["registered_model.created"] == {"name": "hooked", "tags": {"team": "risk"}, "description": "d"}
    made = told["model_version.created"]
    assert (made["name"], made["version"], made["run_id"], made["description"]) == ("hooked", "1", run.info.run_id, "first")
    assert told["model_version_tag.set"] == {"name": "hooked", "version": "1", "key": "checked", "value": "yes"}
    assert told["model_version_tag.deleted"] == {"name": "hooked", "version": "1", "key": "checked"}
    assert told["model_version_alias.created"] == {"name": "hooked", "alias": "best", "version": "1"}
    assert told["model_version_alias.deleted"] == {"name": "hooked", "alias": "best"}
    assert (told["prompt_version.created"]["version"], told["prompt_version.created"]["template"]) == ("1", "Hello {{name}}!")
    assert told["prompt_alias.created"] == {"name": "greeting", "alias": "live", "version": "1"}
    deliveries = tracking.send("GET", f"/api/v1/webhooks/{uuid.UUID(hook.webhook_id)}/deliveries")["items"]
    assert {d["state"] for d in deliveries} == {"delivered"} and len(deliveries) == 9
