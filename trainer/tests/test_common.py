"""Every estimator of the package keeps scikit-learn's habits; found by discovery, so that a new one cannot be forgotten."""

import importlib
import inspect
import pkgutil

import luminaops_trainer
import pytest
from sklearn.base import BaseEstimator
from sklearn.utils.estimator_checks import check_estimator


def estimators():
    found = {}
    for module in pkgutil.iter_modules(luminaops_trainer.__path__):
        if module.name == "__main__" or module.name == "serve":
            continue
        for name, value in inspect.getmembers(importlib.import_module(f"luminaops_trainer.{module.name}"), inspect.isclass):
            if issubclass(value, BaseEstimator) and value.__module__.startswith("luminaops_trainer."):
                found[name] = value()
    return list(found.values())


def test_discovery_finds_the_encoder():
    assert [type(estimator).__name__ for estimator in estimators()] == ["TableEncoder"]


@pytest.mark.parametrize("estimator", estimators(), ids=lambda estimator: type(estimator).__name__)
def test_common_checks_of_scikit_learn_pass(estimator):
    results = check_estimator(estimator, on_skip=None)
    assert len(results) > 30
    assert {result["status"] for result in results} <= {"passed", "skipped"}
