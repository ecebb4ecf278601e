import json

import mlflow
import pandas
import pytest
from mlflow.entities import Dataset, DatasetInput, InputTag
from mlflow.exceptions import MlflowException, RestException


@pytest.fixture
def experiment(tracking):
    return tracking.client.create_experiment("inputs")


def entry(name="titanic", digest="d1", tags=None, **more):
    dataset = Dataset(name=name, digest=digest, source_type="local", source=more.pop("source", "a.csv"), **more)
    return DatasetInput(dataset, [InputTag(k, v) for k, v in (tags or {}).items()])


def test_a_frame_is_logged_with_its_schema_and_context(tracking, experiment, tmp_path):
    frame = pandas.DataFrame([[1, 2.5, "a"], [2, 3.5, "b"]], columns=["n", "x", "word"])
    frame.to_csv(tmp_path / "frame.csv", index=False)
    dataset = mlflow.data.from_pandas(frame, source=str(tmp_path / "frame.csv"), name="frame", targets="word")
    mlflow.set_experiment("inputs")
    with mlflow.start_run() as run:
        mlflow.log_input(dataset, context="training", tags={"split": "a"})
        mlflow.log_input(dataset, context="training")
    (logged,) = tracking.client.get_run(run.info.run_id).inputs.dataset_inputs
    assert (logged.dataset.name, logged.dataset.digest, logged.dataset.source_type) == ("frame", dataset.digest, "local")
    assert json.loads(logged.dataset.schema) == {"mlflow_colspec": dataset.schema.to_dict()}
    assert json.loads(logged.dataset.profile) == {"num_rows": 2, "num_elements": 6}
    assert {t.key: t.value for t in logged.tags} == {"mlflow.data.context": "training", "split": "a"}
    source = mlflow.data.get_source(logged)
    assert pandas.read_csv(source.load()).equals(frame)


def test_runs_of_an_experiment_share_a_dataset_and_are_found_by_it(tracking, experiment):
    client = tracking.client
    runs = [client.create_run(experiment).info.run_id for _ in range(3)]
    client.log_inputs(runs[0], [entry(tags={"mlflow.data.context": "training"}), entry(digest="d2")])
    client.log_inputs(runs[1], [entry(source="elsewhere.csv", tags={"mlflow.data.context": "test"})])
    assert client.get_run(runs[1]).inputs.dataset_inputs[0].dataset.source == "a.csv"

    def found(text):
        return {r.info.run_id for r in client.search_runs([experiment], text)}

    assert found("dataset.name = 'titanic'") == {runs[0], runs[1]}
    assert found("dataset.digest = 'd2'") == {runs[0]}
    assert found("datasets.context = 'test' AND dataset.name ILIKE 'TIT%'") == {runs[1]}
    assert found("dataset.name != 'titanic'") == set()
    summaries = tracking.send("POST", "/ajax-api/2.0/mlflow/experiments/search-datasets", {"experiment_ids": [experiment]})["dataset_summaries"]
    assert {(s["experiment_id"], s["name"], s["digest"], s.get("context")) for s in summaries} == {
        (experiment, "titanic", "d1", "training"),
        (experiment, "titanic", "d1", "test"),
        (experiment, "titanic", "d2", None),
    }


def test_a_page_of_runs_carries_what_each_read(tracking, experiment):
    client = tracking.client
    runs = [client.create_run(experiment).info.run_id for _ in range(5)]
    for i, run in enumerate(runs):
        client.log_inputs(run, [entry(digest=f"d{j}") for j in range(i)])
    digests = {r.info.run_id: [d.dataset.digest for d in r.inputs.dataset_inputs] for r in client.search_runs([experiment])}
    assert digests == {run: [f"d{j}" for j in range(i)] for i, run in enumerate(runs)}


def test_large_descriptions_are_kept_whole(tracking, experiment):
    run = tracking.client.create_run(experiment).info.run_id
    schema, profile = json.dumps({"s": "x" * 1_000_000}), json.dumps({"p": "é" * 2_000_000})
    tracking.client.log_inputs(run, [entry(schema=schema, profile=profile)])
    (logged,) = tracking.client.get_run(run).inputs.dataset_inputs
    assert logged.dataset.schema == schema and logged.dataset.profile == profile


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: entry(name="n" * 501), "'name' exceeds the maximum length of 500"),
        (lambda: entry(digest="d" * 37), "'digest' exceeds the maximum length of 36"),
        (lambda: entry(source="s" * 65_536), "'source' exceeds the maximum length of 65535"),
        (lambda: entry(schema="s" * 1_048_576), "'schema' exceeds the maximum length of 1048575"),
        (lambda: entry(tags={"k" * 256: "v"}), "'key' exceeds the maximum length of 255"),
        (lambda: entry(tags={"k": "v" * 501}), "'value' exceeds the maximum length of 500"),
    ],
)
def test_what_is_too_long_is_refused_by_name(tracking, experiment, wrong, words):
    run = tracking.client.create_run(experiment).info.run_id
    with pytest.raises(MlflowException, match=words) as refused:
        tracking.client.log_inputs(run, [wrong()])
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    assert tracking.client.get_run(run).inputs.dataset_inputs == []


def test_bad_messages_and_deleted_runs_are_refused(tracking, experiment):
    run = tracking.client.create_run(experiment).info.run_id
    path = "/api/2.0/mlflow/runs/log-inputs"
    whole = {"name": "a", "digest": "b", "source_type": "c", "source": "d"}
    for body, words in [
        ({"datasets": []}, "Missing value for required parameter 'run_id'"),
        ({"run_id": run, "datasets": "no list"}, "for parameter 'datasets'"),
        ({"run_id": run, "datasets": [{"tags": []}]}, r"Missing value for required parameter 'datasets\[0\].dataset'"),
        ({"run_id": run, "datasets": [{"dataset": {**whole, "name": 3}}]}, r"for parameter 'datasets\[0\].dataset.name'"),
    ]:
        with pytest.raises(Exception, match=words):
            tracking.send("POST", path, body)
    tracking.client.delete_run(run)
    with pytest.raises(RestException, match="must be in the 'active' state"):
        tracking.client.log_inputs(run, [entry()])


def test_search_of_datasets_refuses_none_and_too_many_experiments(tracking):
    path = "/ajax-api/2.0/mlflow/experiments/search-datasets"
    for ids, words in [([], "must specify at least one experiment_id"), ([f"id_{i}" for i in range(21)], "cannot specify more than 20")]:
        with pytest.raises(Exception, match=words):
            tracking.send("POST", path, {"experiment_ids": ids})
