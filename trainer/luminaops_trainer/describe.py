"""Signature and training reference of a model: what it takes, and how its data looked."""

from collections import Counter

import numpy as np

BINS = 10
FEW_VALUES = 20
CATEGORIES = 50


def signature(plan, X, task, target, classes, encoder):
    """What the model takes and gives.

    Parameters
    ----------
    plan : Plan
    X : DataFrame
        Training rows.
    task, target : str
    classes : list of str or None
    encoder : fitted TableEncoder

    Returns
    -------
    dict
        The contents of ``signature.json``.
    """
    learned = {column["name"]: column for column in encoder.columns_}
    inputs = [_input(column, X[column.name].to_numpy(), learned[column.name]) for column in plan.features]
    described = {"inputs": inputs, "task": task, "target": target}
    if task == "classification":
        described["outputs"] = [{"name": "label", "type": "string"}, {"name": "probabilities", "type": "number", "shape": [-1, len(classes)]}]
        described["classes"] = classes
        described["positive"] = classes[-1] if len(classes) == 2 else None
    else:
        described["outputs"] = [{"name": "value", "type": "number"}]
    return described


def reference(X, task, predicted, classes):
    """Binned training data and out-of-fold predictions, for drift.

    ``edges`` has one more element than ``counts``; the first and last bins are open.

    Parameters
    ----------
    X : DataFrame
    task : str
    predicted : ndarray
        Out-of-fold probabilities or values.
    classes : list of str or None

    Returns
    -------
    dict
        The contents of ``reference.json``.
    """
    features = {str(name): summary(X[name].to_numpy()) for name in X.columns}
    described = {"rows": len(X), "features": features}
    if task == "regression":
        described["prediction"] = summary(predicted)
        return described
    described["prediction"] = summary(np.asarray(classes, dtype=object)[predicted.argmax(axis=1)])
    if len(classes) == 2:
        described["score"] = summary(predicted[:, 1])
    return described


def summary(values):
    """Bins of one column: numbers by quantiles, strings by their most frequent values."""
    if values.dtype.kind == "O":
        counted = Counter(value for value in values if value != "")
        kept = counted.most_common(CATEGORIES)
        return {
            "kind": "category",
            "categories": [value for value, _ in kept],
            "counts": [count for _, count in kept],
            "missing": int(sum(value == "" for value in values)),
            "other": int(sum(counted.values()) - sum(count for _, count in kept)),
        }
    present = values[np.isfinite(values)].astype(np.float64)
    edges = _edges(present)
    counts = np.histogram(present, bins=edges)[0]
    return {
        "kind": "number",
        "edges": [float(edge) for edge in edges],
        "counts": [int(count) for count in counts],
        "missing": int(len(values) - len(present)),
        "mean": float(present.mean()) if len(present) else None,
        "sd": float(present.std()) if len(present) else None,
    }


def _edges(present):
    if len(present) == 0:
        return np.array([0.0, 1.0])
    unique = np.unique(present)
    if len(unique) == 1:
        return np.array([unique[0] - 0.5, unique[0] + 0.5])
    if len(unique) <= FEW_VALUES:
        return np.concatenate([unique[:1], (unique[:-1] + unique[1:]) / 2, unique[-1:]])
    return np.unique(np.quantile(present, np.linspace(0, 1, BINS + 1)))


def _input(column, values, learned):
    if column.numeric:
        present = values[~np.isnan(values)]
        described = {"name": column.name, "type": "boolean" if column.treatment == "boolean" else "number"}
        described["required"] = len(present) == len(values)
        median = float(np.sort(present)[len(present) // 2])
        if column.treatment == "boolean":
            return {**described, "example": bool(median)}
        return {**described, "min": float(present.min()), "max": float(present.max()), "example": _tidy(median)}
    counted = Counter(value for value in values if value != "")
    described = {"name": column.name, "type": "string", "required": "" not in set(values)}
    if learned["kind"] == "category":
        described["categories"] = [value for value in learned["values"] if value != ""]
    return {**described, "example": counted.most_common(1)[0][0]}


def _tidy(value):
    """The shortest decimal that is the same float32."""
    return float(str(np.float32(value)))
