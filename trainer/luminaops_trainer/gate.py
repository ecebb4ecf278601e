"""Does the graph answer as the library does? Decides between ``onnx`` and ``native``."""

import time

import numpy as np
import onnxruntime as ort
import pandas as pd

from .trees import split_points

PERTURBED = 1_000
VALIDATION = 5_000
TRIED_COLUMNS = 200
UNSEEN = "\u00a4 a value never seen \u00a4"
NEAR = 1e-6
TREES_MAY_DIFFER = 0.001


def session(model):
    """A single-threaded ONNX Runtime session over a model or its bytes."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    data = model if isinstance(model, bytes) else model.SerializeToString()
    return ort.InferenceSession(data, options, providers=["CPUExecutionProvider"])


def feed(X):
    """Rows as the graph's inputs: one column tensor per feature."""
    return {str(name): X[name].to_numpy().reshape(-1, 1) for name in X.columns}


def native(pipeline, X, classes):
    """Probabilities, or without classes values as one column, by the library."""
    if classes is not None:
        return np.asarray(pipeline.predict_proba(X), dtype=np.float64)
    return np.asarray(pipeline.predict(X), dtype=np.float64).reshape(-1, 1)


def check(pipeline, classes, model, X, y, seed):
    """Compare graph and library.

    Parameters
    ----------
    pipeline : fitted Pipeline
    classes : list of str, or None for a regression
    model : bytes
        The graph.
    X : DataFrame
        Validation rows.
    y : ndarray
        Their targets; the tolerance of a regression follows their deviation.
    seed : int

    Returns
    -------
    dict
        The contents of ``gate.json``.
    """
    runtime = session(model)
    random = np.random.default_rng(seed)
    tolerance = 1e-4 if classes is not None else 1e-4 * max(1.0, float(np.std(y)))
    chosen = X.iloc[np.sort(random.choice(len(X), min(VALIDATION, len(X)), replace=False))]
    sets = {
        "validation": chosen,
        "missing": _missing(X, random),
        "unseen": _unseen(X, random),
        "perturbed": _perturbed(X, random),
    }
    report = {"passed": True, "rowsCompared": 0, "maxAbsDiff": 0.0, "toleranceAbs": tolerance, "perturbedDiffering": 0, "nearSplit": 0, "sets": {}}
    reasons = []
    for name, rows in sets.items():
        if len(rows) == 0:
            continue
        away, flipped = _differences(runtime, pipeline, classes, rows, tolerance)
        differing = np.flatnonzero((away > tolerance) | flipped)
        largest = float(away.max())
        report["sets"][name] = {"rows": len(rows), "maxAbsDiff": largest, "differing": len(differing)}
        report["rowsCompared"] += len(rows)
        report["maxAbsDiff"] = max(report["maxAbsDiff"], largest)
        if len(differing) == 0:
            continue
        if name == "perturbed":
            near = _near_split(pipeline, rows.iloc[differing])
            report["perturbedDiffering"], report["nearSplit"] = len(differing), near
            if near == len(differing) and len(differing) <= TREES_MAY_DIFFER * len(rows):
                continue
        reasons.append(f"{len(differing)} of {len(rows)} {name} rows differ by up to {largest:.3g} (allowed {tolerance:.3g})")
    if reasons:
        report["passed"] = False
        report["reason"] = "ONNX and the library disagree: " + "; ".join(reasons)
    return report


def untried(reason):
    """The report of a model that has no graph to compare."""
    return {"passed": False, "rowsCompared": 0, "maxAbsDiff": None, "toleranceAbs": None, "perturbedDiffering": 0, "nearSplit": 0, "reason": reason}


def latency_ms(model, X):
    """Median time of one row through the graph, in milliseconds."""
    runtime = session(model)
    row = feed(X.iloc[:1])
    times = []
    for _ in range(60):
        start = time.perf_counter()
        runtime.run(None, row)
        times.append(time.perf_counter() - start)
    return float(np.median(times[10:]) * 1000)


def _differences(runtime, pipeline, classes, rows, tolerance):
    """Largest difference per row, and whether the label differs although the classes are not tied."""
    expected = native(pipeline, rows, classes)
    if classes is None:
        return np.abs(runtime.run(["value"], feed(rows))[0] - expected).max(axis=1), np.zeros(len(rows), dtype=bool)
    labels, probabilities = runtime.run(["label", "probabilities"], feed(rows))
    top = np.sort(expected, axis=1)
    clear = top[:, -1] - top[:, -2] > 2 * tolerance
    flipped = clear & (labels != np.asarray(classes, dtype=object)[expected.argmax(axis=1)])
    return np.abs(probabilities - expected).max(axis=1), flipped


def _pick(X, random, count):
    return X.iloc[random.integers(0, len(X), count)].reset_index(drop=True)


def _empty(values):
    return np.float32(np.nan) if values.dtype.kind == "f" else ""


def _set(rows, name, at, value):
    values = rows[name].to_numpy(copy=True)
    values[at] = value
    rows[name] = pd.Series(values, dtype=values.dtype)


def _missing(X, random):
    names = list(random.permutation(np.asarray(X.columns, dtype=object))[:TRIED_COLUMNS])
    rows = _pick(X, random, 3 * len(names) + 3)
    for i, name in enumerate(names):
        _set(rows, name, slice(3 * i, 3 * i + 3), _empty(rows[name]))
    for name in X.columns:
        _set(rows, name, slice(len(rows) - 3, len(rows)), _empty(rows[name]))
    return rows


def _unseen(X, random):
    names = [name for name in X.columns if X[name].dtype.kind == "O"][:TRIED_COLUMNS]
    rows = _pick(X, random, 3 * len(names))
    for i, name in enumerate(names):
        _set(rows, name, slice(3 * i, 3 * i + 3), UNSEEN)
    return rows


def _perturbed(X, random):
    rows = _pick(X, random, PERTURBED)
    for name in X.columns:
        values = X[name].to_numpy()
        if values.dtype.kind == "f":
            spread = np.nanstd(values.astype(np.float64)) if not np.isnan(values).all() else 0.0
            moved = rows[name].to_numpy(dtype=np.float64) + random.normal(0, 0.1 * (spread or 1.0), len(rows))
            _set(rows, name, slice(None), moved.astype(np.float32))
        else:
            swapped = np.flatnonzero(random.random(len(rows)) < 0.1)
            _set(rows, name, swapped, values[random.integers(0, len(values), len(swapped))])
    return rows


def _near_split(pipeline, rows):
    encoded = pipeline.named_steps["encode"].transform(rows).astype(np.float64)
    splits = split_points(pipeline.named_steps["model"], encoded.shape[1])
    if splits is None:
        return 0
    near = np.zeros(len(rows), dtype=bool)
    for column, points in enumerate(splits):
        if len(points) == 0:
            continue
        at = np.searchsorted(points, encoded[:, column])
        for side in (np.clip(at - 1, 0, len(points) - 1), np.clip(at, 0, len(points) - 1)):
            near |= np.abs(encoded[:, column] - points[side]) <= NEAR * np.maximum(1, np.abs(points[side]))
    return int(near.sum())
