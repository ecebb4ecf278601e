import json

import mlflow
import numpy
import pytest


@pytest.fixture
def table():
    from sklearn.datasets import load_breast_cancer

    return load_breast_cancer(return_X_y=True, as_frame=True)


def finished(tracking):
    (run,) = mlflow.search_runs(output_format="list")
    assert run.info.status == "FINISHED"
    return run


def test_scikit_learn(tracking, table):
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    mlflow.sklearn.autolog()
    try:
        X, y = table
        model = make_pipeline(StandardScaler(), LogisticRegression(C=0.5)).fit(X, y)
        model.score(X, y)
        run = finished(tracking)
        assert run.data.params["logisticregression__C"] == "0.5"
        assert run.data.metrics["training_accuracy_score"] > 0.9
        assert run.data.tags["estimator_name"] == "Pipeline"
        assert "training_confusion_matrix.png" in {f.path for f in tracking.client.list_artifacts(run.info.run_id)}
        logged = run.outputs.model_outputs
        loaded = mlflow.sklearn.load_model(f"models:/{logged[0].model_id}")
        assert (loaded.predict(X) == model.predict(X)).all()
        assert run.inputs.dataset_inputs[0].dataset.digest
        GridSearchCV(LogisticRegression(max_iter=20), {"C": [0.1, 1.0]}, cv=2).fit(X, y)
        children = mlflow.search_runs(filter_string="tags.mlflow.parentRunId IS NOT NULL", output_format="list")
        assert len(children) == 2
    finally:
        mlflow.sklearn.autolog(disable=True)


def test_xgboost(tracking, table):
    import xgboost

    mlflow.xgboost.autolog()
    try:
        X, y = table
        matrix = xgboost.DMatrix(X, label=y)
        model = xgboost.train({"objective": "binary:logistic", "max_depth": 3}, matrix, num_boost_round=8, evals=[(matrix, "train")], verbose_eval=False)
        run = finished(tracking)
        assert run.data.params["max_depth"] == "3"
        history = tracking.client.get_metric_history(run.info.run_id, "train-logloss")
        assert [m.step for m in history] == list(range(8))
        assert "feature_importance_weight.json" in {f.path for f in tracking.client.list_artifacts(run.info.run_id)}
        loaded = mlflow.xgboost.load_model(f"models:/{run.outputs.model_outputs[0].model_id}")
        assert numpy.allclose(loaded.predict(matrix), model.predict(matrix))
    finally:
        mlflow.xgboost.autolog(disable=True)


def test_lightgbm(tracking, table):
    import lightgbm

    mlflow.lightgbm.autolog()
    try:
        X, y = table
        data = lightgbm.Dataset(X, label=y)
        model = lightgbm.train({"objective": "binary", "num_leaves": 7, "verbose": -1}, data, num_boost_round=6, valid_sets=[data], valid_names=["train"])
        run = finished(tracking)
        assert run.data.params["num_leaves"] == "7"
        assert len(tracking.client.get_metric_history(run.info.run_id, "train-binary_logloss")) == 6
        loaded = mlflow.lightgbm.load_model(f"models:/{run.outputs.model_outputs[0].model_id}")
        assert numpy.allclose(loaded.predict(X), model.predict(X))
    finally:
        mlflow.lightgbm.autolog(disable=True)


def test_optunas_callback(tracking):
    import optuna
    from optuna_integration.mlflow import MLflowCallback

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    callback = MLflowCallback(tracking_uri=tracking.url, metric_name="loss", mlflow_kwargs={"nested": True})

    @callback.track_in_mlflow()
    def objective(trial):
        x = trial.suggest_float("x", -1, 1)
        mlflow.log_param("power", 2)
        return x**2

    study = optuna.create_study(study_name="parabola")
    study.optimize(objective, n_trials=5, callbacks=[callback])
    experiment = mlflow.get_experiment_by_name("parabola")
    runs = mlflow.search_runs([experiment.experiment_id], order_by=["metrics.loss ASC"], output_format="list")
    assert len(runs) == 5
    assert runs[0].data.metrics["loss"] == pytest.approx(study.best_value)
    assert float(runs[0].data.params["x"]) == pytest.approx(study.best_params["x"])
    assert runs[0].data.params["power"] == "2" and runs[0].data.tags["direction"] == "MINIMIZE"


def test_inputs_of_a_run(tracking, table):
    X, y = table
    data = mlflow.data.from_pandas(X.assign(target=y), source="https://example.org/cancer.csv", name="cancer", targets="target")
    with mlflow.start_run() as run:
        mlflow.log_input(data, context="training", tags={"part": "all"})
    (got,) = mlflow.get_run(run.info.run_id).inputs.dataset_inputs
    assert got.dataset.name == "cancer" and got.dataset.digest == data.digest
    assert json.loads(got.dataset.source)["url"] == "https://example.org/cancer.csv"
    assert {t.key: t.value for t in got.tags}["mlflow.data.context"] == "training"
    found = mlflow.search_runs(filter_string="dataset.name = 'cancer' AND dataset.context = 'training'", output_format="list")
    assert [r.info.run_id for r in found] == [run.info.run_id]
