"""Brings journal entries to the server in the sizes it takes."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from ._transport import LuminaError, Unreachable
from .client import Client
from .journal import Journal

MAX_METRICS = 1000
MAX_LABELS = 100
MAX_TEXT = 900_000

Entry = dict[str, Any]


def chunk(entries: Sequence[Entry]) -> int:
    """How many of the first entries fit into one request: a run of ``log`` entries within the limits, else one."""
    metrics, params, tags, size = 0, set[str](), set[str](), 0
    for count, entry in enumerate(entries):
        if entry["do"] != "log":
            return max(count, 1)
        metrics += len(entry["metrics"])
        params |= entry["params"].keys()
        tags |= entry["tags"].keys()
        size += sum(len(k) + len(v) for k, v in (entry["params"] | entry["tags"]).items()) + 120 * len(entry["metrics"])
        if metrics > MAX_METRICS or len(params) > MAX_LABELS or len(tags) > MAX_LABELS or metrics + len(params) + len(tags) > MAX_METRICS or size > MAX_TEXT:
            return max(count, 1)
    return len(entries)


class Delivery:
    """Sends the entries of one run. Sending an entry again changes nothing: the run's id, parameters, points and
    files are the client's own, and the server knows equal ones.
    """

    def __init__(self, client: Client, journal: Journal, told: Callable[[str], None]) -> None:
        self._client = client
        self._journal = journal
        self._told = told

    def send(self, entries: Sequence[Entry]) -> int:
        """Sends the first entries that fit one request and marks them; answers how many.

        Raises
        ------
        Unreachable
            When the server does not answer; nothing is marked then.
        LuminaError
            When it refuses the run itself.
        """
        count = chunk(entries)
        group = entries[:count]
        try:
            self._act(group)
        except Unreachable:
            raise
        except LuminaError as error:
            if error.status >= 500 or error.status in (408, 429):
                raise Unreachable(self._client.url, error) from error
            if group[0]["do"] == "start":
                # Without its run nothing else can be taken; the journal stays whole.
                raise
            if count > 1:
                # One of several is refused: each alone tells which.
                for entry in group:
                    self.send([entry])
                return count
            self._journal.refused(group[0], str(error))
            self._told(str(error))
        self._journal.delivered(count)
        return count

    def _act(self, group: Sequence[Entry]) -> None:
        first = group[0]
        runs = self._client.runs
        match first["do"]:
            case "start":
                self._start(first)
            case "log":
                params: dict[str, str] = {}
                tags: dict[str, str] = {}
                for entry in group:
                    params |= entry["params"]
                    tags |= entry["tags"]
                runs.log_batch(
                    run_id=first["run"],
                    metrics=[point for entry in group for point in entry["metrics"]],
                    params=[{"key": key, "value": value} for key, value in params.items()],
                    tags=[{"key": key, "value": value} for key, value in tags.items()],
                )
            case "file":
                copy = self._journal.folder / "files" / first["file"]
                with open(copy, "rb") as body:
                    runs.upload_artifact(body, run_id=first["run"], path=first["path"], media_type=first["mediaType"])
                copy.unlink(missing_ok=True)
            case "end":
                given = {"error": first["error"]} if first["error"] else {}
                runs.update(run_id=first["run"], status=first["status"], ended_at=first["at"], **given)

    def _start(self, entry: Entry) -> None:
        project = project_id(self._client, entry["project"])
        given = dict(entry["given"])
        if entry["experiment"] is not None:
            given["experiment_id"] = experiment_id(self._client, project, entry["experiment"])
        self._client.runs.create(project_id=project, id=entry["run"], **given)


def project_id(client: Client, name: str | None) -> str:
    """Id of the project of this name (or id), or of ``LUMINA_PROJECT``, or of the key's first project.

    Raises
    ------
    LuminaError
        When there is none.
    """
    name = name or os.environ.get("LUMINA_PROJECT")
    first: str | None = None
    for project in client.pages(client.projects.list, limit=200):
        if name is None or name in (project["name"], project["id"]):
            return str(project["id"])
        first = first or project["name"]
    known = f"One that exists is {first}." if first else "There is none yet."
    raise LuminaError(404, {"code": "not_found", "detail": f"There is no project {name or ''} here.", "fix": f"{known} Make one with `./lumina projects create`."})


def experiment_id(client: Client, project: str, name: str) -> str:
    """Id of the project's experiment of this name; made when absent."""

    def known() -> str | None:
        return next((str(e["id"]) for e in client.experiments.list(project_id=project, name=name)["items"]), None)

    found = known()
    if found is not None:
        return found
    try:
        return str(client.experiments.create(project_id=project, name=name)["id"])
    except LuminaError as error:
        # Another run made it in between.
        again = known() if error.code == "conflict" else None
        if again is None:
            raise
        return again
