"""One job in this process: document in, events out, exit code back."""

import json
import os
import signal
import sys
import traceback
import warnings

from .events import Events
from .failure import Cancelled, JobError

CANCELLED = 143


def parse(text):
    """Read a job document and check what every action needs.

    Raises
    ------
    JobError
    """
    try:
        job = json.loads(text)
    except ValueError as error:
        raise JobError(f"The job document is not JSON: {error}.", "Write one JSON object as in gen/training-job.schema.json.") from error
    if not isinstance(job, dict) or job.get("protocol") != 1 or job.get("action") not in ("train", "inspect"):
        raise JobError("The job document is not one of protocol 1.", "Write it as in gen/training-job.schema.json.")
    for key in ("files", "folds", "workFolder") + (("target", "task", "seed", "candidates") if job["action"] == "train" else ()):
        if key not in job:
            raise JobError(f"The job document has no {key!r}.", "Write it as in gen/training-job.schema.json.")
    return job


def run(text, descriptor):
    """Run one job document; write its events to a file descriptor.

    Parameters
    ----------
    text : str
    descriptor : int

    Returns
    -------
    int
        Exit code: 0 done, 1 failed with an error event, 143 cancelled after a checkpoint.
    """
    events = Events(descriptor)
    signal.signal(signal.SIGTERM, _cancel)
    warnings.showwarning = lambda message, *_, **__: events.log(str(message), "warn")
    try:
        from .inspect_table import inspect
        from .train import train

        job = parse(text)
        os.makedirs(job["workFolder"], exist_ok=True)
        {"train": train, "inspect": inspect}[job["action"]](job, events)
        return 0
    except Cancelled:
        events.log("Cancelled.", "warn")
        return CANCELLED
    except JobError as error:
        events.emit("error", message=str(error), fix=error.fix)
    except MemoryError:
        events.emit("error", message="The training ran out of memory.", fix="Take fewer rows or columns, or a machine with more memory.")
    except Exception as error:  # the process boundary: everything becomes an event
        events.log(traceback.format_exc(), "error")
        events.emit("error", message=f"{type(error).__name__}: {error}", fix="Look at the job's log; if the data are fine, report this.")
    return 1


def main():
    """``python -m luminaops_trainer [job.json]``: a cold run; reads stdin without a path."""
    text = open(sys.argv[1], encoding="utf-8").read() if len(sys.argv) > 1 else sys.stdin.read()
    descriptor = os.dup(1)
    os.dup2(2, 1)  # what libraries print is not an event
    return run(text, descriptor)


def _cancel(*_):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Cancelled
