"""Trains the candidates of a job one after another; one that fails does not stop the others."""

import os
import resource
import time
import traceback
from dataclasses import dataclass

import numpy as np

from .algorithms import LABELS, build, check_settings, settings_for
from .candidate import run_candidate
from .evaluate import PRIMARY, kind
from .failure import Cancelled, JobError
from .plan import check_features, plan_table
from .table import frame, read_table
from .target import read_target


@dataclass
class Problem:
    """What every candidate of a job works on."""

    X: object
    y: np.ndarray
    classes: list | None
    task: str
    target: str
    plan: object
    folds: int
    seed: int
    threads: int
    work: str

    def pipeline(self, algorithm, settings):
        """An unfitted pipeline."""
        return build(algorithm, self.task, settings, self.plan, self.seed, self.threads)

    @property
    def kind(self):
        """``binary``, ``multiclass`` or ``regression``."""
        return kind(self.task, self.classes)


class Progress:
    """Counts the steps of a job: every fold and every final fit is one."""

    def __init__(self, events, total):
        self._events = events
        self._total = total
        self._done = 0

    def say(self, message):
        """Report what is being done now."""
        self._events.emit("progress", done=self._done, total=self._total, message=message)

    def step(self, count=1):
        """Count finished steps."""
        self._done += count


def load(job):
    """Read the table of a job and check target and features.

    Returns
    -------
    Problem, list of dict
        And the warnings.
    """
    table = read_table(job["files"])
    plan = plan_table(table, job["target"], job.get("dropColumns", []))
    target = read_target(table.column(job["target"]), job["target"], job["task"], job["folds"])
    if not target.kept.all():
        table = table.filter(target.kept)
        plan = plan_table(table, job["target"], job.get("dropColumns", []))
    check_features(plan)
    problem = Problem(
        X=frame(table, plan),
        y=target.values,
        classes=target.classes,
        task=job["task"],
        target=job["target"],
        plan=plan,
        folds=job["folds"],
        seed=job["seed"],
        threads=job.get("threads", 1),
        work=job["workFolder"],
    )
    return problem, target.warnings + dropped(plan)


def dropped(plan):
    """Warnings for columns that were left out and whose owner may not expect it."""
    told = [column for column in plan.columns if column.treatment in ("empty", "text", "identifier", "date", "constant")]
    return [{"code": "dropped_column", "message": f"{column.name} is left out: {column.reason}."} for column in told]


def train(job, events):
    """Run a training job.

    Parameters
    ----------
    job : dict
        The job document, ``action`` being ``train``.
    events : Events
    """
    start = time.perf_counter()
    for candidate in job["candidates"]:
        check_settings(candidate["algorithm"], job["task"], candidate.get("settings", {}))
    problem, warnings = load(job)
    columns = [{"name": c.name, "treatment": c.treatment, "reason": c.reason} for c in problem.plan.columns]
    events.emit("started", protocol=1, pid=os.getpid(), rows=len(problem.y), columns=columns, warnings=warnings, classes=problem.classes)
    progress = Progress(events, len(job["candidates"]) * (problem.folds + 1))
    finished = []
    try:
        for number, candidate in enumerate(job["candidates"]):
            _attempt(problem, candidate, events, progress, finished)
            progress._done = (number + 1) * (problem.folds + 1)
    except Cancelled:
        events.emit("checkpoint", state={"finished": finished})
        raise
    if not finished:
        raise JobError("No algorithm could be trained.", "Read the error of each run; often a column or setting is the cause.")
    used = resource.getrusage(resource.RUSAGE_SELF)
    progress.say("Done")
    events.emit(
        "result",
        finished=finished,
        seconds=time.perf_counter() - start,
        cpuSeconds=used.ru_utime + used.ru_stime,
        maxMemoryBytes=used.ru_maxrss * 1024,
        primaryMetric=PRIMARY[problem.kind][0],
    )


def _attempt(problem, candidate, events, progress, finished):
    algorithm, run = candidate["algorithm"], candidate["run"]
    settings = {**settings_for(algorithm, problem.task, len(problem.y)), **candidate.get("settings", {})}
    try:
        result = run_candidate(problem, algorithm, settings, run, events, progress)
    except Exception as error:  # a candidate's failure is its own
        events.log("".join(traceback.format_exception_only(error)).strip(), "error")
        fix = getattr(error, "fix", "Try other settings, or leave this algorithm out.")
        events.emit("error", run=run, message=f"{LABELS[algorithm]} failed: {error}", fix=fix)
        return
    finished.append(run)
    events.emit("result", run=run, **result)
    events.emit("checkpoint", state={"finished": finished})
