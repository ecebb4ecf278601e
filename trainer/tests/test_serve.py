"""The warm parent as a process: forks, cancel, and what happens when somebody dies."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jobs
import pytest
import tables


class Warm:
    """A running parent and its lines."""

    def __init__(self):
        command = [sys.executable, "-m", "luminaops_trainer.serve"]
        self.process = subprocess.Popen(command, cwd=Path(__file__).parents[1], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.read()["ready"] is True

    def read(self):
        return json.loads(self.process.stdout.readline())

    def say(self, **message):
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def until(self, job_id, *kinds):
        """Events of a job up to the first of these types."""
        seen = []
        while True:
            message = self.read()
            if message["id"] != job_id:
                continue
            seen.append(message["event"])
            if message["event"]["type"] in kinds:
                return seen

    def close(self):
        self.process.stdin.close()
        return self.process.wait(20)


@pytest.fixture
def warm():
    parent = Warm()
    yield parent
    if parent.process.poll() is None:
        parent.process.kill()
        parent.process.wait()
    parent.process.stdout.close()


def long_job(folder):
    document = jobs.document(tables.passengers(4000), str(folder), algorithms=["logistic_regression", "random_forest"], folds=5)
    document["candidates"][1]["settings"] = {"n_estimators": 3000}
    return document


def gone(pid):
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] if Path(f"/proc/{pid}").exists() else "X"
        if state in "ZX":
            return True
        time.sleep(0.1)
    return False


def test_jobs_run_in_forks_side_by_side_and_the_parent_stays_single_threaded(warm, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        warm.say(id=name, job=jobs.document(tables.passengers(120), str(tmp_path / name), folds=2))
    ends, pids = {}, set()
    while len(ends) < 2:
        message = warm.read()
        if message["event"]["type"] == "started":
            pids.add(message["event"]["pid"])
        if message["event"]["type"] == "exit":
            ends[message["id"]] = message["event"]["code"]
    assert ends == {"a": 0, "b": 0}
    assert len(pids) == 2
    assert len(os.listdir(f"/proc/{warm.process.pid}/task")) == 1
    assert warm.close() == 0


def test_cancel_ends_a_job_after_a_checkpoint_of_what_is_finished(warm, tmp_path):
    warm.say(id="a", job=long_job(tmp_path))
    warm.until("a", "checkpoint")
    warm.say(id="a", cancel=True)
    events = warm.until("a", "exit")
    assert jobs.of(events, "checkpoint")[-1]["state"] == {"finished": ["run-logistic_regression"]}
    assert events[-1] == {"type": "exit", "code": 143, "signal": None}


def test_a_closed_stdin_cancels_the_forks_and_ends_the_parent(warm, tmp_path):
    warm.say(id="a", job=long_job(tmp_path))
    pid = warm.until("a", "started")[-1]["pid"]
    warm.process.stdin.close()
    assert warm.process.wait(15) == 0
    assert gone(pid)


def test_a_killed_parent_takes_its_forks_with_it(warm, tmp_path):
    warm.say(id="a", job=long_job(tmp_path))
    pid = warm.until("a", "started")[-1]["pid"]
    warm.process.send_signal(signal.SIGKILL)
    warm.process.wait()
    assert gone(pid)


def test_a_killed_fork_is_told_with_its_signal_and_the_parent_goes_on(warm, tmp_path):
    warm.say(id="a", job=long_job(tmp_path))
    os.kill(warm.until("a", "started")[-1]["pid"], signal.SIGKILL)
    assert warm.until("a", "exit")[-1] == {"type": "exit", "code": None, "signal": 9}
    (tmp_path / "b").mkdir()
    warm.say(id="b", job=jobs.document(tables.passengers(120), str(tmp_path / "b"), folds=2))
    assert warm.until("b", "exit")[-1]["code"] == 0


def test_a_broken_document_ends_its_job_only(warm):
    warm.say(id="a", job={"protocol": 3})
    events = warm.until("a", "exit")
    assert events[0]["type"] == "error"
    assert events[-1]["code"] == 1
