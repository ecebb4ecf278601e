import time

import mlflow
import pytest
from mlflow.exceptions import MlflowException, RestException


@pytest.fixture
def files(tracking, tmp_path):
    """A run with a folder of files, and its URI."""
    (tmp_path / "MLmodel").write_text("flavors: {}")
    with mlflow.start_run() as run:
        mlflow.log_artifact(str(tmp_path / "MLmodel"), "model")
    return run.info.run_id, f"runs:/{run.info.run_id}/model"


def make(tracking, files, name, count=1, **more):
    run_id, source = files
    try:
        tracking.client.create_registered_model(name)
    except RestException:
        pass
    return [tracking.client.create_model_version(name, source, run_id, **more) for _ in range(count)]


def stages(tracking, name):
    return {int(v.version): v.current_stage for v in tracking.client.search_model_versions(f"name = '{name}'")}


def refused(code):
    return pytest.raises(RestException, match=code)


def test_a_version_carries_what_it_was_made_of(tracking, files):
    run_id, source = files
    before = int(time.time() * 1000)
    (made,) = make(tracking, files, "carried", run_link="https://ci/7", description="words", tags={"n": 12})
    read = tracking.client.get_model_version("carried", 1)
    assert (read.source, read.run_id, read.run_link, read.description, read.tags) == (source, run_id, "https://ci/7", "words", {"n": "12"})
    assert (read.status, read.current_stage, read.user_id) == ("READY", "None", "Administrator")
    assert before <= read.creation_timestamp <= read.last_updated_timestamp <= int(time.time() * 1000)
    assert tracking.client.get_model_version_download_uri("carried", 1) == source
    assert made == read
    local = mlflow.artifacts.download_artifacts("models:/carried/1")
    assert open(f"{local}/MLmodel").read() == "flavors: {}"


def test_sources_outside_the_named_run_are_refused(tracking, files):
    run_id, _ = files
    with mlflow.start_run() as other:
        pass
    tracking.client.create_registered_model("guarded")
    for source, run in [
        (f"runs:/{other.info.run_id}/model", run_id),
        (f"{other.info.artifact_uri}/model", run_id),
        (f"runs:/{run_id}/../{other.info.run_id}", run_id),
        (f"{other.info.artifact_uri}/%2e%2e/x", other.info.run_id),
        ("/etc", run_id),
        ("file:///etc", run_id),
        ("some/path", None),
        ("models:/absent/1", None),
    ]:
        with refused("Invalid model version source"):
            tracking.client.create_model_version("guarded", source, run)
    assert tracking.client.search_model_versions("name = 'guarded'") == []
    assert tracking.client.create_model_version("guarded", f"{other.info.artifact_uri}/model", other.info.run_id).version in (1, "1")
    assert tracking.client.create_model_version("guarded", "s3://bucket/model").version in (2, "2")


def test_stages_keep_company_unless_asked_to_archive(tracking, files):
    make(tracking, files, "staged", 4)
    move = tracking.client.transition_model_version_stage
    move("staged", 1, "production")
    move("staged", 2, "PRODUCTION")
    assert stages(tracking, "staged") == {1: "Production", 2: "Production", 3: "None", 4: "None"}
    assert [v.version for v in tracking.client.get_latest_versions("staged", ["Production"])] in ([2], ["2"])
    ours = tracking.send("GET", f"/api/v1/models/by-name?projectId={tracking.project_id}&name=staged")
    assert ours["productionVersion"] == 2
    move("staged", 1, "Production")
    assert tracking.send("GET", f"/api/v1/models/{ours['id']}")["productionVersion"] == 1
    move("staged", 3, "Production", archive_existing_versions=True)
    assert stages(tracking, "staged") == {1: "Archived", 2: "Archived", 3: "Production", 4: "None"}
    with pytest.raises(MlflowException):
        move("staged", 3, "Archived", archive_existing_versions=True)
    with refused("Invalid Model Version stage"):
        move("staged", 3, "Canary")


def test_search_takes_filters_and_orders(tracking, files):
    run_id, source = files
    make(tracking, files, "aa", 2, tags={"team": "risk"})
    make(tracking, files, "Ab", 1, tags={"team": "sales"})
    find = lambda *a, **k: [(v.name, int(v.version)) for v in tracking.client.search_model_versions(*a, **k)]
    assert find() == [("Ab", 1), ("aa", 2), ("aa", 1)]
    assert find("name = 'aa'", order_by=["version_number ASC"]) == [("aa", 1), ("aa", 2)]
    assert find("name LIKE 'a%'", order_by=["version_number DESC"]) == [("aa", 2), ("aa", 1)]
    assert find("name ILIKE 'A%'", order_by=["name DESC", "version_number ASC"]) == [("aa", 1), ("aa", 2), ("Ab", 1)]
    assert find("tags.team = 'risk'", max_results=1) == [("aa", 2)]
    assert find("tag.`team` != 'risk'") == [("Ab", 1)]
    assert find(f"run_id IN ('{run_id}', 'none')") == find(f"source_path = '{source}'") == find()
    assert find("version_number > 1") == [("aa", 2)]
    first = tracking.client.search_model_versions(max_results=2)
    rest = tracking.client.search_model_versions(max_results=2, page_token=first.token)
    assert [(v.name, int(v.version)) for v in [*first, *rest]] == find() and not rest.token
    names = lambda *a, **k: [m.name for m in tracking.client.search_registered_models(*a, **k)]
    assert sorted(names()) == ["Ab", "aa"]
    assert names(order_by=["last_updated_timestamp DESC"]) == ["Ab", "aa"]
    for wrong in ("name == 'a'", "name = a", "owner = 'x'", "name = 'a' OR name = 'b'"):
        with refused("INVALID_PARAMETER_VALUE"):
            tracking.client.search_model_versions(wrong)
    with refused("INVALID_PARAMETER_VALUE"):
        tracking.client.search_registered_models(max_results=1001)


def test_a_name_is_free_again_and_a_number_never(tracking, files):
    make(tracking, files, "reused", 3)
    tracking.client.set_registered_model_alias("reused", "best", 3)
    tracking.client.delete_model_version("reused", 3)
    assert tracking.client.get_registered_model("reused").aliases == {}
    assert make(tracking, files, "reused")[0].version in (4, "4")
    tracking.client.delete_registered_model("reused")
    with refused("RESOURCE_DOES_NOT_EXIST"):
        tracking.client.get_model_version("reused", 1)
    assert make(tracking, files, "reused")[0].version in (1, "1")
    tracking.client.create_registered_model("REUSED")


def test_names_aliases_and_tags_have_their_limits(tracking, files):
    make(tracking, files, "limits")
    for name in ("a/b", "a:b", " "):
        with pytest.raises(MlflowException):
            tracking.client.create_registered_model(name)
    for alias in ("latest", "v1", "V2", "a b", "a" * 256):
        with pytest.raises(MlflowException):
            tracking.client.set_registered_model_alias("limits", alias, 1)
    tracking.client.set_registered_model_tag("limits", "k" * 250, "v" * 100_000)
    for key, value in (("k" * 251, ""), ("k", "v" * 100_001), ("../k", "")):
        with refused("INVALID_PARAMETER_VALUE"):
            tracking.client.set_model_version_tag("limits", 1, key, value)
    tracking.client.delete_registered_model_tag("limits", "never set")
    tracking.client.delete_registered_model_alias("limits", "never-set")
    for version in ("0", "-1", "99"):
        with refused("RESOURCE_DOES_NOT_EXIST"):
            tracking.client.get_model_version("limits", version)
    with refused("Parameter 'version' must be an integer"):
        tracking.client.get_model_version("limits", "one")


def test_a_copy_says_where_it_is_from(tracking, files):
    make(tracking, files, "original")
    copy = tracking.client.copy_model_version("models:/original/1", "copied")
    assert (copy.source, copy.run_id) == ("models:/original/1", files[0])
    assert tracking.client.get_model_version_download_uri("copied", 1) == files[1]


def test_rename_carries_versions_and_aliases(tracking, files):
    make(tracking, files, "old")
    tracking.client.set_registered_model_alias("old", "best", 1)
    tracking.client.create_registered_model("other")
    with refused("RESOURCE_ALREADY_EXISTS"):
        tracking.client.rename_registered_model("old", "other")
    tracking.client.rename_registered_model("old", "new")
    assert tracking.client.get_model_version_by_alias("new", "best").name == "new"
    with refused("Registered Model with name=old not found"):
        tracking.client.get_registered_model("old")


def test_prompts_are_registered_loaded_aliased_and_found(tracking):
    first = mlflow.genai.register_prompt("greet", "Hello {{name}}", commit_message="first", tags={"lang": "en"})
    mlflow.genai.register_prompt("greet", [{"role": "user", "content": "Hi {{name}}"}])
    assert first.version == 1
    assert mlflow.genai.load_prompt("prompts:/greet/1").format(name="Ada") == "Hello Ada"
    assert mlflow.genai.load_prompt("greet").version == 2
    mlflow.genai.set_prompt_alias("greet", "live", 1)
    assert mlflow.genai.load_prompt("prompts:/greet@live").template == "Hello {{name}}"
    mlflow.genai.set_prompt_version_tag("greet", 1, "reviewed", "yes")
    loaded = mlflow.genai.load_prompt("prompts:/greet/1")
    assert loaded.tags == {"lang": "en", "reviewed": "yes"} and loaded.commit_message == "first"
    assert [p.name for p in mlflow.genai.search_prompts()] == ["greet"]
    assert mlflow.genai.search_prompts("name = 'absent'") == []
    assert tracking.client.search_registered_models() == [] and tracking.client.search_model_versions() == []
    mlflow.genai.delete_prompt_alias("greet", "live")
    assert mlflow.genai.load_prompt("greet", version=9, allow_missing=True) is None


def test_prompts_and_models_do_not_share_a_name(tracking, files):
    mlflow.genai.register_prompt("words", "Hi")
    make(tracking, files, "weights")
    with pytest.raises(MlflowException, match="prompt"):
        tracking.client.create_registered_model("words")
    with refused("is a prompt"):
        tracking.client.create_model_version("words", files[1], files[0])
    with pytest.raises(MlflowException):
        mlflow.genai.register_prompt("weights", "Hi")
    with pytest.raises(MlflowException):
        tracking.client.transition_model_version_stage("words", 1, "Production")
