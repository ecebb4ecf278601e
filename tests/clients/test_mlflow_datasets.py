import json

import mlflow
import pandas
import pytest
from mlflow.exceptions import MlflowException, RestException
from mlflow.genai import datasets


@pytest.fixture
def experiment(tracking):
    return tracking.client.create_experiment("evaluation")


def records(tracking, made):
    return tracking.client.get_dataset(made.dataset_id).records


def test_a_dataset_is_made_found_and_deleted(tracking, experiment):
    made = datasets.create_dataset(name="support", experiment_id=experiment, tags={"team": "chat", "size": "small"})
    assert made.dataset_id.startswith("d-") and made.name == "support" and len(made.digest) == 8
    assert made.tags["team"] == "chat" and made.experiment_ids == [experiment]
    read = datasets.get_dataset(dataset_id=made.dataset_id)
    assert (read.name, read.created_time, read.experiment_ids) == ("support", made.created_time, [experiment])
    assert records(tracking, made) == []
    datasets.delete_dataset(dataset_id=made.dataset_id)
    with pytest.raises(RestException, match="not found") as gone:
        datasets.get_dataset(dataset_id=made.dataset_id)
    assert gone.value.error_code == "RESOURCE_DOES_NOT_EXIST"
    tracking.client.delete_dataset(made.dataset_id)


def test_records_merge_by_their_inputs(tracking, experiment):
    made = datasets.create_dataset(name="questions", experiment_id=experiment)
    made.merge_records(
        [
            {"inputs": {"question": "Who?", "context": {"lang": "en"}}, "expectations": {"answer": "Me"}, "tags": {"source": "first"}},
            {"inputs": {"question": "Where?"}, "outputs": {"text": "Here"}},
        ]
    )
    made.merge_records([{"inputs": {"context": {"lang": "en"}, "question": "Who?"}, "expectations": {"tone": "kind"}, "tags": {"seen": "yes"}}])
    read = datasets.get_dataset(dataset_id=made.dataset_id)
    who, where = records(tracking, made)
    assert who.inputs == {"question": "Who?", "context": {"lang": "en"}}
    assert who.expectations == {"answer": "Me", "tone": "kind"}
    assert who.tags["source"] == "first" and who.tags["seen"] == "yes"
    assert where.outputs == {"text": "Here"}
    assert json.loads(read.schema)["inputs"] == {"question": "string", "context": "object"}
    assert json.loads(read.profile) == {"num_records": 2}
    assert read.digest != made.digest or read.last_update_time >= made.last_update_time
    frame = read.to_df()
    assert frame["inputs"].tolist() == [who.inputs, where.inputs]


def test_a_frame_of_records_and_their_sources(tracking, experiment):
    made = datasets.create_dataset(name="frame", experiment_id=experiment)
    made.merge_records(pandas.DataFrame({"inputs": [{"n": i} for i in range(3)], "expectations": [{"square": i * i} for i in range(3)]}))
    made.merge_records([{"inputs": {"n": 9}, "source": {"source_type": "HUMAN", "source_data": {"user": "ann"}}}])
    rows = records(tracking, made)
    assert [r.expectations["square"] for r in rows[:3]] == [0, 1, 4]
    assert {r.source.source_type for r in rows[:3]} == {"HUMAN"}
    assert (rows[3].source.source_type, rows[3].source.source_data) == ("HUMAN", {"user": "ann"})


def test_records_are_deleted_by_id(tracking, experiment):
    made = datasets.create_dataset(name="short", experiment_id=experiment)
    made.merge_records([{"inputs": {"n": i}} for i in range(4)])
    ids = [r.dataset_record_id for r in records(tracking, made)]
    assert made.delete_records(ids[:2]) == 2
    assert made.delete_records([ids[0], "dr-unknown"]) == 0
    assert [r.inputs["n"] for r in records(tracking, made)] == [2, 3]


def test_two_thousand_records_come_back_in_order(tracking, experiment):
    made = datasets.create_dataset(name="long", experiment_id=experiment)
    made.merge_records([{"inputs": {"n": i}} for i in range(2000)])
    assert [r.inputs["n"] for r in records(tracking, made)] == list(range(2000))


def test_search_filters_orders_and_pages(tracking, experiment):
    other = tracking.client.create_experiment("other")
    for name, at, tags in (("b", experiment, {"team": "chat"}), ("a", other, {"team": "search"}), ("c", experiment, {})):
        datasets.create_dataset(name=name, experiment_id=at, tags=tags)

    def names(**query):
        return [d.name for d in datasets.search_datasets(**query)]

    assert names() == ["c", "a", "b"]
    assert names(order_by=["name ASC"]) == ["a", "b", "c"]
    assert names(experiment_ids=[experiment], order_by=["name DESC"]) == ["c", "b"]
    assert names(filter_string="name LIKE 'a%'") == ["a"]
    assert names(filter_string="tags.team = 'chat'") == ["b"]
    assert names(filter_string="created_time > 0 AND name IN ('b', 'c')", order_by=["name"]) == ["b", "c"]
    page = tracking.client.search_datasets(max_results=2, order_by=["name ASC"])
    rest = tracking.client.search_datasets(max_results=2, order_by=["name ASC"], page_token=page.token)
    assert [d.name for d in [*page, *rest]] == ["a", "b", "c"] and not rest.token
    with pytest.raises(MlflowException) as refused:
        names(filter_string="size > 3")
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"


def test_tags_and_experiments_change(tracking, experiment):
    made = datasets.create_dataset(name="moving", experiment_id=experiment, tags={"a": "1"})
    datasets.set_dataset_tags(dataset_id=made.dataset_id, tags={"a": "2", "b": "x"})
    datasets.delete_dataset_tag(dataset_id=made.dataset_id, key="b")
    tags = datasets.get_dataset(dataset_id=made.dataset_id).tags
    assert tags["a"] == "2" and "b" not in tags
    other = tracking.client.create_experiment("other")
    datasets.add_dataset_to_experiments(dataset_id=made.dataset_id, experiment_ids=[other])
    assert set(datasets.get_dataset(dataset_id=made.dataset_id).experiment_ids) == {experiment, other}
    datasets.remove_dataset_from_experiments(dataset_id=made.dataset_id, experiment_ids=[experiment])
    assert datasets.get_dataset(dataset_id=made.dataset_id).experiment_ids == [other]
    with pytest.raises(RestException) as refused:
        datasets.add_dataset_to_experiments(dataset_id=made.dataset_id, experiment_ids=["999999999"])
    assert refused.value.error_code == "RESOURCE_DOES_NOT_EXIST"


@pytest.mark.parametrize("text", ["{", "{}", '[{"inputs": 3}]', '[{"source": {"source_type": "MOON"}}]', '[{"inputs": {"n": 12345678901234567890}}]'])
def test_records_that_cannot_be_read_are_refused(tracking, experiment, text):
    made = datasets.create_dataset(name="bad", experiment_id=experiment)
    with pytest.raises(Exception, match="INVALID_PARAMETER_VALUE"):
        tracking.send("POST", f"/api/3.0/mlflow/datasets/{made.dataset_id}/records", {"records": text})
