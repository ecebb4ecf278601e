"""Runs job documents in this process and collects what they say."""

import json
import os
import signal
import tempfile

import tables
from luminaops_trainer import job as module


def document(table, folder, **fields):
    """A job document over one table."""
    fields = {"target": "Survived", "task": "classification", "dropColumns": [], "algorithms": ["logistic_regression"], **fields}
    candidates = [{"algorithm": name, "run": f"run-{name}", "settings": {}} for name in fields.pop("algorithms")]
    return {
        "protocol": 1,
        "action": "train",
        "files": [tables.write(table, folder)],
        "folds": 5,
        "seed": 0,
        "threads": 1,
        "candidates": candidates,
        "workFolder": os.path.join(folder, "work"),
        **fields,
    }


def run(text):
    """Exit code and events of one document."""
    before = signal.getsignal(signal.SIGTERM)
    with tempfile.TemporaryFile() as out:
        code = module.run(text if isinstance(text, str) else json.dumps(text), out.fileno())
        out.seek(0)
        signal.signal(signal.SIGTERM, before)
        return code, [json.loads(line) for line in out.read().splitlines()]


def of(events, kind, **fields):
    """Events of one type with these fields."""
    return [event for event in events if event["type"] == kind and all(event.get(key) == value for key, value in fields.items())]
