from wandb_sdk import sdk  # noqa: F401

MADE = """
import json, os, wandb, numpy as np
os.makedirs("d/sub", exist_ok=True)
with open("d/a.txt", "w") as f: f.write("alpha")
with open("d/sub/b.bin", "wb") as f: f.write(bytes(range(256)) * 4096)
run = wandb.init(project="pets", id="maker", job_type="make")
artifact = wandb.Artifact("pets", "dataset", description="cats", metadata={"rows": 3, "deep": {"x": [1, None]}})
artifact.add_dir("d")
artifact.add(wandb.Table(columns=["i", "image"], data=[[1, wandb.Image(np.full((4, 4, 3), 7, dtype=np.uint8))]]), "labels")
run.log_artifact(artifact, aliases=["best"], tags=["clean"])
artifact.wait()
print("MADE", json.dumps([artifact.version, artifact.size, sorted(artifact.aliases)]), flush=True)
artifact.description = "dogs"
artifact.metadata["rows"] = 4
artifact.aliases.append("prod")
artifact.aliases.remove("best")
artifact.tags = ["checked"]
artifact.save()
same = wandb.Artifact("pets", "dataset")
same.add_dir("d")
same.add(wandb.Table(columns=["i", "image"], data=[[1, wandb.Image(np.full((4, 4, 3), 7, dtype=np.uint8))]]), "labels")
run.log_artifact(same).wait()
shared = wandb.Table(columns=["n"], data=[[42]])
one, other = wandb.Artifact("one", "dataset"), wandb.Artifact("other", "dataset")
one.add(shared, "t")
run.log_artifact(one)
other.add(shared, "t")
run.log_artifact(other).wait()
far = wandb.Artifact("far", "dataset")
far.add_reference("https://example.invalid/x.bin", checksum=False)
run.log_artifact(far).wait()
run.finish()
"""

USED = """
import json, os, wandb, numpy as np
run = wandb.init(project="pets", id="user", job_type="use")
used = run.use_artifact("pets:prod")
at = used.download(root="down")
files = sorted(os.path.relpath(os.path.join(a, f), at) for a, _, fs in os.walk(at) for f in fs)
print("USED", json.dumps([used.version, used.description, used.metadata, sorted(used.aliases), used.tags, files]), flush=True)
print("TEXT", json.dumps([open(at + "/a.txt").read(), open(at + "/sub/b.bin", "rb").read() == bytes(range(256)) * 4096]), flush=True)
print("SHARED", json.dumps(run.use_artifact("other:v0").get("t").data), flush=True)
row = used.get("labels").data[0]
print("ROW", json.dumps([row[0], np.array(row[1].image).tolist() == np.full((4, 4, 3), 7).tolist()]), flush=True)
print("ONE", json.dumps(open(used.get_entry("a.txt").download(root="one")).read()), flush=True)
used.verify(root="down")
draft = used.new_draft()
with draft.new_file("new.txt") as f: f.write("new")
draft.remove("sub/b.bin")
draft.save()
draft.wait()
print("DRAFT", json.dumps([draft.version, sorted(draft.manifest.entries)]), flush=True)
try:
    run.use_artifact("pets:nothing")
except Exception as e:
    print("ABSENT", json.dumps(str(e)), flush=True)
used.delete(delete_aliases=True)
run.finish()
"""


def test_artifacts_come_back_as_they_were_logged(sdk):  # noqa: F811
    made = sdk.run(MADE)
    assert made.code == 0, made.err
    version, size, aliases = made.said("MADE")
    assert (version, aliases) == ("v0", ["best", "latest"]) and size > 1024 * 1024
    assert "already exists with the same content" in made.err
    run = sdk.run_of("maker")
    versions = {v["name"]: v for v in sdk.get(f"artifact-versions?runId={run['id']}")["items"]}
    pets = versions["pets"]
    assert (pets["version"], pets["type"], pets["description"], pets["tags"]) == (0, "dataset", "dogs", ["checked"])
    assert pets["aliases"] == ["latest", "prod"]
    assert sdk.bytes(f"artifact-versions/{pets['id']}/download", {"path": "a.txt"}) == b"alpha"
    [far] = sdk.get(f"artifact-versions/{versions['far']['id']}/files")["items"]
    assert far["uri"] == "https://example.invalid/x.bin"

    used = sdk.run(USED)
    assert used.code == 0, used.err
    files = used.said("USED")[5]
    assert used.said("USED")[:5] == ["v0", "dogs", {"rows": 4, "deep": {"x": [1, None]}}, ["latest", "prod"], ["checked"]]
    assert files[0] == "a.txt" and "sub/b.bin" in files and "labels.table.json" in files
    assert used.said("TEXT") == ["alpha", True] and used.said("ROW") == [1, True] and used.said("ONE") == "alpha"
    assert used.said("SHARED") == [[42]]
    draft, entries = used.said("DRAFT")
    assert draft == "v1" and "new.txt" in entries and "a.txt" in entries and "sub/b.bin" not in entries
    assert "not found" in used.said("ABSENT")
    user = sdk.run_of("user")
    assert [v["version"] for v in sdk.get(f"artifact-versions?runId={user['id']}&relation=made")["items"]] == [1]
    gone = sdk.get(f"artifact-collections?experimentId={run['experimentId']}&q=pets")["items"][0]
    assert gone["versionCount"] == 1
    assert not sdk.recorder.refused, sdk.recorder.refused


def test_a_lost_answer_makes_no_second_version(sdk):  # noqa: F811
    left = [3]

    def fault(method, path):
        if path.startswith("/api/v1/transfers/") and left[0] > 0:
            left[0] -= 1
            return "drop-answer"
        return None

    sdk.recorder.fault = fault
    script = """
import wandb
run = wandb.init(project="lost", id="l1")
for word in ("one", "two"):
    artifact = wandb.Artifact("words", "text")
    with artifact.new_file("w.txt") as f: f.write(word)
    run.log_artifact(artifact).wait()
run.finish()
"""
    assert sdk.run(script).code == 0
    run = sdk.run_of("l1")
    versions = sdk.get(f"artifact-versions?runId={run['id']}&sort=createdAt&order=asc")["items"]
    assert [v["version"] for v in versions] == [0, 1]
    read = [sdk.bytes(f"artifact-versions/{v['id']}/download", {"path": "w.txt"}) for v in versions]
    assert read == [b"one", b"two"]


def test_what_artifacts_cannot_be_is_refused_by_name(sdk):  # noqa: F811
    ran = sdk.run(
        """
import json, wandb
from datetime import timedelta
run = wandb.init(project="p", id="x1")
said = []
def logged(change):
    artifact = wandb.Artifact("a", "t")
    with artifact.new_file("w.txt") as f: f.write("w")
    change(artifact)
    try:
        run.log_artifact(artifact).wait()
        said.append("done")
    except BaseException as e:
        said.append(str(e))
logged(lambda a: setattr(a, "ttl", timedelta(days=3)))
artifact = wandb.Artifact("b", "t")
with artifact.new_file("w.txt") as f: f.write("w")
try:
    run.log_artifact(artifact).wait().link("registry/x")
except BaseException as e:
    said.append(str(e))
print("SAID", json.dumps(said), flush=True)
run.finish()
"""
    )
    refused = sdk.recorder.refused
    assert "ttl cannot be kept" in refused["CreateArtifact"], ran.err
    assert "not answered by this server" in refused.get("LinkArtifact", refused.get("FetchRegistry", "")), refused
    assert sdk.get(f"artifact-collections?projectId={sdk.project_id}")["items"][0]["name"] == "b"
