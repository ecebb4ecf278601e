import numpy as np
import onnx
import pytest
import tables
from luminaops_trainer import gate
from luminaops_trainer.algorithms import TASKS, build, settings_for
from luminaops_trainer.export import NoConverter, export
from luminaops_trainer.plan import plan_table
from luminaops_trainer.table import frame
from luminaops_trainer.target import read_target

ROWS = [(case, algorithm) for case in tables.cases() for algorithm in TASKS[case[3]]]


def fitted(case, algorithm):
    _, table, target, task, drop = case
    plan = plan_table(table, target, drop)
    read = read_target(table.column(target), target, task, 5)
    X = frame(table, plan)
    pipeline = build(algorithm, task, settings_for(algorithm, task, len(X)), plan, 0, 1)
    return pipeline.fit(X, read.values), X, read


@pytest.mark.parametrize(("case", "algorithm"), ROWS, ids=[f"{case[0]}-{algorithm}" for case, algorithm in ROWS])
def test_the_graph_answers_as_the_library_on_seen_missing_unseen_and_perturbed_rows(case, algorithm):
    pipeline, X, target = fitted(case, algorithm)
    model = export(pipeline, target.task, target.classes)
    onnx.checker.check_model(model)
    report = gate.check(pipeline, target.classes, model.SerializeToString(), X, target.values, 0)
    assert report["passed"], report
    assert report["sets"]["perturbed"]["rows"] == 1000
    assert report["sets"]["validation"]["rows"] == len(X)
    assert report["sets"]["missing"]["rows"] == 3 * X.shape[1] + 3
    assert report["rowsCompared"] == sum(part["rows"] for part in report["sets"].values())
    assert report["maxAbsDiff"] <= report["toleranceAbs"] or report["nearSplit"] == report["perturbedDiffering"] > 0


def test_a_graph_of_another_model_fails_with_counts_and_a_reason():
    case = tables.cases()[0]
    one, X, target = fitted(case, "random_forest")
    other, _, _ = fitted(case, "logistic_regression")
    report = gate.check(one, target.classes, export(other, target.task, target.classes).SerializeToString(), X, target.values, 0)
    assert report["passed"] is False
    assert "validation rows differ by up to" in report["reason"]
    assert report["perturbedDiffering"] > 100


def test_swapped_classes_fail_even_where_probabilities_would_be_symmetric():
    pipeline, X, target = fitted(tables.cases()[0], "logistic_regression")
    graph = export(pipeline, target.task, target.classes[::-1]).SerializeToString()
    assert gate.check(pipeline, target.classes, graph, X, target.values, 0)["passed"] is False


def test_a_difference_at_a_split_counts_as_near_and_one_elsewhere_does_not():
    case = tables.cases()[0]
    pipeline, X, _ = fitted(case, "xgboost")
    points = gate.split_points(pipeline.named_steps["model"], pipeline.named_steps["encode"].n_features_out_)
    names = pipeline.named_steps["encode"].get_feature_names_out().tolist()
    fares = points[names.index("Fare")]
    at, off = X.iloc[:1].copy(), X.iloc[:1].copy()
    at["Fare"] = np.float32(fares[0])
    gap = np.argmax(np.diff(fares))
    off["Fare"] = np.float32((fares[gap] + fares[gap + 1]) / 2)
    assert gate._near_split(pipeline, at) == 1
    assert gate._near_split(pipeline, off) <= gate._near_split(pipeline, at)


def test_a_column_named_as_an_output_keeps_the_model_native():
    case = ("", tables.passengers().rename_columns(["PassengerId", "Survived", "Pclass", "Name", "Sex", "Age", "label", "Cabin", "Alone", "Embarked"]), "Survived", "classification", [])
    pipeline, _, target = fitted(case, "logistic_regression")
    with pytest.raises(NoConverter, match="'label' has the name of an output"):
        export(pipeline, target.task, target.classes)


def test_rows_on_a_threshold_of_lightgbm_go_the_same_way():
    case = tables.cases()[1]
    pipeline, X, target = fitted(case, "lightgbm")
    graph = export(pipeline, target.task, target.classes).SerializeToString()
    runtime = gate.session(graph)
    points = gate.split_points(pipeline.named_steps["model"], pipeline.named_steps["encode"].n_features_out_)
    for name, thresholds in zip(X.columns, points, strict=True):
        rows = X.iloc[np.zeros(3 * len(thresholds), dtype=int)].reset_index(drop=True)
        near = np.concatenate([thresholds.astype(np.float32), np.nextafter(thresholds.astype(np.float32), np.float32(-np.inf)), np.nextafter(thresholds.astype(np.float32), np.float32(np.inf))])
        rows[name] = near
        served = runtime.run(["probabilities"], gate.feed(rows))[0]
        np.testing.assert_allclose(served, pipeline.predict_proba(rows), atol=1e-5)
