import math
import time

import mlflow
import pytest
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException, RestException


def test_a_script_logs_by_changing_one_url(tracking):
    mlflow.set_experiment("churn")
    with mlflow.start_run(run_name="first", tags={"team": "risk"}, description="a try") as run:
        mlflow.log_params({"depth": 3, "model": "ridge"})
        mlflow.log_metrics({"rmse": 0.5, "mae": 0.25}, step=1)
        mlflow.log_metric("rmse", 0.4, step=2)
    read = mlflow.get_run(run.info.run_id)
    assert read.info.run_name == "first" and read.info.status == "FINISHED" and read.info.end_time >= read.info.start_time
    assert read.data.params == {"depth": "3", "model": "ridge"}
    assert read.data.metrics == {"rmse": 0.4, "mae": 0.25}
    assert read.data.tags["team"] == "risk" and read.data.tags["mlflow.runName"] == "first"
    assert read.data.tags["mlflow.note.content"] == "a try"
    history = tracking.client.get_metric_history(run.info.run_id, "rmse")
    assert [(m.step, m.value) for m in history] == [(1, 0.5), (2, 0.4)]
    experiment = mlflow.get_experiment_by_name("churn")
    assert experiment.experiment_id == run.info.experiment_id and experiment.experiment_id.isdigit()


def test_the_same_run_stands_in_the_product(tracking):
    with mlflow.start_run(run_name="seen") as run:
        mlflow.log_metric("auc", 0.9, step=4)
    hexes = run.info.run_id
    uuid = f"{hexes[:8]}-{hexes[8:12]}-{hexes[12:16]}-{hexes[16:20]}-{hexes[20:]}"
    ours = tracking.send("GET", f"/api/v1/runs/{uuid}")
    assert ours["name"] == "seen" and ours["status"] == "finished"
    assert ours["metrics"]["auc"]["last"] == 0.9 and ours["metrics"]["auc"]["lastStep"] == 4


def test_without_an_experiment_runs_go_to_default(tracking):
    with mlflow.start_run() as run:
        pass
    assert run.info.experiment_id == "0"
    assert mlflow.get_experiment("0").name == "Default"
    assert [e.name for e in mlflow.search_experiments()] == ["Default"]


def test_nested_runs_carry_their_parent(tracking):
    with mlflow.start_run() as parent:
        children = []
        for i in range(3):
            with mlflow.start_run(nested=True) as child:
                mlflow.log_metric("i", i)
                children.append(child.info.run_id)
    found = mlflow.search_runs(filter_string=f"tags.mlflow.parentRunId = '{parent.info.run_id}'", output_format="list")
    assert {r.info.run_id for r in found} == set(children)


def test_nan_and_infinities_come_back_as_mlflow_keeps_them(tracking):
    with mlflow.start_run() as run:
        mlflow.log_metric("nan", float("nan"))
        mlflow.log_metric("up", float("inf"))
        mlflow.log_metric("down", float("-inf"))
    metrics = mlflow.get_run(run.info.run_id).data.metrics
    assert math.isnan(metrics["nan"])
    assert metrics["up"] == 1.7976931348623157e308 and metrics["down"] == -1.7976931348623157e308
    assert math.isnan(tracking.client.get_metric_history(run.info.run_id, "nan")[0].value)


def test_long_values_are_cut_and_long_keys_refused(tracking):
    run = tracking.client.create_run("0")
    tracking.client.log_param(run.info.run_id, "long", "a" * 6100)
    tracking.client.set_tag(run.info.run_id, "long", "b" * 8100)
    read = tracking.client.get_run(run.info.run_id)
    assert len(read.data.params["long"]) == 6000 and len(read.data.tags["long"]) == 8000
    with pytest.raises(MlflowException, match="exceeds the maximum length of 250"):
        tracking.client.log_metric(run.info.run_id, "k" * 251, 1.0)


def test_parameters_are_written_once_and_batches_are_all_or_nothing(tracking):
    run = tracking.client.create_run("0").info.run_id
    tracking.client.log_param(run, "depth", 3)
    tracking.client.log_param(run, "depth", 3)
    with pytest.raises(MlflowException, match="Changing param values is not allowed"):
        tracking.client.log_param(run, "depth", 4)
    now = int(time.time() * 1000)
    with pytest.raises(MlflowException, match="Changing param values is not allowed"):
        tracking.client.log_batch(run, [Metric("kept", 1.0, now, 0)], [Param("depth", "5")], [RunTag("kept", "1")])
    read = tracking.client.get_run(run)
    assert "kept" not in read.data.metrics and "kept" not in read.data.tags and read.data.params == {"depth": "3"}


def test_the_latest_metric_is_the_greatest_step_time_and_value(tracking):
    run = tracking.client.create_run("0").info.run_id
    for value, timestamp, step in [(1.0, 1000, 5), (9.0, 5000, 1), (2.0, 1000, 5), (1.5, 1000, 5), (2.0, 1000, 5)]:
        tracking.client.log_metric(run, "m", value, timestamp=timestamp, step=step)
    assert tracking.client.get_run(run).data.metrics["m"] == 2.0
    assert len(tracking.client.get_metric_history(run, "m")) == 4, "an equal point is one row"


def test_deleted_runs_hide_refuse_writes_and_come_back(tracking):
    run = tracking.client.create_run("0").info.run_id
    tracking.client.delete_run(run)
    assert tracking.client.get_run(run).info.lifecycle_stage == "deleted"
    assert mlflow.search_runs(["0"], output_format="list") == []
    assert len(mlflow.search_runs(["0"], run_view_type=ViewType.DELETED_ONLY, output_format="list")) == 1
    for write in (
        lambda: tracking.client.log_metric(run, "m", 1.0),
        lambda: tracking.client.log_param(run, "p", 1),
        lambda: tracking.client.set_tag(run, "t", 1),
    ):
        with pytest.raises(MlflowException, match="must be in the 'active'") as refused:
            write()
        assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    tracking.client.restore_run(run)
    tracking.client.log_metric(run, "m", 1.0)


def test_deleted_experiments_keep_their_name_and_take_their_runs_along(tracking):
    experiment = mlflow.create_experiment("old", tags={"a": "1"})
    run = tracking.client.create_run(experiment).info.run_id
    mlflow.delete_experiment(experiment)
    assert mlflow.get_experiment(experiment).lifecycle_stage == "deleted"
    assert tracking.client.get_run(run).info.lifecycle_stage == "deleted"
    with pytest.raises(RestException) as taken:
        mlflow.create_experiment("old")
    assert taken.value.error_code == "RESOURCE_ALREADY_EXISTS"
    with pytest.raises(RestException) as gone:
        tracking.client.delete_experiment(experiment)
    assert gone.value.error_code == "RESOURCE_DOES_NOT_EXIST"
    with pytest.raises(RestException, match="must be in the 'active'"):
        tracking.client.create_run(experiment)
    tracking.client.restore_experiment(experiment)
    assert tracking.client.get_run(run).info.lifecycle_stage == "active"
    tracking.client.rename_experiment(experiment, "new")
    assert mlflow.get_experiment_by_name("new").tags == {"a": "1"} and mlflow.get_experiment_by_name("old") is None


def test_a_long_history_is_paged_exactly(tracking):
    run = tracking.client.create_run("0").info.run_id
    for start in range(0, 30_000, 1000):
        tracking.client.log_batch(run, [Metric("loss", 1 / (i + 1), 1_000 + i, i) for i in range(start, start + 1000)])
    history = tracking.client.get_metric_history(run, "loss")
    assert [m.step for m in history] == list(range(30_000))
    assert history[12_345].value == 1 / 12_346


def test_a_run_is_renamed_reopened_and_ended_with_its_own_time(tracking):
    run = tracking.client.create_run("0", run_name="a").info.run_id
    tracking.client.set_terminated(run, status="FAILED", end_time=1_700_000_000_000)
    read = tracking.client.get_run(run).info
    assert read.status == "FAILED" and read.end_time == 1_700_000_000_000
    tracking.client.update_run(run, status="RUNNING", name="b")
    assert tracking.client.get_run(run).data.tags["mlflow.runName"] == "b"
    tracking.client.set_tag(run, "mlflow.runName", "c")
    assert tracking.client.get_run(run).info.run_name == "c"
    with pytest.raises(RestException) as absent:
        tracking.client.delete_tag(run, "none")
    assert absent.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_basic_credentials_and_wrong_ones(tracking, monkeypatch):
    monkeypatch.delenv("MLFLOW_TRACKING_TOKEN")
    with pytest.raises(MlflowException, match="401|UNAUTHENTICATED|not authenticated"):
        mlflow.search_experiments()
    monkeypatch.setenv("MLFLOW_TRACKING_USERNAME", "anybody")
    monkeypatch.setenv("MLFLOW_TRACKING_PASSWORD", tracking.key)
    assert [e.name for e in mlflow.search_experiments()] == ["Default"]


def test_a_name_set_by_a_batch_renames_the_run_and_a_deleted_one_stays(tracking):
    client = tracking.client
    run = client.create_run(client.create_experiment("named"), run_name="before")
    client.log_batch(run.info.run_id, tags=[RunTag("a", "1"), RunTag("mlflow.runName", "after")])
    read = client.get_run(run.info.run_id)
    assert read.info.run_name == "after" and read.data.tags["mlflow.runName"] == "after" and read.data.tags["a"] == "1"
    client.delete_tag(run.info.run_id, "mlflow.runName")
    assert client.get_run(run.info.run_id).info.run_name == "after"


def test_the_user_a_client_names_is_no_tag(tracking):
    client = tracking.client
    experiment = client.create_experiment("users")
    run = tracking.send("POST", "/api/2.0/mlflow/runs/create", {"experiment_id": experiment, "user_id": "anna", "run_name": "one"})["run"]
    assert run["info"]["user_id"] == "anna" and run["data"]["tags"] == [{"key": "mlflow.runName", "value": "one"}]
    found = client.search_runs([experiment], "attributes.user_id = 'anna'")
    assert [r.info.run_id for r in found] == [run["info"]["run_id"]]
    assert found[0].info.user_id == "anna" and found[0].data.tags == {"mlflow.runName": "one"}


def test_a_run_without_a_name_is_called_as_mlflow_calls_runs(tracking):
    from mlflow.utils.name_utils import _GENERATOR_NOUNS, _GENERATOR_PREDICATES

    experiment = tracking.client.create_experiment("unnamed")
    for _ in range(60):
        word, animal, number = tracking.client.create_run(experiment).info.run_name.split("-")
        assert word in _GENERATOR_PREDICATES and animal in _GENERATOR_NOUNS and number.isdigit()
