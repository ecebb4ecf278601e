import json
import shutil
import time
from datetime import datetime

from wandb_sdk import sdk  # noqa: F401

OFFLINE = """
import numpy as np, wandb
run = wandb.init(project="away", id="off1", mode="offline", name="off", config={"a": 1}, tags=["t"])
for i in range(20):
    run.log({"loss": 1 / (i + 1), "d": {"z": i, "a": i, "m": i}, "e": "x"})
run.log({"img": wandb.Image(np.zeros((4, 4, 3), dtype=np.uint8)), "tab": wandb.Table(columns=["a"], data=[[1]])})
run.summary["best"] = 7
artifact = wandb.Artifact("notes", "text")
with artifact.new_file("x.txt") as f:
    f.write("hi")
run.log_artifact(artifact)
print("printed away", flush=True)
run.finish()
"""


def seen(sdk):  # noqa: F811
    run = sdk.run_of("off1")
    return {
        "id": run["id"],
        "status": run["status"],
        "params": run["params"],
        "metrics": {key: (m["count"], m["last"], m["lastStep"]) for key, m in run["metrics"].items()},
        "history": sdk.history(run["id"]),
        "streams": sdk.get(f"runs/{run['id']}/streams")["streams"][0],
        "files": {p: a["sha256"] for p, a in sdk.artifacts(run["id"]).items() if p.startswith("media/")},
        "versions": sorted((v["name"], v["version"]) for v in sdk.get(f"artifact-versions?runId={run['id']}")["items"]),
    }


def test_an_offline_run_is_synced_and_a_second_sync_doubles_nothing(sdk):  # noqa: F811
    assert sdk.run(OFFLINE).code == 0
    assert not sdk.recorder.requests
    recorded = time.time()
    [folder] = (sdk.folder / "wandb").glob("offline-run-*")
    copy = sdk.folder / "copy"
    shutil.copytree(folder, copy / folder.name)
    synced = sdk.command("sync", str(folder))
    assert synced.code == 0, synced.err
    first = seen(sdk)
    # It began when the script ran, not when it was sent.
    assert datetime.fromisoformat(sdk.run_of("off1")["startedAt"]).timestamp() <= recorded
    assert (first["status"], first["params"]) == ("finished", {"a": "1"})
    assert first["metrics"]["loss"] == (20, 0.05, 19) and first["metrics"]["d.z"] == (20, 19, 19) and first["metrics"]["best"][1] == 7
    assert [row["loss"] for row in first["history"][:20]] == [1 / (i + 1) for i in range(20)]
    assert first["versions"] == [("notes", 0), ("run-off1-tab", 0)] and len(first["files"]) == 2
    # As from another machine, that does not know of the first.
    again = sdk.command("sync", str(copy / folder.name))
    assert again.code == 0, again.err
    assert seen(sdk) == first
    assert not sdk.recorder.refused, sdk.recorder.refused


def test_a_sync_that_broke_off_is_completed_by_the_next(sdk):  # noqa: F811
    assert sdk.run(OFFLINE).code == 0
    [folder] = (sdk.folder / "wandb").glob("offline-run-*")
    copy = sdk.folder / "copy"
    shutil.copytree(folder, copy / folder.name)
    sdk.recorder.fault = lambda method, path: 400 if path.endswith("/file_stream") else None
    sdk.command("sync", str(folder))
    assert sdk.history(sdk.run_of("off1")["id"]) == []
    sdk.recorder.fault = lambda method, path: None
    assert sdk.command("sync", str(copy / folder.name)).code == 0
    after = seen(sdk)
    assert after["status"] == "finished" and len(after["history"]) == 21 and after["metrics"]["loss"][0] == 20
    assert json.dumps(after["versions"]) == '[["notes", 0], ["run-off1-tab", 0]]'
