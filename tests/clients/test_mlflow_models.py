import mlflow
import numpy
import pytest
from mlflow.exceptions import MlflowException, RestException
from mlflow.models import infer_signature


@pytest.fixture
def logged(tracking):
    """A run with a scikit-learn model in it."""
    from sklearn.linear_model import LinearRegression

    X = numpy.array([[1.0], [2.0], [3.0]])
    model = LinearRegression().fit(X, [2.0, 4.0, 6.0])
    with mlflow.start_run() as run:
        info = mlflow.sklearn.log_model(model, name="doubler", signature=infer_signature(X, model.predict(X)), input_example=X[:1])
    return run, info, X


def test_a_logged_model_loads_by_every_uri(tracking, logged):
    run, info, X = logged
    expected = [2.0, 4.0, 6.0]
    for uri in (info.model_uri, f"models:/{info.model_id}", f"runs:/{run.info.run_id}/doubler"):
        assert numpy.allclose(mlflow.pyfunc.load_model(uri).predict(X), expected), uri
    read = mlflow.get_logged_model(info.model_id)
    assert read.status == "READY" and read.name == "doubler" and read.source_run_id == run.info.run_id
    found = mlflow.search_logged_models(filter_string="name = 'doubler'", output_format="list")
    assert [m.model_id for m in found] == [info.model_id]
    assert "MLmodel" in {f.path for f in tracking.client.list_logged_model_artifacts(info.model_id)}


def test_versions_aliases_stages_and_tags(tracking, logged):
    run, info, X = logged
    one = mlflow.register_model(info.model_uri, "Doubler", tags={"a": "1"})
    two = mlflow.register_model(f"runs:/{run.info.run_id}/doubler", "Doubler")
    assert (str(one.version), str(two.version)) == ("1", "2")
    tracking.client.set_registered_model_alias("Doubler", "champion", 1)
    assert numpy.allclose(mlflow.pyfunc.load_model("models:/Doubler@champion").predict(X), [2.0, 4.0, 6.0])
    assert numpy.allclose(mlflow.pyfunc.load_model("models:/Doubler/2").predict(X), [2.0, 4.0, 6.0])
    assert numpy.allclose(mlflow.pyfunc.load_model("models:/Doubler/latest").predict(X), [2.0, 4.0, 6.0])
    tracking.client.transition_model_version_stage("Doubler", 2, "Staging")
    assert tracking.client.get_model_version("Doubler", 2).current_stage == "Staging"
    assert numpy.allclose(mlflow.pyfunc.load_model("models:/Doubler/Staging").predict(X), [2.0, 4.0, 6.0])
    assert tracking.client.get_model_version_by_alias("Doubler", "champion").version in (1, "1")
    tracking.client.set_model_version_tag("Doubler", 1, "checked", "yes")
    assert tracking.client.get_model_version("Doubler", 1).tags == {"a": "1", "checked": "yes"}
    found = tracking.client.search_model_versions("name = 'Doubler'")
    assert {str(v.version) for v in found} == {"1", "2"}
    assert [m.name for m in tracking.client.search_registered_models("name ILIKE 'doub%'")] == ["Doubler"]


def test_deleted_versions_never_come_back(tracking, logged):
    _, info, _ = logged
    for _ in range(2):
        mlflow.register_model(info.model_uri, "Gone")
    tracking.client.set_registered_model_alias("Gone", "best", 2)
    tracking.client.delete_model_version("Gone", 2)
    with pytest.raises(MlflowException):
        tracking.client.get_model_version_by_alias("Gone", "best")
    assert str(mlflow.register_model(info.model_uri, "Gone").version) == "3"
    tracking.client.delete_registered_model("Gone")
    with pytest.raises(RestException) as gone:
        tracking.client.get_registered_model("Gone")
    assert gone.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_a_name_is_taken_once(tracking):
    tracking.client.create_registered_model("Once", tags={"a": "b"}, description="words")
    with pytest.raises(RestException) as taken:
        tracking.client.create_registered_model("Once")
    assert taken.value.error_code == "RESOURCE_ALREADY_EXISTS"
    tracking.client.rename_registered_model("Once", "Twice")
    assert tracking.client.get_registered_model("Twice").tags == {"a": "b"}


def test_log_model_registers_at_once(tracking):
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=100).fit([[0], [1]], [0, 1])
    with mlflow.start_run():
        info = mlflow.sklearn.log_model(model, name="steps", registered_model_name="Steps")
    assert info.registered_model_version in (1, "1")
    assert mlflow.sklearn.load_model("models:/Steps/1").predict([[1]]).tolist() == [1]
    assert mlflow.pyfunc.load_model("models:/Steps/1").metadata.flavors["sklearn"]
