import pyarrow as pa
import pytest
import tables
from luminaops_trainer.failure import JobError
from luminaops_trainer.plan import check_features, plan_table


def treatments(table, **options):
    return {column.name: column.treatment for column in plan_table(table, **options).columns}


def test_each_column_of_a_passenger_list_gets_the_treatment_it_needs():
    assert treatments(tables.passengers(), target="Survived") == {
        "PassengerId": "identifier",
        "Survived": "target",
        "Pclass": "number",
        "Name": "text",
        "Sex": "category",
        "Age": "number",
        "Fare": "number",
        "Cabin": "prefix",
        "Alone": "boolean",
        "Embarked": "category",
    }


def test_every_column_carries_the_reason_for_its_treatment():
    assert all(len(column.reason) > 5 for column in plan_table(tables.passengers(), target="Survived").columns)


def test_an_all_missing_and_a_constant_column_are_left_out():
    table = pa.table({"a": [1, 2, 3], "nothing": pa.array([None] * 3, pa.float64()), "blank": ["", "", ""], "same": [7, 7, 7]})
    assert treatments(table) == {"a": "number", "nothing": "empty", "blank": "empty", "same": "constant"}


def test_numbers_beyond_float32_say_that_they_are_rounded():
    column = plan_table(pa.table({"n": [2**24 + 1, 5, 2**40]})).columns[0]
    assert "rounded to float32" in column.reason


def test_an_unknown_column_is_refused_with_the_known_ones():
    with pytest.raises(JobError) as caught:
        plan_table(tables.passengers(), target="Survivd")
    assert "Survivd" in str(caught.value)
    assert "Survived" in caught.value.fix


def test_a_table_with_nothing_to_learn_from_is_refused_with_the_reasons():
    table = pa.table({"id": list(range(30)), "y": [0, 1] * 15})
    with pytest.raises(JobError, match="No column is left to learn from .id: names the row"):
        check_features(plan_table(table, target="y"))
