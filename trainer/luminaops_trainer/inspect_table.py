"""The character of a table, from which the control plane recommends and refuses."""

import numpy as np

from .algorithms import TASKS, check_settings, settings_for
from .plan import DROPPED, MAX_CATEGORIES, check_features, plan_table
from .table import numbers, read_table
from .target import MAX_CLASSES, read_target
from .train import dropped


def inspect(job, events):
    """Describe a table, and check a training request where the document names a target.

    Parameters
    ----------
    job : dict
        The job document, ``action`` being ``inspect``.
    events : Events
        Gets one ``result``.
    """
    target, task, folds = job.get("target"), job.get("task"), job["folds"]
    table = read_table(job["files"])
    plan = plan_table(table, target, job.get("dropColumns", []))
    warnings, chosen = [], None
    if target is not None:
        chosen = task or task_for(table.column(target), plan, target)
        for candidate in job.get("candidates", []):
            check_settings(candidate["algorithm"], chosen, candidate.get("settings", {}))
        values = read_target(table.column(target), target, chosen, folds)
        check_features(plan)
        warnings = values.warnings + dropped(plan)
    rows = table.num_rows
    events.emit(
        "result",
        finished=[],
        table={
            "rows": rows,
            "width": _width(plan),
            "columns": [_column(column) for column in plan.columns],
            "target": _target(plan, target, chosen, values) if target is not None else None,
            "settings": {name: settings_for(name, task, rows) for task in ("regression", "classification") for name in TASKS[task]},
            "warnings": warnings,
        },
    )


def task_for(values, plan, target):
    """The task a target suggests: few values or strings are classes, many numbers a regression."""
    column = next(column for column in plan.columns if column.name == target)
    if column.type in ("string", "boolean"):
        return "classification"
    if column.type == "date":
        return "classification"
    present = numbers(values, np.float64)
    present = present[~np.isnan(present)]
    whole = bool(np.all(present == np.round(present)))
    few = column.distinct <= 2 or (whole and column.distinct <= 10) or (whole and column.distinct <= min(20, 0.02 * plan.rows))
    return "classification" if few and column.distinct <= MAX_CLASSES else "regression"


def _column(column):
    return {
        "name": column.name,
        "type": column.type,
        "treatment": column.treatment,
        "reason": column.reason,
        "missing": column.missing,
        "distinct": column.distinct,
    }


def _target(plan, name, task, target):
    counts = np.unique(target.values, return_counts=True)[1]
    described = {"name": name, "task": task, "distinct": len(counts), "rows": int(target.kept.sum())}
    if task == "classification":
        described |= {"classes": target.classes[:100], "smallestClass": int(counts.min()), "largestClass": int(counts.max())}
    else:
        described |= {"mean": float(target.values.mean()), "sd": float(target.values.std())}
    return described


def _width(plan):
    """Encoded columns, about."""
    kept = [column for column in plan.columns if column.treatment not in DROPPED]
    return sum(min(column.distinct, MAX_CATEGORIES) if column.treatment == "category" else 2 for column in kept)
