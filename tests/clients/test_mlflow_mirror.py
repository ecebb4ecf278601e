import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid

import mlflow
import pytest
from mlflow import MlflowClient


class Outside:
    """A real `mlflow server` over SQLite that can be killed and started again on its own data."""

    def __init__(self, folder):
        self.folder = folder
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None
        self.start()

    def start(self):
        log = open(self.folder / "log", "a")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1"]
            + ["--backend-store-uri", f"sqlite:///{self.folder}/mlflow.db", "--artifacts-destination", str(self.folder / "artifacts")],
            cwd=self.folder,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        until = time.time() + 90
        while time.time() < until:
            try:
                urllib.request.urlopen(f"{self.url}/health", timeout=2).read()
                return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError((self.folder / "log").read_text()[-3000:])

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    server = Outside(tmp_path_factory.mktemp("outside"))
    yield server
    server.kill()


def mirror(tracking, outside, **more):
    body = {"projectId": tracking.project_id, "kind": "mlflow", "name": uuid.uuid4().hex[:8], "url": outside.url, **more}
    return tracking.send("POST", "/api/v1/mirrors", body)["id"]


def status(tracking, mirror_id):
    return tracking.send("GET", f"/api/v1/mirrors/{mirror_id}/status")


def caught_up(tracking, mirror_id, seconds=60):
    until = time.time() + seconds
    while time.time() < until:
        now = status(tracking, mirror_id)
        m = now["mirror"]
        if now["runsBehind"] == 0 and m["historyLeft"] == 0 and m["state"] == "active":
            return now
        time.sleep(0.2)
    raise AssertionError(f"it is still behind: {now}")


def only_run(outside, experiment):
    there = MlflowClient(outside.url)
    runs = there.search_runs([there.get_experiment_by_name(experiment).experiment_id])
    assert len(runs) == 1
    return there, runs[0]


def test_a_run_stands_outside_with_everything(tracking, outside, tmp_path):
    mirror_id = mirror(tracking, outside)
    name = f"mirrored {uuid.uuid4().hex[:6]}"
    mlflow.set_experiment(name)
    (tmp_path / "notes.txt").write_text("hello outside")
    with mlflow.start_run(run_name="both", tags={"team": "risk"}) as run:
        mlflow.log_params({"depth": 3, "long": "x" * 700})
        for step in range(250):
            mlflow.log_metric("loss", 1 / (step + 1), step=step)
        mlflow.log_metrics({"nan": float("nan"), "inf": float("inf")})
        mlflow.log_artifact(str(tmp_path / "notes.txt"), "docs")
    caught_up(tracking, mirror_id)
    there, copy = only_run(outside, name)
    ours = tracking.client.get_run(run.info.run_id)
    assert copy.info.run_name == "both" and copy.info.status == "FINISHED"
    assert (copy.info.start_time, copy.info.end_time) == (ours.info.start_time, ours.info.end_time)
    assert copy.data.params == ours.data.params
    assert copy.data.tags["team"] == "risk"
    here = [(m.step, m.value, m.timestamp) for m in tracking.client.get_metric_history(run.info.run_id, "loss")]
    assert [(m.step, m.value, m.timestamp) for m in there.get_metric_history(copy.info.run_id, "loss")] == here and len(here) == 250
    assert copy.data.metrics["inf"] == pytest.approx(1.797e308, rel=1e-3)
    assert open(there.download_artifacts(copy.info.run_id, "docs/notes.txt", str(tmp_path))).read() == "hello outside"


def test_an_outage_costs_nothing_and_doubles_nothing(tracking, outside):
    mirror_id = mirror(tracking, outside)
    name = f"outage {uuid.uuid4().hex[:6]}"
    mlflow.set_experiment(name)
    with mlflow.start_run() as run:
        for step in range(100):
            mlflow.log_metric("loss", step / 7, step=step)
        caught_up(tracking, mirror_id)
        outside.kill()
        started = time.time()
        for step in range(100, 300):
            mlflow.log_metric("loss", step / 7, step=step)
        mlflow.log_param("late", "yes")
        mlflow.set_tag("after", "outage")
        assert time.time() - started < 10, "logging waited for the outside"
        until = time.time() + 20
        while status(tracking, mirror_id)["mirror"]["state"] != "failing" and time.time() < until:
            time.sleep(0.2)
        behind = status(tracking, mirror_id)
        assert behind["mirror"]["state"] == "failing" and behind["mirror"]["error"] and behind["mirror"]["failingSince"]
        assert behind["pointsBehind"] == 200 and behind["runsBehind"] == 1 and behind["secondsBehind"] > 0
        outside.start()
        tracking.send("POST", f"/api/v1/mirrors/{mirror_id}/resume", {})
        caught_up(tracking, mirror_id)
    caught_up(tracking, mirror_id)
    there, copy = only_run(outside, name)
    points = [(m.step, m.value) for m in there.get_metric_history(copy.info.run_id, "loss")]
    assert points == [(step, step / 7) for step in range(300)]
    assert copy.data.params["late"] == "yes" and copy.data.tags["after"] == "outage" and copy.info.status == "FINISHED"


def test_history_is_copied_on_request(tracking, outside):
    name = f"history {uuid.uuid4().hex[:6]}"
    mlflow.set_experiment(name)
    for i in range(3):
        with mlflow.start_run(run_name=f"old {i}"):
            mlflow.log_param("i", i)
            mlflow.log_metric("m", i, step=i)
    mirror_id = mirror(tracking, outside)
    time.sleep(2)
    assert MlflowClient(outside.url).get_experiment_by_name(name) is None
    assert tracking.send("POST", f"/api/v1/mirrors/{mirror_id}/history", {})["runs"] == 3
    done = caught_up(tracking, mirror_id)
    assert done["mirror"]["history"] == "copied" and done["mirror"]["runs"] == 3
    there = MlflowClient(outside.url)
    runs = there.search_runs([there.get_experiment_by_name(name).experiment_id])
    assert sorted((r.data.params["i"], r.data.metrics["m"]) for r in runs) == [("0", 0.0), ("1", 1.0), ("2", 2.0)]


def test_a_deleted_run_is_deleted_outside_and_comes_back(tracking, outside):
    mirror_id = mirror(tracking, outside)
    name = f"deleted {uuid.uuid4().hex[:6]}"
    mlflow.set_experiment(name)
    with mlflow.start_run() as run:
        mlflow.log_metric("m", 1)
    caught_up(tracking, mirror_id)
    tracking.client.delete_run(run.info.run_id)
    time.sleep(0.5)
    caught_up(tracking, mirror_id)
    there = MlflowClient(outside.url)
    experiment = there.get_experiment_by_name(name).experiment_id
    assert there.search_runs([experiment]) == []
    tracking.client.restore_run(run.info.run_id)
    time.sleep(0.5)
    caught_up(tracking, mirror_id)
    assert len(there.search_runs([experiment])) == 1
