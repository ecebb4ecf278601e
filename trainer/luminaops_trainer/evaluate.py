"""Scores, all computed by scikit-learn, and the data of the plots."""

import numpy as np
from sklearn import metrics

POINTS = 300
# sklearn's own scorers, for permutation importance
PRIMARY = {"binary": ("roc_auc", "roc_auc"), "multiclass": ("f1", "f1_macro"), "regression": ("rmse", "neg_root_mean_squared_error")}


def kind(task, classes):
    """``binary``, ``multiclass`` or ``regression``."""
    if task == "regression":
        return "regression"
    return "binary" if len(classes) == 2 else "multiclass"


def score(task, classes, truth, predicted):
    """Metrics of one fold.

    Parameters
    ----------
    task : str
    classes : list of str or None
    truth : ndarray of shape (n,)
        Class numbers, or floats.
    predicted : ndarray of shape (n, n_classes) or (n,)
        Probabilities, or values.

    Returns
    -------
    dict of str to float
        For two classes F1, precision and recall are of the last class; for more they are macro
        averages and ROC AUC is one against the rest.
    """
    if task == "regression":
        values = {
            "rmse": metrics.root_mean_squared_error(truth, predicted),
            "mae": metrics.mean_absolute_error(truth, predicted),
            "r2": metrics.r2_score(truth, predicted),
        }
        if np.all(truth != 0):
            values["mape"] = metrics.mean_absolute_percentage_error(truth, predicted)
        return {key: float(value) for key, value in values.items()}
    numbers = np.arange(len(classes))
    best = predicted.argmax(axis=1)
    average = {"average": "binary", "pos_label": 1} if len(classes) == 2 else {"average": "macro", "labels": numbers}
    values = {
        "accuracy": metrics.accuracy_score(truth, best),
        "f1": metrics.f1_score(truth, best, zero_division=0, **average),
        "precision": metrics.precision_score(truth, best, zero_division=0, **average),
        "recall": metrics.recall_score(truth, best, zero_division=0, **average),
        "roc_auc": _auc(truth, predicted, numbers),
        "log_loss": metrics.log_loss(truth, _simplex(predicted), labels=numbers),
    }
    return {key: float(value) for key, value in values.items()}


def plots(task, classes, truth, predicted):
    """Data of the plots over out-of-fold predictions: file name to JSON value."""
    if task == "regression":
        return {"residuals.json": _residuals(truth, predicted)}
    best = predicted.argmax(axis=1)
    matrix = metrics.confusion_matrix(truth, best, labels=np.arange(len(classes)))
    return {
        "roc.json": {"curves": _roc(classes, truth, predicted)},
        "confusion.json": {"classes": classes, "matrix": matrix.tolist()},
    }


def _simplex(predicted):
    wide = predicted.astype(np.float64)
    return wide / wide.sum(axis=1, keepdims=True)


def _auc(truth, predicted, numbers):
    if len(numbers) == 2:
        return metrics.roc_auc_score(truth, predicted[:, 1])
    return metrics.roc_auc_score(truth, _simplex(predicted), multi_class="ovr", labels=numbers)


def _roc(classes, truth, predicted):
    curves = []
    for number in [1] if len(classes) == 2 else range(len(classes)):
        hit = truth == number
        false, true, thresholds = metrics.roc_curve(hit, predicted[:, number])
        keep = np.unique(np.linspace(0, len(false) - 1, min(POINTS, len(false))).round().astype(int))
        points = [[float(false[i]), float(true[i]), float(min(thresholds[i], 1.0))] for i in keep]
        curves.append({"class": classes[number], "auc": float(metrics.roc_auc_score(hit, predicted[:, number])), "points": points})
    return curves


def _residuals(truth, predicted):
    rest = truth - predicted
    chosen = np.unique(np.linspace(0, len(truth) - 1, min(1000, len(truth))).round().astype(int))
    counts, edges = np.histogram(rest, bins=30)
    return {
        "points": [[float(predicted[i]), float(rest[i])] for i in chosen],
        "histogram": {"edges": edges.tolist(), "counts": counts.tolist()},
    }
