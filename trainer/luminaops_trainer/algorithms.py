"""Algorithms by their field names, with settings that are honest for the size of the data."""

import numpy as np
from lightgbm import LGBMClassifier, LGBMRegressor
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from xgboost import XGBClassifier, XGBRegressor

from .encoder import TableEncoder
from .failure import JobError

LABELS = {
    "logistic_regression": "Logistic regression",
    "ridge": "Ridge regression",
    "random_forest": "Random forest",
    "xgboost": "XGBoost",
    "lightgbm": "LightGBM",
    "mlp": "Multilayer perceptron",
}
TASKS = {
    "classification": ("logistic_regression", "random_forest", "xgboost", "lightgbm", "mlp"),
    "regression": ("ridge", "random_forest", "xgboost", "lightgbm", "mlp"),
}
SCALED = ("logistic_regression", "ridge", "mlp")
# exact cuts of XGBoost are midpoints and agree with ONNX; hist cuts are data values. Exact grows with rows.
EXACT_ROWS = 20_000


def settings_for(algorithm, task, rows):
    """Settings for a table of this many rows.

    Returns
    -------
    dict
        Names as in the library; what a person may change.
    """
    leaf = int(np.clip(rows // 300, 1, 20))
    small = rows < 5_000
    if algorithm == "logistic_regression":
        return {"C": 1.0, "max_iter": 1000}
    if algorithm == "ridge":
        return {"alpha": 1.0}
    if algorithm == "random_forest":
        return {"n_estimators": 200, "min_samples_leaf": max(leaf, 2), "max_depth": 20, "max_features": 0.5}
    if algorithm == "xgboost":
        return {
            "n_estimators": 200 if small else 400,
            "learning_rate": 0.05 if small else 0.1,
            "max_depth": 5 if small else 6,
            "subsample": 0.8,
            "colsample_bytree": 0.8,
            "min_child_weight": 2,
            "reg_lambda": 1.0,
        }
    if algorithm == "lightgbm":
        return {
            "n_estimators": 200 if small else 400,
            "learning_rate": 0.05 if small else 0.1,
            "num_leaves": 8 if small else 31,
            "min_child_samples": max(5, leaf),
            "subsample": 0.8,
            "subsample_freq": 1,
            "colsample_bytree": 0.8,
            "reg_lambda": 1.0,
        }
    return {"hidden_layer_sizes": [64, 32] if not small else [32, 16], "alpha": 1.0 if small else 0.001, "max_iter": 600 if small else 200, "early_stopping": not small}


def check_settings(algorithm, task, settings):
    """Refuse unknown tasks and settings, and algorithms that do not fit the task."""
    if task not in TASKS:
        raise JobError(f"There is no task {task!r}.", f"Choose from: {', '.join(TASKS)}.")
    if algorithm not in TASKS[task]:
        raise JobError(f"{LABELS.get(algorithm, algorithm)} does not do {task}.", f"Choose from: {', '.join(TASKS[task])}.")
    known = settings_for(algorithm, task, 1000)
    for name in settings:
        if name not in known:
            raise JobError(f"{LABELS[algorithm]} has no setting {name!r} here.", f"Choose from: {', '.join(known)}.")


def build(algorithm, task, settings, plan, seed, threads):
    """An unfitted pipeline of encoder and model.

    Parameters
    ----------
    algorithm, task : str
    settings : dict
        Complete, as from :func:`settings_for`.
    plan : Plan
    seed, threads : int

    Returns
    -------
    sklearn.pipeline.Pipeline
        With steps ``encode`` and ``model``.
    """
    encoder = TableEncoder(
        categorical=plan.names("category", "prefix"),
        prefix=plan.names("prefix"),
        scale=algorithm in SCALED,
    )
    return Pipeline([("encode", encoder), ("model", _model(algorithm, task, dict(settings), plan, seed, threads))])


def _model(algorithm, task, settings, plan, seed, threads):
    classify = task == "classification"
    if algorithm == "logistic_regression":
        return LogisticRegression(**settings, random_state=seed)
    if algorithm == "ridge":
        return Ridge(**settings, random_state=seed)
    if algorithm == "random_forest":
        return (RandomForestClassifier if classify else RandomForestRegressor)(**settings, random_state=seed, n_jobs=threads)
    if algorithm == "xgboost":
        method = "exact" if plan.rows <= EXACT_ROWS else "hist"
        kind = XGBClassifier if classify else XGBRegressor
        return kind(**settings, tree_method=method, random_state=seed, n_jobs=threads, verbosity=0)
    if algorithm == "lightgbm":
        kind = LGBMClassifier if classify else LGBMRegressor
        return kind(**settings, random_state=seed, n_jobs=threads, verbosity=-1, deterministic=True, force_row_wise=True)
    settings["hidden_layer_sizes"] = tuple(int(size) for size in settings["hidden_layer_sizes"])
    if classify:
        return MLPClassifier(**settings, random_state=seed)
    return TransformedTargetRegressor(MLPRegressor(**settings, random_state=seed), transformer=StandardScaler())
