import hashlib
import os
import threading
import time
import urllib.parse

import mlflow
import pytest
from mlflow.exceptions import MlflowException

from lumina import Refused


def tree(folder):
    return sorted(os.path.relpath(os.path.join(at, f), folder) for at, _, files in os.walk(folder) for f in files)


def test_folders_go_up_and_come_down_as_they_were(tracking, tmp_path):
    made = tmp_path / "up"
    for path in ("a.txt", "b/c.json", "b/d/e.bin", "b/ünï çøde & 100%.csv", "b/leer/.hidden"):
        at = made / path
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_bytes(path.encode() * 100)
    with mlflow.start_run() as run:
        mlflow.log_artifacts(str(made), "data")
        mlflow.log_artifact(str(made / "a.txt"))
        mlflow.log_dict({"k": [1, 2]}, "deep/er/dict.json")
        mlflow.log_text("hello", "hello.txt")
    down = mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="data", dst_path=str(tmp_path / "down"))
    assert tree(down) == tree(made)
    for path in tree(made):
        assert (made / path).read_bytes() == open(os.path.join(down, path), "rb").read()
    assert mlflow.artifacts.load_dict(f"{run.info.artifact_uri}/deep/er/dict.json") == {"k": [1, 2]}
    assert mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/hello.txt") == "hello"


def test_lists_are_relative_to_the_run_and_folders_show_as_such(tracking):
    with mlflow.start_run() as run:
        mlflow.log_text("1", "top.txt")
        mlflow.log_text("2", "f/g/one.txt")
        mlflow.log_text("333", "f/two.txt")
    shown = lambda path=None: [(f.path, f.is_dir, f.file_size) for f in tracking.client.list_artifacts(run.info.run_id, path)]
    assert shown() == [("f", True, None), ("top.txt", False, 1)]
    assert shown("f") == [("f/g", True, None), ("f/two.txt", False, 3)]
    assert shown("f/two.txt") == [] and shown("absent") == []
    at = urllib.parse.urlparse(run.info.artifact_uri).path.lstrip("/")
    listed = tracking.send("GET", f"/api/2.0/mlflow-artifacts/artifacts?path={urllib.parse.quote(at + '/f')}")
    assert [f["path"] for f in listed["files"]] == ["g", "two.txt"]
    assert tracking.send("GET", f"/api/2.0/mlflow-artifacts/artifacts?path={urllib.parse.quote(at + '/none')}") == {}


def test_figures_images_and_tables(tracking):
    import matplotlib.pyplot as plt
    import numpy
    import pandas

    with mlflow.start_run() as run:
        figure, axes = plt.subplots()
        axes.plot([1, 2], [3, 4])
        mlflow.log_figure(figure, "plots/line.png")
        mlflow.log_image(numpy.zeros((8, 8, 3), dtype=numpy.uint8), "black.png")
        mlflow.log_image(numpy.ones((8, 8, 3), dtype=numpy.uint8), key="steps", step=3)
        mlflow.log_table({"a": [1, 2], "b": ["x", "y"]}, "table.json")
        mlflow.log_table(pandas.DataFrame({"a": [3], "b": ["z"]}), "table.json")
    assert mlflow.load_table("table.json", run_ids=[run.info.run_id])["a"].tolist() == [1, 2, 3]
    assert len(tracking.client.list_artifacts(run.info.run_id, "images")) == 2


def test_deleting_artifacts_takes_files_and_folders(tracking):
    with mlflow.start_run() as run:
        mlflow.log_text("1", "keep.txt")
        mlflow.log_text("2", "gone/a.txt")
        mlflow.log_text("3", "gone/b/c.txt")
    at = urllib.parse.urlparse(run.info.artifact_uri).path.lstrip("/")
    tracking.send("DELETE", f"/api/2.0/mlflow-artifacts/artifacts/{at}/gone")
    assert [f.path for f in tracking.client.list_artifacts(run.info.run_id)] == ["keep.txt"]
    with pytest.raises(MlflowException):
        mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="gone/a.txt")


def test_a_file_of_300_mb_passes_in_bounded_memory(tracking, lumina, tmp_path):
    large = tmp_path / "large.bin"
    digest = hashlib.sha256()
    with open(large, "wb") as out:
        for i in range(300):
            block = bytes([i % 251]) * 1_000_000
            digest.update(block)
            out.write(block)
    most, over = [lumina.server_memory_mb()], threading.Event()

    def watch():
        while not over.wait(0.05):
            most.append(lumina.server_memory_mb())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        with mlflow.start_run() as run:
            started = time.time()
            mlflow.log_artifact(str(large))
            up = time.time() - started
        down = mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="large.bin", dst_path=str(tmp_path / "down"))
        total = time.time() - started
    finally:
        over.set()
        watcher.join()
    with open(down, "rb") as back:
        assert hashlib.file_digest(back, "sha256").hexdigest() == digest.hexdigest()
    grown = max(most) - most[0]
    print(f"300 MB: up {up:.1f} s, up and down {total:.1f} s, server grew by {grown:.0f} MB")
    assert grown < 150, f"the server grew by {grown:.0f} MB"


def test_bytes_are_handed_over_as_attachments_only(tracking):
    import requests

    with mlflow.start_run() as run:
        mlflow.log_text("<script>alert(1)</script>", "page.html")
        mlflow.log_text("1", "naïve 文.txt")
    get = lambda path: requests.get(f"{tracking.url}/get-artifact", {"run_id": run.info.run_id, "path": path}, headers={"authorization": f"Bearer {tracking.key}"})
    page = get("page.html")
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["content-disposition"] == "attachment; filename=page.html"
    named = get("naïve 文.txt").headers["content-disposition"]
    assert "filename*=UTF-8''na%C3%AFve%20%E6%96%87.txt" in named and named.startswith('attachment; filename="')
    assert get("absent.txt").status_code == 404 and get("").status_code == 400


@pytest.mark.parametrize("path", ["../x", "a/../../x", "%2e%2e/x", "%252e%252e/x", "%25252e%25252e/x", "/etc/passwd", "a\\..\\x", "a#b", "file:///etc/passwd"])
def test_paths_that_lead_elsewhere_are_invalid(tracking, path):
    run = tracking.client.create_run("0").info.run_id
    query = urllib.parse.urlencode({"run_id": run, "path": path})
    for method, address, raw in [
        ("GET", f"/api/2.0/mlflow/artifacts/list?{query}", None),
        ("GET", f"/get-artifact?{query}", None),
        ("POST", f"/ajax-api/2.0/mlflow/upload-artifact?{query}", b"x"),
        ("PUT", f"/api/2.0/mlflow-artifacts/artifacts/{urllib.parse.quote('0/' + run + '/artifacts/' + path, safe='')}", b"x"),
    ]:
        # Below a run's root these are names like others.
        if method == "PUT" and (path.startswith("/") or ":" in path):
            continue
        with pytest.raises(Refused) as refused:
            tracking.send(method, address, raw=raw)
        assert refused.value.status == 400 and "Invalid path" in refused.value.text, (method, refused.value.text)
    assert tracking.client.list_artifacts(run) == []


def test_a_large_file_goes_up_in_parts(tracking, tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE", str(5_000_000))
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE", str(5 * 1024 * 1024))
    large = tmp_path / "größe.bin"
    large.write_bytes(os.urandom(1_000_000) * 23)
    with mlflow.start_run() as run:
        mlflow.log_artifact(str(large), "in parts")
    down = mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="in parts/größe.bin", dst_path=str(tmp_path / "down"))
    assert open(down, "rb").read() == large.read_bytes()
    assert "uploads.complete" in {row["operation"] for row in tracking.send("GET", "/api/v1/audit?limit=200")["items"]}
    root = urllib.parse.urlparse(run.info.artifact_uri).path.lstrip("/")
    made = tracking.send("POST", f"/api/2.0/mlflow-artifacts/mpu/create/{root}", {"path": "/home/me/x.bin", "num_parts": 2})
    assert [c["part_number"] for c in made["credentials"]] == [1, 2]
    missing = {"path": "x.bin", "upload_id": made["upload_id"], "parts": [{"part_number": 1, "etag": '"0"'}]}
    with pytest.raises(Refused, match="Part 1 of upload .* is not here"):
        tracking.send("POST", f"/api/2.0/mlflow-artifacts/mpu/complete/{root}", missing)
    assert tracking.send("POST", f"/api/2.0/mlflow-artifacts/mpu/abort/{root}", {"path": "x.bin", "upload_id": made["upload_id"]}) == {}
    assert [f.path for f in tracking.client.list_artifacts(run.info.run_id)] == ["in parts"]
