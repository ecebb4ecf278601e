import math

import mlflow
import pandas
import pytest
from mlflow.entities import LoggedModelInput, LoggedModelOutput, LoggedModelParameter, LoggedModelStatus, LoggedModelTag, Metric
from mlflow.exceptions import MlflowException, RestException


@pytest.fixture
def experiment(tracking):
    return tracking.client.create_experiment("models")


def code(refused):
    return refused.value.error_code


def test_a_model_goes_from_pending_to_ready_or_failed(tracking, experiment):
    mlflow.set_experiment("models")
    model = mlflow.initialize_logged_model(name="ridge", params={"alpha": "0.5"}, tags={"team": "risk"}, model_type="sklearn")
    assert model.model_id.startswith("m-") and len(model.model_id) == 34
    assert (model.status, model.experiment_id, model.model_type) == (LoggedModelStatus.PENDING, experiment, "sklearn")
    assert model.artifact_location == f"mlflow-artifacts:/{experiment}/models/{model.model_id}/artifacts"
    assert model.params == {"alpha": "0.5"} and model.tags["team"] == "risk"
    ready = mlflow.finalize_logged_model(model.model_id, LoggedModelStatus.READY)
    assert ready.status == mlflow.get_logged_model(model.model_id).status == LoggedModelStatus.READY
    assert ready.last_updated_timestamp >= model.creation_timestamp
    other = tracking.client.create_logged_model(experiment)
    assert other.name and tracking.client.finalize_logged_model(other.model_id, "FAILED").status == LoggedModelStatus.FAILED


def test_many_parameters_come_in_batches_and_are_written_once(tracking, experiment):
    params = {f"p{i}": str(i) for i in range(250)}
    model = tracking.client.create_logged_model(experiment, name="wide", params=params)
    assert model.params == params
    tracking.client.log_model_params(model.model_id, {"late": "x" * 6500})
    assert tracking.client.get_logged_model(model.model_id).params == {**params, "late": "x" * 6500}
    with pytest.raises(RestException) as refused:
        tracking.client.log_model_params(model.model_id, {"late": "other"})
    assert code(refused) == "INVALID_PARAMETER_VALUE"


def test_names_that_no_uri_can_hold_are_refused(tracking, experiment):
    for name in ("a/b", "a:b", "a.b", "a%b", "a'b", 'a"b'):
        with pytest.raises(MlflowException, match="Invalid model name") as refused:
            tracking.client.create_logged_model(experiment, name=name)
        assert code(refused) == "INVALID_PARAMETER_VALUE"


def test_what_is_not_there_is_named(tracking, experiment):
    absent = "m-" + "0" * 12 + "4" + "0" * 3 + "8" + "0" * 15
    for id in (absent, "m-1", "other"):
        with pytest.raises(RestException, match=f"Logged model with ID '{id}' not found") as refused:
            tracking.client.get_logged_model(id)
        assert code(refused) == "RESOURCE_DOES_NOT_EXIST"
    with pytest.raises(RestException) as refused:
        tracking.client.create_logged_model("999999999")
    assert code(refused) == "RESOURCE_DOES_NOT_EXIST"


def test_tags_are_set_and_deleted(tracking, experiment):
    model = tracking.client.create_logged_model(experiment, tags={"a": "1"})
    tracking.client.set_logged_model_tags(model.model_id, {"a": "2", "with/slash and space": "é"})
    assert tracking.client.get_logged_model(model.model_id).tags == {"a": "2", "with/slash and space": "é"}
    tracking.client.delete_logged_model_tag(model.model_id, "a")
    tracking.client.delete_logged_model_tag(model.model_id, "with/slash and space")
    assert tracking.client.get_logged_model(model.model_id).tags == {}
    with pytest.raises(RestException, match="No tag with key 'a'") as refused:
        tracking.client.delete_logged_model_tag(model.model_id, "a")
    assert code(refused) == "RESOURCE_DOES_NOT_EXIST"


def test_a_deleted_model_is_hidden(tracking, experiment):
    model = tracking.client.create_logged_model(experiment, name="gone")
    tracking.client.delete_logged_model(model.model_id)
    with pytest.raises(RestException) as refused:
        tracking.client.get_logged_model(model.model_id)
    assert code(refused) == "RESOURCE_DOES_NOT_EXIST"
    assert tracking.client.search_logged_models([experiment]) == []
    answer = tracking.send("GET", f"/api/2.0/mlflow/logged-models/{model.model_id}?allow_deleted=true")
    assert answer["model"]["info"]["name"] == "gone"


def test_metrics_stand_with_the_model_and_their_dataset(tracking, experiment):
    mlflow.set_experiment("models")
    train = mlflow.data.from_pandas(pandas.DataFrame({"x": [1, 2]}), name="train")
    model = mlflow.create_external_model(name="ridge")
    with mlflow.start_run() as run:
        mlflow.log_metric("rmse", 0.5, step=1, model_id=model.model_id, dataset=train)
        mlflow.log_metrics({"mae": 0.25, "r2": float("nan")}, step=2, model_id=model.model_id, dataset=train)
        mlflow.log_metric("rmse", 0.75, step=3, model_id=model.model_id)
        mlflow.log_metric("elsewhere", 1)
    metrics = {(m.key, m.step): m for m in tracking.client.get_logged_model(model.model_id).metrics}
    assert set(metrics) == {("rmse", 1), ("mae", 2), ("r2", 2), ("rmse", 3)}
    first = metrics["rmse", 1]
    assert (first.value, first.dataset_name, first.dataset_digest) == (0.5, "train", train.digest)
    assert (first.model_id, first.run_id) == (model.model_id, run.info.run_id)
    assert metrics["rmse", 3].dataset_name in (None, "") and math.isnan(metrics["r2", 2].value)
    assert tracking.client.get_run(run.info.run_id).data.metrics["rmse"] == 0.75


def test_an_equal_point_is_one_and_an_unknown_model_refuses_the_batch(tracking, experiment):
    model = tracking.client.create_logged_model(experiment)
    run = tracking.client.create_run(experiment).info.run_id
    point = Metric("a", 1.0, 1000, 0, model_id=model.model_id)
    for _ in range(2):
        tracking.client.log_batch(run, metrics=[point, Metric("a", 1.0, 1000, 1, model_id=model.model_id)])
    assert len(tracking.client.get_logged_model(model.model_id).metrics) == 2
    tracking.client.delete_logged_model(model.model_id)
    with pytest.raises(RestException) as refused:
        tracking.client.log_batch(run, metrics=[Metric("b", 1.0, 1000, 0), Metric("a", 2.0, 1000, 0, model_id=model.model_id)])
    assert code(refused) == "RESOURCE_DOES_NOT_EXIST"
    assert "b" not in tracking.client.get_run(run).data.metrics


@pytest.fixture
def three(tracking, experiment):
    """Three models: ridge and forest measured on two datasets, bare on none."""
    client = tracking.client
    run = client.create_run(experiment).info.run_id
    ids = {}
    for name, points in {
        "ridge": [("rmse", 0.9, 1, "train"), ("rmse", 0.4, 2, "train"), ("rmse", 0.6, 1, "test")],
        "forest": [("rmse", 0.3, 1, "train"), ("rmse", 0.8, 1, "test")],
        "bare": [],
    }.items():
        ids[name] = client.create_logged_model(experiment, name=name, params={"alpha": "1" if name == "forest" else "0.5"}, tags={"kind": name}).model_id
        for key, value, at, dataset in points:
            client.log_metric(run, key, value, timestamp=at * 1000, model_id=ids[name], dataset_name=dataset, dataset_digest=f"{dataset}-1")
    return ids


def names(tracking, experiment, **query):
    return [m.name for m in tracking.client.search_logged_models([experiment], **query)]


def test_search_filters_and_orders(tracking, experiment, three):
    assert names(tracking, experiment) == ["bare", "forest", "ridge"]
    assert names(tracking, experiment, filter_string="metrics.rmse < 0.5") == ["forest", "ridge"]
    test_1 = [{"dataset_name": "test", "dataset_digest": "test-1"}]
    assert names(tracking, experiment, filter_string="metrics.rmse < 0.7", datasets=test_1) == ["ridge"]
    assert names(tracking, experiment, datasets=test_1) == ["forest", "ridge"]
    assert names(tracking, experiment, filter_string="params.alpha = '0.5' AND tags.kind ILIKE 'R%'") == ["ridge"]
    assert names(tracking, experiment, filter_string="name IN ('bare', 'forest')") == ["bare", "forest"]
    assert names(tracking, experiment, filter_string=f"model_id = '{three['ridge']}'") == ["ridge"]
    assert names(tracking, experiment, filter_string="creation_timestamp < 1000") == []
    on_train = {"field_name": "metrics.rmse", "ascending": True, "dataset_name": "train"}
    assert names(tracking, experiment, order_by=[on_train]) == ["forest", "ridge", "bare"]
    assert names(tracking, experiment, order_by=[{"field_name": "name", "ascending": False}]) == ["ridge", "forest", "bare"]
    frame = mlflow.search_logged_models(experiment_ids=[experiment], filter_string="name = 'ridge'")
    assert frame["name"].tolist() == ["ridge"]


def test_search_pages_pin_their_query(tracking, experiment, three):
    client = tracking.client
    seen, token = [], None
    while True:
        page = client.search_logged_models([experiment], max_results=1, order_by=[{"field_name": "metrics.rmse"}], page_token=token)
        seen += [m.name for m in page]
        token = page.token
        if not token:
            break
    assert sorted(seen) == ["bare", "forest", "ridge"]
    token = client.search_logged_models([experiment], max_results=1).token
    with pytest.raises(RestException, match="Filter string in the page token does not match"):
        client.search_logged_models([experiment], filter_string="name = 'ridge'", page_token=token)
    with pytest.raises(RestException, match="Order by in the page token does not match"):
        client.search_logged_models([experiment], order_by=[{"field_name": "name"}], page_token=token)
    with pytest.raises(RestException, match="[Ii]nvalid page token"):
        client.search_logged_models([experiment], page_token="nonsense")


@pytest.mark.parametrize(
    "query",
    [
        {"filter_string": "flavour = 'x'"},
        {"filter_string": "metrics.rmse = 'x'"},
        {"filter_string": "name > 3"},
        {"filter_string": "name = 'x' OR name = 'y'"},
        {"filter_string": "'; drop table tracking.runs; --"},
        {"order_by": [{"field_name": "flavour"}]},
        {"datasets": [{"dataset_digest": "d", "dataset_name": ""}]},
    ],
)
def test_a_query_that_means_nothing_is_refused(tracking, experiment, query):
    with pytest.raises(MlflowException) as refused:
        names(tracking, experiment, **query)
    assert code(refused) == "INVALID_PARAMETER_VALUE"


def test_runs_know_the_models_they_read_and_made(tracking, experiment):
    client = tracking.client
    made, read = (client.create_logged_model(experiment, name=n).model_id for n in ("made", "read"))
    run = client.create_run(experiment).info.run_id
    client.log_inputs(run, models=[LoggedModelInput(read)])
    client.log_outputs(run, [LoggedModelOutput(made, step=3)])
    bare = client.create_run(experiment).info.run_id
    for found in (client.get_run(run), {r.info.run_id: r for r in client.search_runs([experiment])}[run]):
        assert [m.model_id for m in found.inputs.model_inputs] == [read]
        assert [(m.model_id, m.step) for m in found.outputs.model_outputs] == [(made, 3)]
    assert client.get_run(bare).inputs.model_inputs == [] and client.get_run(bare).outputs.model_outputs == []


def test_older_clients_read_models_in_a_tag(tracking, experiment):
    from mlflow.models import Model

    run = tracking.client.create_run(experiment).info.run_id
    for path in ("one", "two"):
        tracking.client._record_logged_model(run, Model(artifact_path=path, run_id=run, flavors={"sklearn": {"config": "x", "code": None}}))
    import json

    history = json.loads(tracking.client.get_run(run).data.tags["mlflow.log-model.history"])
    assert [m["artifact_path"] for m in history] == ["one", "two"]
    assert history[0]["flavors"] == {"sklearn": {"code": None}}
    for body, words in (("{", "not a valid JSON"), ("{}", "missing mandatory fields")):
        with pytest.raises(Exception, match=words):
            tracking.send("POST", "/api/2.0/mlflow/runs/log-model", {"run_id": run, "model_json": body})
