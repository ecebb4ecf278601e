import json
import os
import subprocess
import sys
from pathlib import Path

import jobs
import jsonschema
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import tables
from luminaops_trainer.algorithms import TASKS, build, settings_for
from luminaops_trainer.plan import plan_table
from luminaops_trainer.table import frame
from luminaops_trainer.target import read_target
from sklearn.model_selection import KFold, StratifiedKFold, cross_validate

GEN = Path(__file__).parents[2] / "gen"
SCORERS = {
    "classification": {"accuracy": "accuracy", "f1": "f1", "precision": "precision", "recall": "recall", "roc_auc": "roc_auc", "log_loss": "neg_log_loss"},
    "regression": {"rmse": "neg_root_mean_squared_error", "mae": "neg_mean_absolute_error", "r2": "r2", "mape": "neg_mean_absolute_percentage_error"},
}


def schema(name):
    return json.loads((GEN / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """All algorithms over the passengers, and what they said."""
    folder = tmp_path_factory.mktemp("passengers")
    document = jobs.document(tables.passengers(), str(folder), algorithms=TASKS["classification"])
    jsonschema.validate(document, schema("training-job.schema.json"))
    code, events = jobs.run(document)
    assert code == 0, events[-1]
    return events


def test_every_event_fits_the_schema_that_the_control_plane_reads_by(trained):
    validator = jsonschema.Draft202012Validator(schema("training-event.schema.json"))
    for event in trained:
        validator.validate(event)


def test_a_job_starts_reports_progress_to_the_end_and_gives_a_result(trained):
    assert trained[0]["type"] == "started"
    progress = jobs.of(trained, "progress")
    assert [event["done"] for event in progress] == sorted(event["done"] for event in progress)
    assert progress[0]["done"] == 0
    assert progress[-1]["done"] == progress[-1]["total"] == 30
    assert trained[-1]["finished"] == [f"run-{name}" for name in TASKS["classification"]]
    assert trained[-1]["maxMemoryBytes"] > 1e7


@pytest.mark.parametrize("algorithm", TASKS["classification"])
def test_each_candidate_leaves_a_complete_model(trained, algorithm):
    run = f"run-{algorithm}"
    files = {event["path"]: event for event in jobs.of(trained, "artifact", run=run)}
    names = ["model.onnx", "MLmodel", "python_env.yaml", "code/luminaops_pyfunc.py", "native.joblib", "signature.json", "gate.json", "reference.json", "importance.json", "requirements.txt", "plots/roc.json", "plots/confusion.json"]
    assert set(files) == {f"model/{name}" for name in names} | {"predictions.parquet"}
    assert all(os.path.getsize(event["file"]) == event["sizeBytes"] for event in files.values())
    result = jobs.of(trained, "result", run=run)[0]
    assert result["format"] == "onnx"
    assert result["gate"]["passed"] is True


def read(events, run, path):
    return json.loads(Path(jobs.of(events, "artifact", run=run, path=path)[0]["file"]).read_text(encoding="utf-8"))


def test_the_signature_names_each_field_with_type_example_and_what_was_seen(trained):
    signature = read(trained, "run-xgboost", "model/signature.json")
    fields = {field["name"]: field for field in signature["inputs"]}
    assert list(fields) == ["Pclass", "Sex", "Age", "Fare", "Cabin", "Alone", "Embarked"]
    assert fields["Age"]["required"] is False
    assert fields["Sex"]["categories"] == ["female", "male"]
    assert fields["Alone"]["type"] == "boolean"
    assert signature["classes"] == ["0", "1"]


def test_the_reference_counts_every_row_in_each_feature(trained):
    reference = read(trained, "run-xgboost", "model/reference.json")
    for feature in [*reference["features"].values(), reference["prediction"], reference["score"]]:
        assert sum(feature["counts"]) + feature["missing"] + feature.get("other", 0) == reference["rows"] == 400
        if feature["kind"] == "number":
            assert len(feature["edges"]) == len(feature["counts"]) + 1


def test_importance_finds_the_columns_that_decide(trained):
    importance = read(trained, "run-random_forest", "model/importance.json")
    assert importance["features"][0]["name"] == "Sex"


def test_out_of_fold_predictions_cover_every_row_once(trained):
    path = jobs.of(trained, "artifact", run="run-lightgbm", path="predictions.parquet")[0]["file"]
    table = pq.read_table(path)
    assert table.num_rows == 400
    assert set(table.column("fold").to_pylist()) == {0, 1, 2, 3, 4}


@pytest.mark.parametrize("case", tables.cases(), ids=lambda case: case[0])
def test_scores_are_those_of_scikit_learn_on_the_same_folds(case, tmp_path):
    name, table, target, task, drop = case
    if name in ("wine",):
        scorers = {"accuracy": "accuracy", "f1": "f1_macro", "roc_auc": "roc_auc_ovr", "log_loss": "neg_log_loss"}
    else:
        scorers = SCORERS[task]
    algorithm = "lightgbm"
    _, events = jobs.run(jobs.document(table, str(tmp_path), target=target, task=task, dropColumns=drop, algorithms=[algorithm]))
    plan = plan_table(table, target, drop)
    y = read_target(table.column(target), target, task, 5).values
    pipeline = build(algorithm, task, settings_for(algorithm, task, len(y)), plan, 0, 1)
    split = (StratifiedKFold if task == "classification" else KFold)(5, shuffle=True, random_state=0)
    theirs = cross_validate(pipeline, frame(table, plan), y, cv=split, scoring=scorers)
    for key in scorers:
        folds = [event["value"] for event in jobs.of(events, "metric", key=f"fold_{key}")]
        np.testing.assert_allclose(folds, np.abs(theirs[f"test_{key}"]) if scorers[key].startswith("neg") else theirs[f"test_{key}"], rtol=1e-9)
        assert jobs.of(events, "metric", key=key)[0]["value"] == pytest.approx(np.mean(folds))
        assert jobs.of(events, "metric", key=f"{key}_sd")[0]["value"] == pytest.approx(np.std(folds))


@pytest.mark.parametrize("case", [case for case in tables.cases() if case[0] == "titanic"], ids=lambda case: case[0])
def test_the_best_of_the_real_passenger_list_reaches_its_bar(case, tmp_path):
    _, table, target, task, drop = case
    document = jobs.document(table, str(tmp_path), target=target, task=task, dropColumns=drop, algorithms=TASKS[task])
    _, events = jobs.run(document)
    best = max((event for event in jobs.of(events, "result") if event.get("run")), key=lambda event: event["metrics"]["roc_auc"])
    assert best["metrics"]["accuracy"] >= 0.82
    assert best["metrics"]["roc_auc"] >= 0.86


def test_a_candidate_that_fails_leaves_the_others_alone(tmp_path):
    document = jobs.document(tables.passengers(), str(tmp_path), algorithms=["logistic_regression", "random_forest"])
    document["candidates"][0]["settings"] = {"C": -1.0}
    code, events = jobs.run(document)
    assert code == 0
    error = jobs.of(events, "error", run="run-logistic_regression")[0]
    assert "'C' parameter" in error["message"]
    assert events[-1]["finished"] == ["run-random_forest"]


def test_a_model_without_a_graph_is_native_says_why_and_is_complete(tmp_path):
    names = ["PassengerId", "Survived", "Pclass", "Name", "Sex", "Age", "label", "Cabin", "Alone", "Embarked"]
    code, events = jobs.run(jobs.document(tables.passengers().rename_columns(names), str(tmp_path)))
    assert code == 0
    result = jobs.of(events, "result", run="run-logistic_regression")[0]
    assert (result["format"], result["latencyMs"]) == ("native", None)
    assert "'label' has the name of an output" in result["formatReason"]
    paths = {event["path"] for event in jobs.of(events, "artifact")}
    assert "model/native.joblib" in paths
    assert "model/model.onnx" not in paths
    jsonschema.Draft202012Validator(schema("training-event.schema.json")).validate(result)


@pytest.mark.parametrize("name", ["", "a/b", "日本", 'q"', "probabilities ", "x" * 300])
def test_any_column_name_can_be_trained(name, tmp_path):
    random = np.random.default_rng(0)
    table = pa.table({name: random.normal(size=60), "words": random.choice(["x", "y"], 60), "Survived": random.integers(0, 2, 60)})
    code, events = jobs.run(jobs.document(table, str(tmp_path), folds=2))
    assert code == 0
    assert jobs.of(events, "result", run="run-logistic_regression")[0]["format"] == ("onnx" if name else "native")


def test_the_same_seed_gives_the_same_scores_and_another_seed_others(tmp_path):
    def scores(seed):
        _, events = jobs.run(jobs.document(tables.passengers(), str(tmp_path), algorithms=["random_forest"], seed=seed))
        return [event["value"] for event in jobs.of(events, "metric", key="fold_roc_auc")]

    assert scores(1) == scores(1) != scores(2)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"target": "Survivd"}, "does not exist"),
        ({"dropColumns": ["Nam"]}, "does not exist"),
        ({"task": "clustering"}, "There is no task 'clustering'"),
        ({"candidates": [{"algorithm": "perceptron", "run": "r", "settings": {}}]}, "perceptron does not do classification"),
        ({"candidates": [{"algorithm": "ridge", "run": "r", "settings": {}}]}, "does not do classification"),
        ({"candidates": [{"algorithm": "ridge", "run": "r", "settings": {"alpha": 1}}], "task": "regression", "target": "Sex"}, "not numeric"),
        ({"candidates": [{"algorithm": "xgboost", "run": "r", "settings": {"depth": 3}}]}, "no setting 'depth'"),
    ],
)
def test_a_wrong_request_ends_with_one_error_and_a_fix(change, says, tmp_path):
    code, events = jobs.run({**jobs.document(tables.passengers(), str(tmp_path)), **change})
    assert code == 1
    errors = jobs.of(events, "error")
    assert len(errors) == 1
    assert says in errors[0]["message"]
    assert errors[0]["fix"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"protocol": 2}', '{"protocol": 1, "action": "train"}'])
def test_a_broken_document_is_refused(text):
    code, events = jobs.run(text)
    assert code == 1
    assert [event["type"] for event in events] == ["error"]


def test_an_all_missing_column_is_left_out_with_a_warning(tmp_path):
    table = tables.passengers().append_column("Boat", pa.nulls(400, pa.string()))
    code, events = jobs.run(jobs.document(table, str(tmp_path)))
    assert code == 0
    assert any("Boat is left out: has no values" in warning["message"] for warning in events[0]["warnings"])


def test_a_cold_process_takes_the_document_from_a_file_or_from_stdin(tmp_path):
    text = json.dumps(jobs.document(tables.passengers(120), str(tmp_path), folds=2))
    path = tmp_path / "job.json"
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "luminaops_trainer"]
    from_file = subprocess.run([*command, str(path)], capture_output=True, text=True, cwd=Path(__file__).parents[1])
    from_stdin = subprocess.run(command, input=text, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    for done in (from_file, from_stdin):
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout.splitlines()[-1])["type"] == "result"
