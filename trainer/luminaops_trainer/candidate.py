"""One candidate: cross-validated, refitted on all rows, exported, gated, written as artifacts."""

import json
import os
import time
import warnings
from importlib.metadata import version

import joblib
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from sklearn.exceptions import ConvergenceWarning
from sklearn.inspection import permutation_importance
from sklearn.model_selection import KFold, StratifiedKFold

from . import flavor, gate
from .algorithms import LABELS
from .describe import reference, signature
from .evaluate import PRIMARY, plots, score
from .events import clean
from .export import NoConverter, export

IMPORTANCE_ROWS = 1_000
IMPORTANCE_COLUMNS = 100
LIBRARIES = {"xgboost": "xgboost-cpu", "lightgbm": "lightgbm"}


def run_candidate(problem, algorithm, settings, run, events, progress):
    """Train and judge one algorithm.

    Parameters
    ----------
    problem : Problem
    algorithm : str
    settings : dict
    run : str
        Opaque name that its events carry.
    events : Events
    progress : Progress

    Returns
    -------
    dict
        Mean and deviation of each metric, fit time, size, format and gate.
    """
    events.emit("params", run=run, params=_params(problem, algorithm, settings))
    writer = _Writer(os.path.join(problem.work, run), run, events)
    scores, predicted, folds, importance = _cross_validate(problem, algorithm, settings, run, events, progress)
    means = {key: float(np.mean([fold[key] for fold in scores])) for key in scores[0]}
    deviations = {key: float(np.std([fold[key] for fold in scores])) for key in scores[0]}
    for key in means:
        events.emit("metric", run=run, key=key, value=means[key], step=0)
        events.emit("metric", run=run, key=f"{key}_sd", value=deviations[key], step=0)

    progress.say(f"{LABELS[algorithm]}: fitting on all rows")
    start = time.perf_counter()
    pipeline = problem.pipeline(algorithm, settings).fit(problem.X, problem.y)
    fit_seconds = time.perf_counter() - start
    outcome = _write_model(problem, algorithm, pipeline, writer)
    _write_analysis(problem, pipeline, predicted, folds, importance, writer)
    extra = {"fit_seconds": fit_seconds, "model_bytes": outcome["sizeBytes"], "latency_ms": outcome["latencyMs"]}
    for key, value in extra.items():
        if value is not None:
            events.emit("metric", run=run, key=key, value=value, step=0)
    progress.step()
    return {"metrics": means, "deviations": deviations, "fitSeconds": fit_seconds, **outcome}


def _params(problem, algorithm, settings):
    shared = {
        "algorithm": algorithm,
        "task": problem.task,
        "target": problem.target,
        "folds": problem.folds,
        "seed": problem.seed,
        "rows": len(problem.y),
        "features": problem.X.shape[1],
    }
    return {key: str(value) for key, value in {**shared, **settings}.items()}


def _cross_validate(problem, algorithm, settings, run, events, progress):
    splitter = StratifiedKFold if problem.task == "classification" else KFold
    splits = splitter(problem.folds, shuffle=True, random_state=problem.seed).split(problem.X, problem.y)
    shape = (len(problem.y), len(problem.classes)) if problem.classes else (len(problem.y),)
    predicted, folds = np.zeros(shape), np.zeros(len(problem.y), dtype=np.int32)
    scores, importance = [], []
    for number, (train, test) in enumerate(splits):
        progress.say(f"{LABELS[algorithm]}: fold {number + 1} of {problem.folds}")
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", ConvergenceWarning)
            pipeline = problem.pipeline(algorithm, settings).fit(problem.X.iloc[train], problem.y[train])
        for text in {str(warning.message) for warning in caught if issubclass(warning.category, ConvergenceWarning)}:
            events.log(f"{LABELS[algorithm]}, fold {number + 1}: {text}", "warn")
        given = gate.native(pipeline, problem.X.iloc[test], problem.classes)
        predicted[test] = given if problem.classes else given[:, 0]
        folds[test] = number
        scores.append(score(problem.task, problem.classes, problem.y[test], predicted[test]))
        for key, value in scores[-1].items():
            events.emit("metric", run=run, key=f"fold_{key}", value=value, step=number)
        importance.append(_importance(problem, pipeline, test, number))
        progress.step()
        shown = PRIMARY[problem.kind][0]
        events.log(f"{LABELS[algorithm]}, fold {number + 1}: {shown} {scores[-1][shown]:.4f}")
    return scores, predicted, folds, importance


def _importance(problem, pipeline, test, number):
    """Loss of the primary score when a column of held-out rows is shuffled."""
    if problem.X.shape[1] > IMPORTANCE_COLUMNS:
        return None
    rows = test[:IMPORTANCE_ROWS]
    scorer = PRIMARY[problem.kind][1]
    found = permutation_importance(
        pipeline, problem.X.iloc[rows], problem.y[rows], scoring=scorer, n_repeats=2, random_state=problem.seed + number
    )
    return found.importances_mean


def _write_model(problem, algorithm, pipeline, writer):
    """Export and gate the model; returns format, reason, size, latency and the gate."""
    outcome = {"format": "native", "formatReason": None, "latencyMs": None}
    try:
        graph = export(pipeline, problem.task, problem.classes).SerializeToString()
        found = gate.check(pipeline, problem.classes, graph, problem.X, problem.y, problem.seed)
    except NoConverter as error:
        found = gate.untried(str(error))
    except Exception as error:  # a graph that does not load or run is a reason to serve natively, not to fail
        found = gate.untried(f"the graph could not be tried: {error}")
    native = writer.path("model/native.joblib")
    joblib.dump(pipeline, native, compress=3)
    writer.tell("model/native.joblib", "application/octet-stream")
    outcome["sizeBytes"] = os.path.getsize(native)
    if found["passed"]:
        writer.write("model/model.onnx", graph, "application/octet-stream")
        writer.write("model/MLmodel", flavor.mlmodel().encode(), "text/plain")
        writer.write("model/python_env.yaml", flavor.python_env().encode(), "text/plain")
        writer.write(f"model/code/{flavor.LOADER}.py", flavor.loader().encode(), "text/plain")
        outcome.update(format="onnx", sizeBytes=len(graph), latencyMs=gate.latency_ms(graph, problem.X))
    else:
        outcome["formatReason"] = found["reason"]
    outcome["gate"] = found
    writer.json("model/gate.json", found)
    encoder = pipeline.named_steps["encode"]
    writer.json("model/signature.json", signature(problem.plan, problem.X, problem.task, problem.target, problem.classes, encoder))
    writer.write("model/requirements.txt", _requirements(algorithm).encode(), "text/plain")
    return outcome


def _write_analysis(problem, pipeline, predicted, folds, importance, writer):
    writer.json("model/reference.json", reference(problem.X, problem.task, predicted, problem.classes))
    for name, data in plots(problem.task, problem.classes, problem.y, predicted).items():
        writer.json(f"model/plots/{name}", data)
    measured = [values for values in importance if values is not None]
    writer.json("model/importance.json", _importance_table(problem, measured))
    columns = {"fold": folds}
    if problem.classes:
        names = np.asarray(problem.classes, dtype=object)
        columns |= {"target": names[problem.y], "predicted": names[predicted.argmax(axis=1)]}
        columns |= {f"probability {name}": predicted[:, i] for i, name in enumerate(problem.classes)}
    else:
        columns |= {"target": problem.y, "predicted": predicted}
    pq.write_table(pa.table(columns), writer.path("predictions.parquet"))
    writer.tell("predictions.parquet", "application/vnd.apache.parquet")


def _importance_table(problem, measured):
    described = {"metric": PRIMARY[problem.kind][0], "method": "permutation on held-out rows, mean over folds", "features": []}
    if measured:
        mean, deviation = np.mean(measured, axis=0), np.std(measured, axis=0)
        rows = [{"name": str(name), "mean": float(mean[i]), "sd": float(deviation[i])} for i, name in enumerate(problem.X.columns)]
        described["features"] = sorted(rows, key=lambda row: -row["mean"])
    else:
        described["reason"] = f"not measured for more than {IMPORTANCE_COLUMNS} columns"
    return described


def _requirements(algorithm):
    names = ["onnxruntime", "numpy", "pandas", "scikit-learn", "joblib"]
    if algorithm in LIBRARIES:
        names.append(LIBRARIES[algorithm])
    return "".join(f"{name}=={version(name)}\n" for name in names)


class _Writer:
    """Writes files of one run below its folder and tells of them."""

    def __init__(self, folder, run, events):
        self._folder = folder
        self._run = run
        self._events = events

    def path(self, name):
        path = os.path.join(self._folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def tell(self, name, media_type):
        path = os.path.join(self._folder, name)
        size = os.path.getsize(path)
        self._events.emit("artifact", run=self._run, path=name, file=path, mediaType=media_type, sizeBytes=size)

    def write(self, name, data, media_type):
        with open(self.path(name), "wb") as file:
            file.write(data)
        self.tell(name, media_type)

    def json(self, name, value):
        self.write(name, json.dumps(clean(value), ensure_ascii=False, indent=1).encode(), "application/json")
