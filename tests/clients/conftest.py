import os

os.environ.update(
    MLFLOW_DISABLE_TELEMETRY="true",
    DO_NOT_TRACK="true",
    MLFLOW_HTTP_REQUEST_MAX_RETRIES="0",
    MLFLOW_ENABLE_ASYNC_LOGGING="false",
    MPLBACKEND="Agg",
    # Receivers of webhooks stand on the loopback.
    LUMINA_ALLOW_TARGETS="127.0.0.1",
)

import pytest

from lumina import Lumina


@pytest.fixture(scope="session")
def lumina():
    server = Lumina()
    yield server
    server.stop()


class Tracking:
    """MLflow's client pointed at a project of its own."""

    def __init__(self, lumina, project_id, key):
        from mlflow import MlflowClient

        self.lumina, self.project_id, self.key, self.url = lumina, project_id, key, lumina.url
        self.client = MlflowClient(lumina.url)

    def send(self, method, path, body=None, **more):
        return self.lumina.send(method, path, body, key=self.key, **more)


@pytest.fixture
def tracking(lumina, monkeypatch, tmp_path):
    import mlflow

    project_id, key = lumina.project()
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", key)
    # What the client itself leaves in the environment of its process.
    for name in ("MLFLOW_EXPERIMENT_ID", "MLFLOW_EXPERIMENT_NAME", "MLFLOW_RUN_ID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    mlflow.set_tracking_uri(lumina.url)
    mlflow.set_registry_uri(lumina.url)
    mlflow.tracking.fluent._active_experiment_id = None
    yield Tracking(lumina, project_id, key)
    while mlflow.active_run():
        mlflow.end_run()
    mlflow.tracking.fluent._active_experiment_id = None
    mlflow.set_tracking_uri(None)
    mlflow.set_registry_uri(None)
