"""The W&B SDK, unmodified, in processes of its own; what it sends passes a recorder on its way to the server."""

import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import graphql
import pytest

from lumina import ROOT

LIST = ROOT / "src/surfaces/compat/wandb/operations.json"
# With it set, what the tests send becomes the list; without, it must be in the list.
WRITES = os.environ.get("LUMINA_RECORD_WANDB") == "1"


def shape(query, name):
    """Kind, name and every field path of the operation that is meant."""
    document = graphql.parse(query)
    fragments = {d.name.value: d for d in document.definitions if d.kind == "fragment_definition"}
    operations = [d for d in document.definitions if d.kind == "operation_definition"]
    operation = next((o for o in operations if name and o.name and o.name.value == name), operations[0])
    paths = set()

    def walk(selections, at):
        for s in selections.selections:
            if s.kind == "field":
                path = f"{at}.{s.name.value}" if at else s.name.value
                if s.selection_set:
                    walk(s.selection_set, path)
                else:
                    paths.add(path)
            else:
                walk(s.selection_set if s.kind == "inline_fragment" else fragments[s.name.value].selection_set, at)

    walk(operation.selection_set, "")
    return operation.name.value, operation.operation.value, paths


class Recorder:
    """Passes requests on, remembers GraphQL operations by name, and can break the line on demand."""

    def __init__(self, url):
        self.operations, self.refused, self.requests = {}, {}, []
        # Asked with (method, path) before a request is passed on; answers a status to send instead, or None.
        self.fault = lambda method, path: None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def serve(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                status = outer.fault(self.command, self.path)
                if status == "drop-answer":
                    outer.forward(url, self, body)
                    status = 503
                answer = (status, {}, b"broken on purpose") if status else outer.forward(url, self, body)
                self.send_response(answer[0])
                for name, value in answer[1].items():
                    if name.lower() not in ("transfer-encoding", "connection", "content-length", "date"):
                        self.send_header(name, value)
                self.send_header("content-length", str(len(answer[2])))
                self.end_headers()
                self.wfile.write(answer[2])

            do_GET = do_POST = do_PUT = serve

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def forward(self, url, request, body):
        headers = {k: v for k, v in request.headers.items() if k.lower() not in ("accept-encoding", "connection")}
        passed = urllib.request.Request(f"{url}{request.path}", data=body if request.command != "GET" else None, method=request.command, headers=headers)
        try:
            with urllib.request.urlopen(passed, timeout=120) as response:
                answer = (response.status, dict(response.headers), response.read())
        except urllib.error.HTTPError as error:
            answer = (error.code, dict(error.headers), error.read())
        self.requests.append((request.command, request.path, answer[0]))
        if request.path == "/graphql":
            sent = json.loads(body)
            name, kind, paths = shape(sent["query"], sent.get("operationName"))
            if answer[0] == 200:
                self.operations.setdefault(name, (kind, set()))[1].update(paths)
            else:
                self.refused[name] = json.loads(answer[2])["errors"][0]["message"]
        return answer


class Ran:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def said(self, mark):
        """The JSON that the script printed behind a mark."""
        line = next(line for line in self.out.splitlines() if line.startswith(f"{mark} "))
        return json.loads(line[len(mark) + 1 :])


class Sdk:
    def __init__(self, lumina, folder):
        self.lumina, self.folder = lumina, folder
        self.project_id, self.key = lumina.project()
        self.recorder = Recorder(lumina.url)
        self.environment = {
            **os.environ,
            "WANDB_BASE_URL": self.recorder.url,
            "WANDB_API_KEY": self.key,
            "WANDB_CONFIG_DIR": str(folder / "config"),
            "WANDB_CACHE_DIR": str(folder / "cache"),
            "WANDB_DATA_DIR": str(folder / "data"),
            "HOME": str(folder),
            "WANDB_ERROR_REPORTING": "false",
        }

    def script(self, text, *arguments, **environment):
        """Starts a script; its process has its own group, so that a test can kill the SDK's service with it."""
        path = self.folder / "script.py"
        path.write_text(text)
        return subprocess.Popen(
            [sys.executable, str(path), *map(str, arguments)],
            cwd=self.folder,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, text, *arguments, **environment):
        process = self.script(text, *arguments, **environment)
        out, err = process.communicate(timeout=120)
        return Ran(process.returncode, out, err)

    def command(self, *arguments):
        done = subprocess.run(
            [sys.executable, "-m", "wandb", *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=120
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    # What is read back comes from our own API.
    def get(self, path):
        return self.lumina.send("GET", f"/api/v1/{path}", key=self.key)

    def run_of(self, wandb_id):
        runs = self.get(f"runs?projectId={self.project_id}&limit=1000")["items"]
        return next(r for r in runs if r["tags"].get("wandb.run_id") == wandb_id)

    def lines(self, run_id, stream):
        return [line["text"] for line in self.get(f"runs/{run_id}/streams/{stream}?limit=1000")["items"]]

    def history(self, run_id):
        return [json.loads(line) for line in self.lines(run_id, "wandb-history.jsonl")]

    def points(self, run_id, key):
        return [(p["step"], p["value"]) for p in self.get(f"runs/{run_id}/metrics/{urllib.parse.quote(key, safe='')}")["points"]]

    def artifacts(self, run_id):
        return {a["path"]: a for a in self.get(f"runs/{run_id}/artifacts?limit=1000")["items"]}

    def bytes(self, operation, body):
        ticket = self.lumina.send("POST", f"/api/v1/{operation}", body, key=self.key)["ticket"]
        with urllib.request.urlopen(f"{self.lumina.url}{ticket['url']}", timeout=60) as response:
            return response.read()

    def file(self, run_id, path):
        return self.bytes(f"runs/{run_id}/artifacts/download", {"path": path})


def compare(recorder):
    listed = json.loads(LIST.read_text())
    if WRITES:
        for name, (kind, paths) in recorder.operations.items():
            before = set(listed["operations"].get(name, {}).get("fields", []))
            listed["operations"][name] = {"kind": kind, "fields": sorted(before | paths)}
        listed["operations"] = dict(sorted(listed["operations"].items()))
        LIST.write_text(json.dumps(listed, indent=2) + "\n")
        return
    for name, (kind, paths) in recorder.operations.items():
        assert listed["operations"][name]["kind"] == kind
        assert paths <= set(listed["operations"][name]["fields"]), f"{name} asks for more than was recorded"


@pytest.fixture
def sdk(lumina, tmp_path):
    one = Sdk(lumina, tmp_path)
    yield one
    one.recorder.server.shutdown()
    compare(one.recorder)
