"""``%lumina`` and ``%%lumina`` for Jupyter."""

from __future__ import annotations

import shlex
import time
from typing import Any

from IPython.core.magic import Magics, line_cell_magic, magics_class

from .client import Client
from .delivery import experiment_id, project_id
from .run import Run, start_run

HELP = """%lumina login URL KEY                          use this server in this notebook
%lumina projects                               list projects
%lumina runs [FILTER] [--project P] [--experiment E]   runs as a table, for example: %lumina runs "metrics.auc > 0.8"
%%lumina run NAME [--project P] [--experiment E]       run the cell; `run` inside it is the run, its code is kept"""


def _options(words: list[str]) -> tuple[list[str], dict[str, str]]:
    plain: list[str] = []
    options: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        if word.startswith("--"):
            options[word[2:]] = next(rest, "")
        else:
            plain.append(word)
    unknown = set(options) - {"project", "experiment"}
    if unknown:
        raise ValueError(f"--{sorted(unknown)[0]} is not known.\n{HELP}")
    return plain, options


def _table(rows: list[dict[str, Any]]) -> Any:
    try:
        import pandas
    except ImportError:
        return rows
    return pandas.DataFrame(rows)


@magics_class
class LuminaMagics(Magics):
    """The magics of one notebook; they share one client."""

    client: Client | None = None

    def _client(self) -> Client:
        if self.client is None:
            self.client = Client()
        return self.client

    @line_cell_magic
    def lumina(self, line: str, cell: str | None = None) -> Any:
        """Talks to LuminaOps; without words it says how."""
        words = shlex.split(line)
        verb, (plain, options) = (words[0] if words else "help"), _options(words[1:])
        if cell is not None:
            if verb != "run":
                raise ValueError(f"%%lumina {verb} is not known.\n{HELP}")
            return self._run_cell(plain[0] if plain else None, options, cell)
        if verb == "login" and len(plain) == 2:
            self.client = Client(plain[0], plain[1])
            me = self.client.profile.get()
            print(f"{me['name']} at {self.client.url}")
            return None
        if verb == "projects":
            client = self._client()
            return _table([{"name": p["name"], "id": p["id"], "status": p["status"]} for p in client.pages(client.projects.list)])
        if verb == "runs":
            return self._runs(plain, options)
        print(HELP)
        return None

    def _runs(self, plain: list[str], options: dict[str, str]) -> Any:
        client = self._client()
        project = project_id(client, options.get("project"))
        given: dict[str, Any] = {"project_id": project, "limit": 200}
        if plain:
            given["filter"] = plain[0]
        if "experiment" in options:
            given["experiment_ids"] = [experiment_id(client, project, options["experiment"])]
        rows = []
        for found in client.runs.search(**given)["items"]:
            params = {f"params.{key}": value for key, value in found["params"].items()}
            metrics = {f"metrics.{key}": value["last"] for key, value in found["metrics"].items()}
            rows.append({"name": found["name"], "status": found["status"], "started": found["startedAt"], **params, **metrics, "id": found["id"]})
        return _table(rows)

    def _run_cell(self, name: str | None, options: dict[str, str], cell: str) -> Run:
        run = start_run(options.get("experiment"), project=options.get("project"), name=name, client=self._client())
        run.log_text(cell, "cell.py")
        self.shell.user_ns["run"] = run
        started = time.monotonic()
        result = self.shell.run_cell(cell)
        run.log_metric("duration_s", time.monotonic() - started)
        error = result.error_before_exec or result.error_in_exec
        if error is None:
            run.end()
        else:
            run.end("failed", f"{type(error).__name__}: {error}")
        print(f"{self._client().url}/runs/{run.id}")
        return run


def register(ipython: Any) -> None:
    """Adds the magics to a running IPython."""
    ipython.register_magics(LuminaMagics)
