import numpy as np
import pandas as pd
import pytest
import tables
from luminaops_trainer.encoder import TableEncoder
from luminaops_trainer.gate import feed, session
from luminaops_trainer.graph import encoder_model
from luminaops_trainer.plan import plan_table
from luminaops_trainer.table import frame


def encoder_of(plan, scale):
    return TableEncoder(categorical=plan.names("category", "prefix"), prefix=plan.names("prefix"), scale=scale)


def spoiled(X, seed=0):
    """Rows with missing, infinite, unseen and odd values in every column."""
    random = np.random.default_rng(seed)
    rows = X.iloc[random.integers(0, len(X), 500)].reset_index(drop=True)
    for name in rows.columns:
        values = rows[name].to_numpy(copy=True)
        odd = [np.nan, np.inf, -np.inf, 0.0, -0.0, 3e38, 1e-40] if values.dtype.kind == "f" else ["", "never seen", "C\n85", "é", " S", "s"]
        for place in random.integers(0, len(values), 60):
            values[place] = odd[random.integers(0, len(odd))]
        rows[name] = pd.Series(values, dtype=values.dtype)
    return rows


@pytest.mark.parametrize("scale", [False, True])
@pytest.mark.parametrize("case", tables.cases(), ids=lambda case: case[0])
def test_training_and_served_features_agree_cell_by_cell(case, scale):
    _, table, target, _, drop = case
    plan = plan_table(table, target, drop)
    X = frame(table, plan)
    encoder = encoder_of(plan, scale).fit(X)
    served = session(encoder_model(encoder))
    for rows in (X, spoiled(X)):
        ours, theirs = encoder.transform(rows), served.run(None, feed(rows))[0]
        assert ours.dtype == theirs.dtype == np.float32
        np.testing.assert_array_equal(ours, theirs)


def test_missing_numbers_become_the_median_and_a_column_says_so():
    X = pd.DataFrame({"age": np.array([1, 3, np.nan, 8], dtype=np.float32)})
    encoder = TableEncoder().fit(X)
    assert encoder.get_feature_names_out().tolist() == ["age", "age missing"]
    assert encoder.transform(X).tolist() == [[1, 0], [3, 0], [3, 1], [8, 0]]


def test_a_value_never_seen_is_none_of_the_categories():
    X = pd.DataFrame({"sex": np.array(["m", "f", "f"], dtype=object)})
    encoder = TableEncoder().fit(X)
    assert encoder.transform(pd.DataFrame({"sex": np.array(["m", "x"], dtype=object)})).tolist() == [[0, 1], [0, 0]]


def test_a_code_is_its_first_letter_even_when_never_seen_before():
    X = pd.DataFrame({"cabin": np.array(["C85", "E46", ""], dtype=object)})
    encoder = TableEncoder(prefix=["cabin"]).fit(X)
    assert encoder.get_feature_names_out().tolist() == ["cabin missing", "cabin starts with C", "cabin starts with E"]
    assert encoder.transform(pd.DataFrame({"cabin": np.array(["C999", ""], dtype=object)})).tolist() == [[0, 1, 0], [1, 0, 0]]


def test_only_the_most_frequent_values_get_a_column():
    X = pd.DataFrame({"city": np.array(["a"] * 5 + ["b"] * 3 + ["c"], dtype=object)})
    assert TableEncoder(max_categories=2).fit(X).get_feature_names_out().tolist() == ["city=a", "city=b"]
