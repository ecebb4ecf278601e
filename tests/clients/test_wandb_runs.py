import hashlib
import io
import json
import math
import os
import signal
import time

from PIL import Image

from wandb_sdk import sdk  # noqa: F401

EVERYTHING = """
import json, sys, time
import numpy as np, wandb

run = wandb.init(
    project="digits", id="all", name="everything", group="g1", job_type="train", tags=["base", "v2"], notes="a note",
    config={"lr": 0.1, "layers": [64, 32], "opt": {"name": "adam", "b": {"c": 1}}, "flag": True, "none": None, "word": "ünï"},
)
for i in range(5):
    run.log({"loss": 1 / (i + 1), "nested": {"a": i, "b": {"c": 2 * i}}, "txt": f"step {i}", "flag": True, "list": [1, 2]})
run.log({"nan": float("nan"), "inf": float("inf"), "-inf": float("-inf"), "big": 2**62})
pixels = np.arange(192, dtype=np.uint8).reshape(8, 8, 3)
histogram = np.histogram([1, 2, 2, 3], bins=4)
run.log({
    "img": wandb.Image(pixels, caption="grey"),
    "imgs": [wandb.Image(pixels), wandb.Image(255 - pixels)],
    "hist": wandb.Histogram(np_histogram=histogram),
    "page": wandb.Html("<b>hi</b>", inject=False),
    "table": wandb.Table(columns=["a", "b", "c"], data=[[1, "x", None], [2.5, "ü", True]]),
})
run.log({"late": 1}, step=100)
run.summary["best"] = 0.95
run.summary["loss"] = 0.5
run.config.update({"lr": 0.2}, allow_val_change=True)
with open("saved.txt", "w") as f:
    f.write("saved text")
run.save("saved.txt", policy="now")
print("hello console", flush=True)
print("HISTOGRAM", json.dumps([h.tolist() for h in histogram]), flush=True)
run.finish()
"""


def test_a_script_logs_everything_and_each_value_reads_back_equal(sdk):  # noqa: F811
    ran = sdk.run(EVERYTHING)
    assert ran.code == 0, ran.err
    assert not sdk.recorder.refused, sdk.recorder.refused
    run = sdk.run_of("all")
    assert (run["name"], run["status"], run["projectId"]) == ("everything", "finished", sdk.project_id)
    assert run["params"] == {
        "lr": "0.2", "layers": "[64,32]", "opt.name": "adam", "opt.b.c": "1", "flag": "true", "none": "null", "word": "ünï",
    }  # fmt: skip
    config = json.loads(sdk.get(f"runs/{run['id']}/config")["document"])
    assert {k: v["value"] for k, v in config.items() if k != "_wandb"} == {
        "lr": 0.2, "layers": [64, 32], "opt": {"name": "adam", "b": {"c": 1}}, "flag": True, "none": None, "word": "ünï",
    }  # fmt: skip
    tags = run["tags"]
    assert tags["wandb.group"] == "g1" and tags["wandb.job_type"] == "train" and tags["mlflow.note.content"] == "a note"
    assert tags["wandb.tag.base"] == tags["wandb.tag.v2"] == "true"
    assert tags["lumina.command"] == "python script.py" and tags["lumina.python"].startswith("CPython 3")
    # Scalars are metrics by step.
    assert sdk.points(run["id"], "loss") == [(i, 1 / (i + 1)) for i in range(5)]
    assert sdk.points(run["id"], "nested.b.c") == [(i, 2 * i) for i in range(5)]
    assert sdk.points(run["id"], "late") == [(100, 1)]
    assert run["metrics"]["nan"]["special"]["last"] == "NaN"
    assert run["metrics"]["inf"]["special"]["last"] == "Infinity" and run["metrics"]["-inf"]["special"]["last"] == "-Infinity"
    # What stands only in the summary is a metric too, and one that was set differently does not touch the curve.
    assert run["metrics"]["best"]["last"] == 0.95 and run["metrics"]["summary/loss"]["last"] == 0.5
    assert run["metrics"]["loss"]["count"] == 5
    summary = json.loads(sdk.lines(run["id"], "wandb-summary.json")[0])
    assert summary["best"] == 0.95 and summary["loss"] == 0.5
    # Everything logged is there line by line.
    history = sdk.history(run["id"])
    assert [row["_step"] for row in history] == [0, 1, 2, 3, 4, 5, 6, 100]
    for i in range(5):
        expected = {"loss": 1 / (i + 1), "nested": {"a": i, "b": {"c": 2 * i}}, "txt": f"step {i}", "flag": True, "list": [1, 2]}
        assert {k: v for k, v in history[i].items() if not k.startswith("_")} == expected
    assert math.isnan(history[5]["nan"]) and history[5]["inf"] == math.inf and history[5]["-inf"] == -math.inf
    assert history[5]["big"] == 2**62
    media(sdk, run["id"], history[6], ran.said("HISTOGRAM"))
    files = sdk.artifacts(run["id"])
    assert sdk.file(run["id"], "saved.txt") == b"saved text"
    assert {"config.yaml", "wandb-metadata.json", "wandb-summary.json", "output.log", "environment/requirements.txt"} <= files.keys()
    assert any("hello console" in line for line in sdk.lines(run["id"], "output.log"))
    assert any(key.startswith("system/") for key in run["metrics"])


def media(sdk, run_id, row, histogram):  # noqa: F811
    files = sdk.artifacts(run_id)
    pixels = bytes(range(192))

    def image(entry):
        content = sdk.file(run_id, entry)
        return Image.open(io.BytesIO(content)).convert("RGB").tobytes(), hashlib.sha256(content).hexdigest()

    one = row["img"]
    assert (one["caption"], one["width"], one["height"]) == ("grey", 8, 8) and files[one["path"]]["mediaType"] == "image/png"
    assert image(one["path"]) == (pixels, one["sha256"])
    assert [image(name)[0] for name in row["imgs"]["filenames"]] == [pixels, bytes(255 - b for b in pixels)]
    assert [row["hist"]["values"], row["hist"]["bins"]] == histogram
    assert sdk.file(run_id, row["page"]["path"]) == b"<b>hi</b>"
    table = json.loads(sdk.file(run_id, row["table"]["path"]))
    assert (table["columns"], table["data"]) == (["a", "b", "c"], [[1, "x", None], [2.5, "ü", True]])
    # The SDK logs a table as an artifact besides, which the entry points to.
    versions = sdk.get(f"artifact-versions?runId={run_id}")["items"]
    logged = next(v for v in versions if v["type"] == "run_table")
    assert json.loads(sdk.bytes(f"artifact-versions/{logged['id']}/download", {"path": "table.table.json"}))["data"] == table["data"]


RESUMED = """
import json, sys, wandb
run = wandb.init(project="resumed", id="r1", resume=sys.argv[1], config={"attempt": int(sys.argv[2])})
print("RESUMED", json.dumps(run.resumed), flush=True)
for i in range(3):
    run.log({"v": int(sys.argv[2]) * 10 + i})
print(f"attempt {sys.argv[2]}", flush=True)
run.finish(exit_code=int(sys.argv[3]))
"""


def test_a_resumed_run_goes_on_where_it_ended(sdk):  # noqa: F811
    assert sdk.run(RESUMED, "allow", 1, 3).said("RESUMED") is False
    first = sdk.run_of("r1")
    assert (first["status"], first["error"]) == ("failed", "The script ended with exit code 3.")
    assert sdk.run(RESUMED, "must", 2, 0).said("RESUMED") is True
    run = sdk.run_of("r1")
    assert (run["id"], run["status"], run["startedAt"]) == (first["id"], "finished", first["startedAt"])
    assert sdk.points(run["id"], "v") == [(0, 10), (1, 11), (2, 12), (3, 20), (4, 21), (5, 22)]
    assert [row["v"] for row in sdk.history(run["id"])] == [10, 11, 12, 20, 21, 22]
    output = "\n".join(sdk.lines(run["id"], "output.log"))
    assert "attempt 1" in output and "attempt 2" in output
    never = sdk.run(RESUMED, "never", 3, 0)
    assert never.code != 0 and "already exists" in never.err
    assert "not been initialized" in sdk.run(RESUMED.replace('id="r1"', 'id="absent"'), "must", 1, 0).err


def test_another_history_under_the_same_id_is_refused_and_changes_nothing(sdk):  # noqa: F811
    script = RESUMED.replace("resume=sys.argv[1], ", "")
    assert sdk.run(script, "-", 1, 0).code == 0
    again = sdk.run(script, "-", 2, 0)
    assert "Fatal error while uploading data" in again.err
    assert sdk.points(sdk.run_of("r1")["id"], "v") == [(0, 10), (1, 11), (2, 12)]


KILLED = """
import sys, time, wandb
run = wandb.init(project="killed", id="k1", settings=wandb.Settings(x_file_stream_transmit_interval=0.2))
for i in range(100000):
    run.log({"v": i})
    print("LOGGED", i, flush=True)
    time.sleep(0.05)
"""


def test_what_a_killed_script_sent_is_there_and_a_resumed_one_goes_on(sdk):  # noqa: F811
    process = sdk.script(KILLED)
    while True:
        assert process.stdout.readline() != "", process.stderr.read()
        sent = [p for p in sdk.recorder.requests if p[1].endswith("/file_stream") and p[2] == 200]
        if len(sent) >= 2:
            break
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    run = sdk.run_of("k1")
    assert run["status"] == "running"
    points = sdk.points(run["id"], "v")
    assert len(points) > 0 and points == [(i, i) for i in range(len(points))]
    ran = sdk.run(
        'import wandb\nrun = wandb.init(project="killed", id="k1", resume="must")\nrun.log({"after": 1})\nrun.finish()\n'
    )
    assert ran.code == 0, ran.err
    after = sdk.run_of("k1")
    assert after["status"] == "finished" and sdk.points(run["id"], "after")[0][0] >= len(points)


def test_what_is_sent_again_after_a_lost_answer_stands_once(sdk):  # noqa: F811
    lost = {"file_stream": 2, "transfers": 2}

    def fault(method, path):
        for word, left in lost.items():
            if word in path and left > 0:
                lost[word] -= 1
                return "drop-answer"
        return None

    sdk.recorder.fault = fault
    ran = sdk.run(EVERYTHING)
    assert ran.code == 0, ran.err
    assert lost == {"file_stream": 0, "transfers": 0}
    run = sdk.run_of("all")
    assert run["status"] == "finished" and sdk.points(run["id"], "loss") == [(i, 1 / (i + 1)) for i in range(5)]
    assert len(sdk.history(run["id"])) == 8 and run["metrics"]["loss"]["count"] == 5
    assert sdk.file(run["id"], "saved.txt") == b"saved text"


def test_a_wrong_key_and_another_entity_are_said_clearly(sdk):  # noqa: F811
    script = 'import sys, wandb\nrun = wandb.init(project="p", entity=sys.argv[1] or None)\nrun.log({"a": 1})\nrun.finish()\n'
    wrong = sdk.run(script, "", WANDB_API_KEY="lum_" + "x" * 36)
    assert wrong.code != 0 and "The API key is not one of this server" in wrong.err, wrong.err
    foreign = sdk.run(script, "somebody-else")
    assert foreign.code != 0 and "entity somebody-else is not found" in foreign.err, foreign.err


def test_what_cannot_be_stored_is_refused_by_name(sdk):  # noqa: F811
    ran = sdk.run(
        """
import json, wandb
api = wandb.Api()
said = []
for act in (lambda: list(api.runs("p")), lambda: api.sweep("p/abc").state, lambda: wandb.sweep({"method": "grid", "parameters": {"a": {"values": [1]}}}, project="p")):
    try:
        act()
        said.append("done")
    except BaseException as e:
        said.append(str(e))
print("SAID", json.dumps(said))
"""
    )
    said = ran.said("SAID")
    assert all("not answered by this server" in text or "not a field that this server answers" in text for text in said), said
    assert sdk.recorder.refused


RARER = """
import wandb, numpy as np
run = wandb.init(project="rarer", id="x1", save_code=True)
run.define_metric("val/*", step_metric="epoch")
run.define_metric("acc", summary="max,min")
for epoch in range(3):
    run.log({"epoch": epoch, "val/loss": 1 / (epoch + 1), "acc": [0.5, 0.9, 0.7][epoch]})
run.log({"lines": wandb.plot.line_series(xs=[0, 1], ys=[[1, 2], [3, 4]], keys=["p", "q"], title="t")})
run.log({"cloud": wandb.Object3D(np.zeros((5, 3)))})
boxes = {"b": {"box_data": [{"position": {"minX": 0, "maxX": 1, "minY": 0, "maxY": 1}, "class_id": 1}], "class_labels": {1: "x"}}}
run.log({"boxed": wandb.Image(np.zeros((4, 4, 3), dtype=np.uint8), boxes=boxes)})
run.log_code(".")
with open("model.bin", "wb") as f:
    f.write(b"m" * 1000)
run.log_model("model.bin", name="net")
run.finish()
run = wandb.init(project="rarer", id="x2")
print("MODEL", len(open(run.use_model("net:latest"), "rb").read()), flush=True)
run.finish()
"""


def test_rarer_calls_arrive_too(sdk):  # noqa: F811
    ran = sdk.run(RARER)
    assert ran.code == 0, ran.err
    assert ran.said("MODEL") == 1000 and not sdk.recorder.refused
    run = sdk.run_of("x1")
    assert run["metrics"]["acc"]["max"] == 0.9 and run["metrics"]["acc.max"]["last"] == 0.9 and run["metrics"]["acc.min"]["last"] == 0.5
    assert {v["type"] for v in sdk.get(f"artifact-versions?runId={run['id']}")["items"]} == {"code", "model", "run_table"}
    paths = sdk.artifacts(run["id"]).keys()
    assert any(p.startswith("media/object3D/") for p in paths) and any(p.startswith("media/metadata/boxes2D/") for p in paths)
    assert "code/script.py" in paths
