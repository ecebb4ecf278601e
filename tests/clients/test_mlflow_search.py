import mlflow
import pytest
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException


@pytest.fixture
def runs(tracking):
    """Six runs whose names say what they hold."""
    experiment = mlflow.create_experiment("search")
    made = {}
    wanted = [
        ("low", 1.0, "ridge", {"team": "risk", "my tag": "x"}, 1_000),
        ("mid", 2.0, "Ridge", {"team": "Risk"}, 2_000),
        ("high", 3.0, "lasso", {"team": "ads"}, 3_000),
        ("nan", float("nan"), "lasso", {}, 4_000),
        ("bare", None, None, {}, 5_000),
        ("infinite", float("inf"), "tree", {}, 6_000),
    ]
    for name, value, model, tags, start in wanted:
        run = tracking.client.create_run(experiment, start_time=start, tags=tags, run_name=name).info.run_id
        metrics = [] if value is None else [Metric("rmse", value, 1, 0), Metric("val/rmse x", value, 1, 0)]
        tracking.client.log_batch(run, metrics, [] if model is None else [Param("model", model)], [RunTag("n", str(len(made)))])
        made[name] = run
    tracking.client.set_terminated(made["high"], "FAILED", end_time=9_000)
    return experiment, made


def names(experiment, filter_string="", **more):
    found = mlflow.search_runs([experiment], filter_string=filter_string, output_format="list", **more)
    return [r.info.run_name for r in found]


@pytest.mark.parametrize(
    "clause,expected",
    [
        ("metrics.rmse > 1", {"mid", "high", "infinite"}),
        ("metrics.rmse >= 1", {"low", "mid", "high", "infinite"}),
        ("metrics.rmse < 3", {"low", "mid"}),
        ("metrics.rmse <= 3", {"low", "mid", "high"}),
        ("metrics.rmse = 2", {"mid"}),
        ("metrics.rmse != 2", {"low", "high", "nan", "infinite"}),
        ("metric.rmse = 2.0", {"mid"}),
        ("metrics.`val/rmse x` > 2.5", {"high", "infinite"}),
        ('metrics."rmse" > 2.5', {"high", "infinite"}),
        ("params.model = 'ridge'", {"low"}),
        ("params.model != 'ridge'", {"mid", "high", "nan", "infinite"}),
        ("param.model LIKE 'r%'", {"low"}),
        ("parameters.model ILIKE 'r%'", {"low", "mid"}),
        ('params.model = "lasso"', {"high", "nan"}),
        ("params.model IS NULL", {"bare"}),
        ("params.model IS NOT NULL", {"low", "mid", "high", "nan", "infinite"}),
        ("tags.team = 'risk'", {"low"}),
        ("tag.team ILIKE '%risk%'", {"low", "mid"}),
        ("tags.`my tag` = 'x'", {"low"}),
        ("tags.missing != 'x'", set()),
        ("tags.missing IS NULL", {"low", "mid", "high", "nan", "bare", "infinite"}),
        ("tags.mlflow.runName = 'mid'", {"mid"}),
        ("attributes.status = 'FAILED'", {"high"}),
        ("attribute.status != 'FAILED'", {"low", "mid", "nan", "bare", "infinite"}),
        ("status = 'RUNNING' and metrics.rmse < 2", {"low"}),
        ("attributes.start_time > 3000", {"nan", "bare", "infinite"}),
        ("attr.created <= 2000", {"low", "mid"}),
        ("run.start_time = 3000", {"high"}),
        ("attributes.end_time = 9000", {"high"}),
        ("attributes.run_name = 'low'", {"low"}),
        ("attributes.`run name` LIKE 'm%'", {"mid"}),
        ("attributes.run_name ILIKE 'M%'", {"mid"}),
        ("params.model = 'lasso' AND metrics.rmse > 2", {"high"}),
        ("params.model = 'it''s'", set()),
    ],
)
def test_every_element_of_the_grammar(runs, clause, expected):
    experiment, _ = runs
    assert set(names(experiment, clause)) == expected


def test_run_ids_in_a_list(runs):
    experiment, made = runs
    ids = ", ".join(f"'{made[n]}'" for n in ("low", "nan"))
    assert set(names(experiment, f"attributes.run_id IN ({ids})")) == {"low", "nan"}
    assert set(names(experiment, f"attributes.run_id NOT IN ({ids})")) == {"mid", "high", "bare", "infinite"}
    assert names(experiment, f"run_id = '{made['mid']}'") == ["mid"]


@pytest.mark.parametrize(
    "order,expected",
    [
        ([], ["infinite", "bare", "nan", "high", "mid", "low"]),
        (["metrics.rmse ASC"], ["low", "mid", "high", "infinite", "nan", "bare"]),
        (["metrics.rmse DESC"], ["infinite", "high", "mid", "low", "nan", "bare"]),
        (["params.model", "metrics.rmse DESC"], None),
        (["attributes.start_time ASC"], ["low", "mid", "high", "nan", "bare", "infinite"]),
        (["start_time DESC"], ["infinite", "bare", "nan", "high", "mid", "low"]),
        (["attributes.run_name"], ["bare", "high", "infinite", "low", "mid", "nan"]),
        (["tags.n DESC"], ["infinite", "bare", "nan", "high", "mid", "low"]),
        (["metrics.`val/rmse x`"], ["low", "mid", "high", "infinite", "nan", "bare"]),
    ],
)
def test_orders(runs, order, expected):
    experiment, _ = runs
    found = names(experiment, order_by=order)
    assert expected is None or found == expected
    assert len(found) == 6


def test_pages_hold_every_run_once(runs, tracking):
    experiment, made = runs
    for order in ([], ["metrics.rmse ASC"], ["metrics.rmse DESC"], ["params.model"], ["tags.team DESC"]):
        seen, token = [], None
        while True:
            page = tracking.client.search_runs([experiment], max_results=2, order_by=order, page_token=token)
            seen += [r.info.run_id for r in page]
            token = page.token
            if not token:
                break
        assert len(seen) == 6 and set(seen) == set(made.values()), order


@pytest.mark.parametrize(
    "clause",
    [
        "metrics.rmse > 'a'",
        "params.model > 'a'",
        "params.model = 1",
        "attributes.nonsense = 'x'",
        "nonsense.x = 'x'",
        "metrics.rmse >",
        "metrics.rmse > 1 OR metrics.rmse < 2",
        "params.model = 'a' params.model = 'b'",
        "params.model LIKE 5",
        "'; drop table runs; --",
        "params.`a = 'x'",
    ],
)
def test_what_is_no_filter_is_refused_with_400(runs, clause):
    experiment, _ = runs
    with pytest.raises(MlflowException) as refused:
        names(experiment, clause)
    assert refused.value.error_code in ("INVALID_PARAMETER_VALUE", "BAD_REQUEST"), str(refused.value)


def test_deleted_ones_by_view(runs, tracking):
    experiment, made = runs
    tracking.client.delete_run(made["low"])
    assert "low" not in names(experiment)
    assert names(experiment, run_view_type=ViewType.DELETED_ONLY) == ["low"]
    assert len(names(experiment, run_view_type=ViewType.ALL)) == 6


def test_experiments_by_name_tag_and_time(tracking):
    a = mlflow.create_experiment("alpha", tags={"team": "risk"})
    b = mlflow.create_experiment("Beta")
    search = lambda text="", **more: [e.name for e in mlflow.search_experiments(filter_string=text, **more)]
    assert set(search()) == {"alpha", "Beta", "Default"}
    assert search("name = 'alpha'") == ["alpha"]
    assert search("name LIKE 'a%'") == ["alpha"]
    assert search("attribute.name ILIKE 'b%'") == ["Beta"]
    assert search("tags.team = 'risk'") == ["alpha"]
    assert set(search("name != 'alpha'")) == {"Beta", "Default"}
    assert search(order_by=["name ASC"]) == ["Beta", "Default", "alpha"]
    assert search("creation_time > 0 AND name = 'Beta'") == ["Beta"]
    mlflow.delete_experiment(a)
    assert search("name = 'alpha'", view_type=ViewType.DELETED_ONLY) == ["alpha"]
    page = mlflow.MlflowClient().search_experiments(max_results=1)
    assert len(page) == 1 and page.token and b


def test_names_belong_to_the_project_of_the_key(tracking, lumina):
    experiment = mlflow.create_experiment("mine")
    other = lumina.project()[1]
    found = lumina.send("POST", "/api/2.0/mlflow/experiments/search", {"max_results": 100}, key=other)
    assert {e["name"] for e in found.get("experiments", [])} == {"Default"}
    assert mlflow.get_experiment(experiment).name == "mine"
