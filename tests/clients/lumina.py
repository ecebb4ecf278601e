"""A running LuminaOps for real clients: started once for all files, a project and key of its own for each test."""

import json
import os
import signal
import socket
import stat
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EMAIL, PASSWORD = "clients@example.org", "a long enough password"


class Refused(Exception):
    def __init__(self, status, text):
        super().__init__(f"{status} {text[:500]}")
        self.status, self.text = status, text


class Lumina:
    """The product in a temporary home, on a free port."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="lumina-clients-")
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        home = Path(self.folder.name) / "home"
        home.mkdir()
        # The database's system user walks there when this runs as root.
        for at in (Path(self.folder.name), home):
            at.chmod(at.stat().st_mode | stat.S_IXGRP | stat.S_IXOTH)
        self.log = open(Path(self.folder.name) / "log", "w+")
        self.process = subprocess.Popen(
            [os.environ.get("LUMINA_NODE", str(ROOT / ".tools/bin/node")), "src/main/start.ts"],
            cwd=ROOT,
            env={
                **os.environ,
                "LUMINA_HOME": str(home),
                "LUMINA_PORT": str(port),
                "LUMINA_ADMIN_EMAIL": EMAIL,
                "LUMINA_ADMIN_PASSWORD": PASSWORD,
            },
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.key, self.keys = None, []
        self._await()
        login = {"email": EMAIL, "password": PASSWORD, "name": "clients"}
        self.key = self.send("POST", "/auth/cli-login", login)["key"]

    def _await(self):
        until = time.time() + 90
        while time.time() < until and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/health/ready", timeout=5).read()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise RuntimeError(f"It did not start:\n{Path(self.log.name).read_text()[-3000:]}")

    def send(self, method, path, body=None, key=None, raw=None, headers=None):
        """One request; the JSON (or text) of a 2xx, else Refused."""
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}{path}", data=data, method=method)
        if data is not None:
            request.add_header("content-type", "application/json")
        if key or self.key:
            request.add_header("authorization", f"Bearer {key or self.key}")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                text = response.read().decode()
        except urllib.error.HTTPError as error:
            raise Refused(error.code, error.read().decode(errors="replace")) from None
        return json.loads(text) if text[:1] in "{[" and text else text

    def project(self):
        """A new project and a key that works in it."""
        project = self.send("POST", "/api/v1/projects", {"name": f"clients {uuid.uuid4().hex[:10]}"})
        key = self.send("POST", "/api/v1/keys", {"name": "clients", "defaultProjectId": project["id"]})
        # A person holds 200 keys at most; the oldest belong to tests that are over.
        self.keys.append(key["id"])
        if len(self.keys) > 100:
            self.send("DELETE", f"/api/v1/keys/{self.keys.pop(0)}")
        return project["id"], key["key"]

    def server_memory_mb(self):
        """Anonymous memory of the process that answers HTTP."""
        children = json.loads((Path(self.folder.name) / "home" / "children.json").read_text())
        pid = next(c["pid"] for c in children if c["name"] == "server")
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("no RssAnon")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
            self.log.close()
            self.folder.cleanup()
