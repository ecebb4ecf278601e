import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "clients/python/src"))

from IPython.testing.globalipapp import get_ipython
from luminaops import Client, LuminaError, start_run
from luminaops.__main__ import main


@pytest.fixture
def ours(lumina, tmp_path, monkeypatch):
    project_id, key = lumina.project()
    for name, value in {"LUMINA_URL": lumina.url, "LUMINA_KEY": key, "LUMINA_PROJECT": project_id, "LUMINA_BUFFER": str(tmp_path / "b")}.items():
        monkeypatch.setenv(name, value)
    with Client() as client:
        client.project_id = project_id
        yield client


def test_lists_are_read_page_by_page(ours):
    made = [ours.runs.create(project_id=ours.project_id, name=f"run {i}")["id"] for i in range(7)]
    read = [run["id"] for run in ours.pages(ours.runs.list, project_id=ours.project_id, limit=3)]
    assert sorted(read) == sorted(made)


def test_search_takes_mlflows_filter_language(ours):
    for depth in range(4):
        run = ours.runs.create(project_id=ours.project_id, params={"depth": str(depth)})
        ours.runs.log_metrics(run_id=run["id"], metrics=[{"key": "auc", "value": 0.6 + depth / 10}])
    found = ours.runs.search(project_id=ours.project_id, filter="metrics.auc > 0.65", order_by=["metrics.auc DESC"])
    assert [run["params"]["depth"] for run in found["items"]] == ["3", "2", "1"]


def test_a_refusal_says_what_failed_and_what_to_do(ours):
    with pytest.raises(LuminaError) as refused:
        ours.runs.get(run_id=ours.project_id)
    assert refused.value.code == "not_found" and refused.value.fix and refused.value.request_id
    with pytest.raises(LuminaError) as wrong:
        ours.runs.search(project_id=ours.project_id, filter="metrics.auc >> 1")
    assert wrong.value.code == "invalid_input"
    with pytest.raises(LuminaError) as stranger:
        Client(ours.url, "lum_" + "x" * 36).profile.get()
    assert stranger.value.code == "unauthenticated"


def test_files_travel_whole_both_ways(ours, tmp_path):
    run = ours.runs.create(project_id=ours.project_id)
    data = bytes(range(256)) * 40_000
    ours.runs.upload_artifact(data, run_id=run["id"], path="data/x.bin")
    target = tmp_path / "back.bin"
    assert ours.runs.download_artifact(target, run_id=run["id"], path="data/x.bin") == len(data)
    assert target.read_bytes() == data
    with pytest.raises(LuminaError):
        ours.runs.download_artifact(tmp_path / "none", run_id=run["id"], path="none")
    assert sorted(p.name for p in tmp_path.glob("*.part")) == []


def test_a_watch_yields_changes_until_the_run_ends(ours):
    run = ours.runs.create(project_id=ours.project_id)
    seen = []
    for event in ours.runs.watch(run_id=run["id"]):
        seen.append(event["run"]["status"])
        if len(seen) == 1:
            ours.runs.update(run_id=run["id"], status="finished")
    assert seen[0] == "running" and seen[-1] == "finished"


def test_the_command_line_sends_what_lies_in_the_buffer(ours, capsys):
    with start_run(offline=True, describe=False) as run:
        run.log_metric("loss", 1)
    assert main(["sync"]) == 0
    assert f"{run.id}: 3 entries sent" in capsys.readouterr().out
    assert main(["sync"]) == 0


def test_jupyter_magics_run_a_cell_inside_a_run(ours, capsys):
    shell = get_ipython()
    shell.run_line_magic("load_ext", "luminaops")
    shell.run_cell_magic("lumina", "run baseline --experiment magics", "x = 2\nrun.log_metrics({'auc': 0.87})\n")
    run = shell.user_ns["run"]
    read = ours.runs.get(run_id=run.id)
    assert (read["name"], read["status"], read["metrics"]["auc"]["last"]) == ("baseline", "finished", 0.87)
    assert "cell.py" in [a["path"] for a in ours.runs.artifacts(run_id=run.id)["items"]]
    assert shell.user_ns["x"] == 2 and f"/runs/{run.id}" in capsys.readouterr().out
    table = shell.run_line_magic("lumina", 'runs "metrics.auc > 0.5" --experiment magics')
    assert list(table["metrics.auc"]) == [0.87]
    shell.run_cell_magic("lumina", "run broken", "raise ValueError('no')")
    assert ours.runs.get(run_id=shell.user_ns["run"].id)["error"] == "ValueError: no"
    with pytest.raises(ValueError, match="is not known"):
        shell.run_line_magic("lumina", "runs --colour red")
