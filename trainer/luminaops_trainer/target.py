"""The target column as a model needs it, or a refusal that says what to do."""

from dataclasses import dataclass, field

import numpy as np

from .failure import JobError
from .table import kind_of, numbers, strings

MAX_CLASSES = 100


@dataclass
class Target:
    """Values of the target for the rows that have one.

    ``values`` are class numbers or floats; ``kept`` marks the rows of the table that have a target.
    """

    name: str
    task: str
    values: np.ndarray
    kept: np.ndarray
    classes: list | None = None
    warnings: list = field(default_factory=list)


def read_target(column, name, task, folds):
    """Check a target column for a task.

    Parameters
    ----------
    column : pyarrow.ChunkedArray
    name : str
    task : {'classification', 'regression'}
    folds : int

    Returns
    -------
    Target
    """
    target = _classes(column, name) if task == "classification" else _floats(column, name)
    rows = int(target.kept.sum())
    missing = len(target.kept) - rows
    if rows < max(10, 2 * folds):
        raise JobError(
            f"Only {rows} rows have a value for the target {name!r}; {folds} folds need at least {max(10, 2 * folds)}.",
            "Add rows, or choose fewer folds or another target.",
        )
    if missing:
        text = f"{missing} of {len(target.kept)} rows have no value for {name} and are left out of training."
        target.warnings.append({"code": "missing_target_rows", "message": text})
    if rows < 100:
        target.warnings.append({"code": "small_data", "message": f"With {rows} rows the scores vary a lot between folds."})
    _check_spread(target, folds)
    return target


def _classes(column, name):
    kind = kind_of(column)
    if kind == "date":
        raise JobError(f"The target {name!r} is a date.", "Choose a column of classes or numbers.")
    if kind in ("number", "integer"):
        raw = numbers(column, np.float64)
        kept = ~np.isnan(raw)
        unique, codes = np.unique(raw[kept], return_inverse=True)
        classes = [str(int(value)) if float(value).is_integer() else repr(float(value)) for value in unique]
    else:
        raw = strings(column)
        kept = raw != ""
        unique, codes = np.unique(raw[kept].astype(str), return_inverse=True)
        classes = [str(value) for value in unique]
    if len(classes) > MAX_CLASSES:
        other = "Train a regression instead" if kind in ("number", "integer") else "Choose a column with fewer values"
        raise JobError(
            f"The target {name!r} has {len(classes)} different values; a classification takes at most {MAX_CLASSES}.",
            f"{other}, or group the values.",
        )
    return Target(name, "classification", codes.astype(np.int64), kept, classes)


def _floats(column, name):
    kind = kind_of(column)
    if kind not in ("number", "integer", "boolean"):
        example = next((value for value in strings(column) if value), "")
        raise JobError(
            f"The target {name!r} is not numeric (for example {example[:40]!r}), so a regression cannot learn it.",
            "Train a classification, or choose a numeric target.",
        )
    raw = numbers(column, np.float64)
    kept = ~np.isnan(raw)
    target = Target(name, "regression", raw[kept], kept)
    if len(np.unique(target.values)) == 2:
        text = f"{name} has only two values: a regression is trained as asked, but its numbers are not probabilities."
        offer = {"task": "classification", "label": "Train a classification instead"}
        target.warnings.append({"code": "two_valued_regression", "message": text, "offer": offer})
    return target


def _check_spread(target, folds):
    values, counts = np.unique(target.values, return_counts=True)
    if len(values) < 2:
        only = target.classes[0] if target.classes else f"{values[0]:g}"
        raise JobError(
            f"The target {target.name!r} has only one value ({only}), so there is nothing to tell apart.",
            "Choose a target with at least two values, or add rows of another kind.",
        )
    if target.task == "regression":
        return
    rare = int(np.argmin(counts))
    if counts[rare] < folds:
        few = f"at most {counts[rare]} folds, or " if counts[rare] >= 2 else ""
        raise JobError(
            f"The class {target.classes[rare]!r} of {target.name!r} has {counts[rare]} rows; {folds} folds need at least {folds}.",
            f"Choose {few}drop or merge the rare class.",
        )
    if counts[rare] < 0.02 * counts.sum():
        share = 100 * counts[rare] / counts.sum()
        text = f"The class {target.classes[rare]} is rare ({share:.1f} % of rows): accuracy alone misleads, look at F1 and ROC AUC."
        target.warnings.append({"code": "rare_class", "message": text})
    if len(target.classes) > 20:
        text = f"{target.name} has {len(target.classes)} classes; training takes that many times longer for boosted trees."
        target.warnings.append({"code": "many_classes", "message": text})
