import math
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "clients/python/src"))

import luminaops
from luminaops import Client, LuminaError, start_run, sync


@pytest.fixture
def ours(lumina, tmp_path, monkeypatch):
    project_id, key = lumina.project()
    monkeypatch.setenv("LUMINA_URL", lumina.url)
    monkeypatch.setenv("LUMINA_KEY", key)
    monkeypatch.setenv("LUMINA_PROJECT", project_id)
    monkeypatch.setenv("LUMINA_BUFFER", str(tmp_path / "buffer"))
    with Client() as client:
        client.project_id = project_id
        yield client


def points(client, run_id, key):
    read, cursor = [], None
    while True:
        page = client.runs.metric_history(run_id=run_id, key=key, exact=True, limit=1000, **({"cursor": cursor} if cursor else {}))
        read += page["points"]
        cursor = page.get("nextCursor")
        if cursor is None:
            return read


def test_a_run_is_recorded_with_its_code_and_packages(ours):
    with start_run("titanic", params={"depth": 3}, tags={"team": "risk"}, name="first") as run:
        for step in range(2500):
            run.log_metrics({"loss": 1 / (step + 1), "acc": step / 2500}, step=step)
        run.log_text("hello", "notes/a.txt")
    read = ours.runs.get(run_id=run.id)
    assert (read["name"], read["status"], read["params"]) == ("first", "finished", {"depth": "3"})
    assert read["metrics"]["loss"]["count"] == 2500 and read["metrics"]["acc"]["last"] == 2499 / 2500
    assert read["tags"]["team"] == "risk" and read["tags"]["lumina.python"].startswith("3.")
    assert [p["value"] for p in points(ours, run.id, "loss")] == [1 / (step + 1) for step in range(2500)]
    paths = [a["path"] for a in ours.runs.artifacts(run_id=run.id)["items"]]
    assert paths == ["environment/requirements.txt", "notes/a.txt"]
    assert list(Path(os.environ["LUMINA_BUFFER"]).glob("*")) == []


def test_more_than_one_request_holds_is_sent_in_several(ours):
    with start_run(describe=False) as run:
        run.log_metrics({f"k{i}": i for i in range(3500)})
        run.log_params({f"p{i}": "v" * 4000 for i in range(450)})
        run.set_tags({f"t{i}": i for i in range(250)})
    read = ours.runs.get(run_id=run.id)
    assert (len(read["metrics"]), len(read["params"]), len(read["tags"])) == (3500, 450, 250)
    assert run.problems == []


def test_nan_and_infinities_are_kept(ours):
    with start_run(describe=False) as run:
        for step, value in enumerate([math.nan, math.inf, -math.inf, 1.5]):
            run.log_metric("odd", value, step=step)
    assert [p.get("special", p["value"]) for p in points(ours, run.id, "odd")] == ["NaN", "Infinity", "-Infinity", 1.5]


def test_an_exception_ends_the_run_as_failed_with_its_words(ours):
    with pytest.raises(ZeroDivisionError), start_run(describe=False) as run:
        1 / 0
    read = ours.runs.get(run_id=run.id)
    assert (read["status"], read["error"]) == ("failed", "ZeroDivisionError: division by zero")


def test_a_parameter_is_written_once(ours):
    with start_run(describe=False, params={"depth": 3}) as run:
        run.log_params({"depth": "3"})
        with pytest.raises(ValueError, match="depth is '3' already"):
            run.log_params({"depth": 4})


def test_an_offline_run_sent_twice_is_there_once(ours, tmp_path):
    with start_run("offline", offline=True, params={"depth": 4}) as run:
        for step in range(1500):
            run.log_metric("loss", step, step=step)
        run.log_text("kept", "o.txt")
    with pytest.raises(LuminaError):
        ours.runs.get(run_id=run.id)
    shutil.copytree(os.environ["LUMINA_BUFFER"], tmp_path / "copy")
    [first] = sync(client=ours)
    assert first.complete and first.problems == []
    for _ in range(2):
        shutil.copytree(tmp_path / "copy", tmp_path / "again", dirs_exist_ok=True)
        [again] = sync(tmp_path / "again", ours)
        assert again.complete and again.problems == []
    read = ours.runs.get(run_id=run.id)
    assert (read["status"], read["params"], read["metrics"]["loss"]["count"]) == ("finished", {"depth": "4"}, 1500)
    assert len(points(ours, run.id, "loss")) == 1500
    assert [a["path"] for a in ours.runs.artifacts(run_id=run.id)["items"] if a["path"] == "o.txt"] == ["o.txt"]


def test_a_killed_program_loses_nothing_it_logged(ours, tmp_path):
    script = """
import sys, time, luminaops
run = luminaops.start_run(offline=True, describe=False)
for step in range(1000):
    run.log_metric("loss", step, step=step)
print(run.id, flush=True)
time.sleep(60)
"""
    source = str(Path(luminaops.__file__).parents[1])
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": source})
    run_id = child.stdout.readline().strip()
    [busy] = sync(client=ours)
    assert busy.busy
    child.send_signal(signal.SIGKILL)
    child.wait()
    [sent] = sync(client=ours)
    assert sent.complete and sent.problems == []
    read = ours.runs.get(run_id=run_id)
    assert (read["status"], read["metrics"]["loss"]["count"]) == ("running", 1000)


class Cut(BaseHTTPRequestHandler):
    """Answers every request by closing the connection."""

    def do_POST(self):
        self.connection.close()

    do_GET = do_PUT = do_PATCH = do_POST

    def log_message(self, *_):
        pass


def test_training_does_not_wait_for_a_server_that_is_away(ours, monkeypatch):
    away = HTTPServer(("127.0.0.1", 0), Cut)
    threading.Thread(target=away.serve_forever, daemon=True).start()
    key = os.environ["LUMINA_KEY"]
    with pytest.warns(UserWarning, match="does not answer"):
        run = start_run(describe=False, client=Client(f"http://127.0.0.1:{away.server_port}", key))
        started = time.monotonic()
        for step in range(500):
            run.log_metric("loss", step, step=step)
        assert time.monotonic() - started < 2
        time.sleep(8)
        assert run.end() is False
    away.shutdown()
    [sent] = sync(client=ours)
    assert sent.complete and ours.runs.get(run_id=run.id)["metrics"]["loss"]["count"] == 500


def test_what_the_server_refuses_is_told_and_kept(ours):
    with pytest.warns(UserWarning, match="luminaops:"), start_run(describe=False) as run:
        run.log_metric("x" * 300, 1)
        run.log_metric("good", 1)
        run.flush()
    assert len(run.problems) == 1
    assert list(ours.runs.get(run_id=run.id)["metrics"]) == ["good"]
    kept = Path(os.environ["LUMINA_BUFFER"]) / run.id / "refused.jsonl"
    assert "x" * 300 in kept.read_text()
    shutil.rmtree(kept.parent)
