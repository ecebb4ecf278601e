import numpy as np
import pyarrow as pa
import pytest
from luminaops_trainer.failure import JobError
from luminaops_trainer.target import read_target


def read(values, task, folds=5):
    return read_target(pa.chunked_array([pa.array(values)]), "y", task, folds)


@pytest.mark.parametrize(
    ("values", "task", "says", "fix"),
    [
        (["a"] * 40, "classification", "only one value", "at least two values"),
        ([3.5] * 40, "regression", "only one value", "at least two values"),
        (["a"] * 37 + ["b"] * 3, "classification", "'b' of 'y' has 3 rows", "at most 3 folds"),
        (["a"] * 39 + ["b"], "classification", "has 1 rows", "drop or merge"),
        (["cheap", "dear"] * 20, "regression", "not numeric", "Train a classification"),
        ([1.0, 2.0] * 4, "regression", "Only 8 rows", "Add rows"),
        ([None] * 40 + [1.0], "regression", "Only 1 rows", "Add rows"),
        (list(range(200)), "classification", "200 different values", "regression"),
    ],
)
def test_a_target_that_cannot_be_learned_is_refused_with_a_fix(values, task, says, fix):
    with pytest.raises(JobError) as caught:
        read(values, task)
    assert says in str(caught.value)
    assert fix in caught.value.fix


def test_rows_without_a_target_are_left_out_and_told():
    target = read([0, 1, None] * 50, "classification")
    assert target.kept.sum() == 100
    assert target.warnings[0]["code"] == "missing_target_rows"


def test_a_regression_of_two_values_is_obeyed_warned_and_offers_classification():
    target = read([0, 1] * 60, "regression")
    warning = next(warning for warning in target.warnings if warning["code"] == "two_valued_regression")
    assert warning["offer"]["task"] == "classification"
    assert target.values.dtype == np.float64


def test_numeric_classes_are_ordered_as_numbers_and_named_as_written():
    assert read([10, 2, 1] * 40, "classification").classes == ["1", "2", "10"]
    assert read([True, False] * 60, "classification").classes == ["false", "true"]
