"""Runs: recorded on this machine first, brought to the server behind the program's back."""

from __future__ import annotations

import atexit
import math
import mimetypes
import os
import threading
import time
import warnings
from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any

from ._transport import LuminaError, Unreachable
from .client import Client
from .delivery import MAX_METRICS, Delivery, Entry
from .environment import described
from .journal import Journal, buffer_folder, uuid7

SPECIAL = {math.inf: "Infinity", -math.inf: "-Infinity"}
AGAIN_AFTER_S = (0.5, 1, 2, 5, 10, 30)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _value(value: Any) -> float | str:
    number = float(value)
    return "NaN" if math.isnan(number) else SPECIAL.get(number, number)


class Run:
    """A run that is being recorded. Made by :func:`start_run`; a context manager that ends it.

    Attributes
    ----------
    id : str
        Its id on the server, known before the server is.
    problems : list of str
        What the server refused so far, in its words.
    """

    def __init__(self, client: Client | None, start: Entry, folder: Path | None = None) -> None:
        self.id: str = start["run"]
        self.problems: list[str] = []
        self._journal = Journal((folder or buffer_folder()) / self.id, create=True)
        self._journal.claim()
        self._delivery = Delivery(client, self._journal, self._refused) if client else None
        self._client = client
        self._params: dict[str, str] = {}
        self._waiting: deque[Entry] = deque()
        self._changed = threading.Condition()
        self._ended = False
        self._away = False
        self._record(start)
        self._thread = threading.Thread(target=self._deliver, name=f"luminaops {self.id}", daemon=True) if client else None
        if self._thread:
            self._thread.start()
        atexit.register(self._exit)

    def log_metrics(self, metrics: Mapping[str, float], step: int = 0) -> None:
        """Records one value per key at this step. NaN and infinities are kept as such."""
        at = _now()
        points = [{"key": str(key), "value": _value(value), "step": step, "timestamp": at} for key, value in metrics.items()]
        for start in range(0, len(points), MAX_METRICS):
            self._log(metrics=points[start : start + MAX_METRICS])

    def log_metric(self, key: str, value: float, step: int = 0) -> None:
        """Records one value."""
        self.log_metrics({key: value}, step)

    def log_params(self, params: Mapping[str, Any]) -> None:
        """Records parameters, each as text. A parameter is written once.

        Raises
        ------
        ValueError
            When a parameter has another value already.
        """
        texts = {str(key): str(value) for key, value in params.items()}
        for key, value in texts.items():
            if self._params.get(key, value) != value:
                raise ValueError(f"parameter {key} is {self._params[key]!r} already; use a tag for what changes")
        self._params |= texts
        for some in _hundreds(texts):
            self._log(params=some)

    def set_tags(self, tags: Mapping[str, Any]) -> None:
        """Sets tags; a later value replaces an earlier one."""
        for some in _hundreds({str(key): str(value) for key, value in tags.items()}):
            self._log(tags=some)

    def log_artifact(self, file: str | os.PathLike[str], path: str | None = None, media_type: str | None = None) -> None:
        """Attaches a file, or a folder with all below it, under `path` (default: its own name)."""
        source = Path(file)
        if source.is_dir():
            for below in sorted(p for p in source.rglob("*") if p.is_file()):
                self.log_artifact(below, str(PurePosixPath(path or source.name, below.relative_to(source).as_posix())), media_type)
            return
        kind = media_type or mimetypes.guess_type(source.name)[0] or "application/octet-stream"
        self._alive()
        self._record({"do": "file", "run": self.id, "path": path or source.name, "file": self._journal.keep(source), "mediaType": kind})

    def log_text(self, text: str, path: str) -> None:
        """Attaches text as a file."""
        part = self._journal.folder / "text.part"
        part.write_text(text, encoding="utf-8")
        self.log_artifact(part, path, mimetypes.guess_type(path)[0] or "text/plain")
        part.unlink()

    def flush(self, timeout_s: float | None = None) -> bool:
        """Waits until the server has everything logged so far; False when it has not in time."""
        until = None if timeout_s is None else time.monotonic() + timeout_s
        with self._changed:
            while self._waiting and self._thread and self._thread.is_alive():
                left = None if until is None else until - time.monotonic()
                if left is not None and left <= 0:
                    return False
                self._changed.wait(0.2 if left is None else min(0.2, left))
            return not self._waiting

    def end(self, status: str = "finished", error: str = "", wait_s: float = 60.0) -> bool:
        """Ends the run and waits for the server; True when it has everything.

        When it is away, at most some seconds are waited; what is missing stays on this machine and
        ``luminaops sync`` brings it.
        """
        if self._ended:
            return not self._waiting
        self._record({"do": "end", "run": self.id, "status": status, "error": error[:8000], "at": _now()})
        self._ended = True
        atexit.unregister(self._exit)
        done = self.flush(min(wait_s, 2.0) if self._away else wait_s)
        if self._thread:
            with self._changed:
                self._changed.notify_all()
            self._thread.join(5)
        if done and self._delivery:
            self._journal.remove()
            return True
        self._journal.close()
        print(f"luminaops: run {self.id} is kept in {self._journal.folder}; `luminaops sync` sends it.")
        return False

    def __enter__(self) -> Run:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None:
            self.end()
        elif isinstance(error, KeyboardInterrupt):
            self.end("cancelled", "Interrupted")
        else:
            self.end("failed", f"{type(error).__name__}: {error}")

    def _exit(self) -> None:
        self.end(wait_s=15.0)

    def _alive(self) -> None:
        if self._ended:
            raise RuntimeError(f"run {self.id} has ended")

    def _log(self, metrics: list[Any] | None = None, params: dict[str, str] | None = None, tags: dict[str, str] | None = None) -> None:
        self._alive()
        self._record({"do": "log", "run": self.id, "metrics": metrics or [], "params": params or {}, "tags": tags or {}})

    def _record(self, entry: Entry) -> None:
        with self._changed:
            self._journal.append(entry)
            self._waiting.append(entry)
            self._changed.notify_all()

    def _refused(self, why: str) -> None:
        self.problems.append(why)
        warnings.warn(f"luminaops: {why}", stacklevel=2)

    def _deliver(self) -> None:
        failures = 0
        while True:
            with self._changed:
                while not self._waiting and not self._ended:
                    self._changed.wait(1.0)
                if not self._waiting:
                    return
                group = [self._waiting[i] for i in range(min(len(self._waiting), 2000))]
            try:
                sent = self._delivery.send(group) if self._delivery else 0
                failures = 0
                self._away = False
            except Unreachable as error:
                if not self._away:
                    warnings.warn(f"luminaops: {error.detail} The run goes on and is kept in {self._journal.folder}.", stacklevel=2)
                self._away = True
                if self._ended:
                    return
                with self._changed:
                    self._changed.wait_for(lambda: self._ended, AGAIN_AFTER_S[min(failures, len(AGAIN_AFTER_S) - 1)])
                failures += 1
                continue
            except Exception as error:  # noqa: BLE001
                # Whatever it is, the training must not notice; the journal holds everything.
                self._refused(str(error))
                return
            with self._changed:
                for _ in range(sent):
                    self._waiting.popleft()
                self._changed.notify_all()


def _hundreds(labels: dict[str, str]) -> list[dict[str, str]]:
    items = list(labels.items())
    return [dict(items[start : start + 100]) for start in range(0, len(items), 100)]


def start_run(
    experiment: str | None = None,
    *,
    project: str | None = None,
    name: str | None = None,
    params: Mapping[str, Any] | None = None,
    tags: Mapping[str, Any] | None = None,
    parent: Run | str | None = None,
    client: Client | None = None,
    offline: bool | None = None,
    describe: bool = True,
    folder: str | os.PathLike[str] | None = None,
) -> Run:
    """Starts a run and answers at once; the server is told behind the program's back.

    Parameters
    ----------
    experiment : str, optional
        Name; made when absent. Default: the project's experiment Default.
    project : str, optional
        Name or id. Default: ``LUMINA_PROJECT``, else the first project of the key.
    name, params, tags, parent
        As the run shows them.
    client : Client, optional
        Default: one from the environment.
    offline : bool, optional
        Record on this machine only, until ``luminaops sync``. Default: ``LUMINA_OFFLINE=1``.
    describe : bool
        Adds command, Python, Git commit and installed packages, from which the run can be repeated.
    folder : path, optional
        Where the journal lies. Default: ``LUMINA_BUFFER``, else the user's state folder.

    Raises
    ------
    LuminaError
        When no key is known and the run is not offline.
    """
    if offline is None:
        offline = os.environ.get("LUMINA_OFFLINE", "") in ("1", "true")
    if client is None and not offline:
        client = Client()
    run_id = uuid7()
    about, packages = described() if describe else ({}, "")
    given: dict[str, Any] = {"started_at": _now(), "tags": about | {str(k): str(v) for k, v in (tags or {}).items()}}
    if name:
        given["name"] = name
    if parent is not None:
        given["parent_run_id"] = parent.id if isinstance(parent, Run) else parent
    start = {"do": "start", "run": run_id, "project": project or os.environ.get("LUMINA_PROJECT"), "experiment": experiment, "given": given}
    run = Run(None if offline else client, start, Path(folder) if folder else None)
    if packages:
        run.log_text(packages, "environment/requirements.txt")
    if params:
        run.log_params(params)
    return run


__all__ = ["LuminaError", "Run", "start_run"]
