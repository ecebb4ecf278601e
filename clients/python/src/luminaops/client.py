"""The client: where the server is, which key, and every operation as a typed method."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from ._generated import Operations
from ._transport import Calls, LuminaError

DEFAULT_URL = "http://127.0.0.1:7300"


def settings_path() -> Path:
    """File in which ``./lumina login`` keeps address and key: in ``LUMINA_HOME``, else in ``.lumina`` here."""
    profile = re.sub(r"[^\w.-]", "_", os.environ.get("LUMINA_PROFILE", ""))
    return Path(os.environ.get("LUMINA_HOME", ".lumina")) / (f"cli-{profile}.json" if profile else "cli.json")


def _saved() -> dict[str, Any]:
    try:
        saved = json.loads(settings_path().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return saved if isinstance(saved, dict) else {}


class Client(Operations):
    """One server seen with one key.

    Parameters
    ----------
    url, key : str, optional
        Default: ``LUMINA_URL`` and ``LUMINA_KEY``, else what ``./lumina login`` kept.
    timeout_s : float
        Seconds to wait for an answer.

    Raises
    ------
    LuminaError
        When no key is known.

    Examples
    --------
    >>> with Client() as client:  # doctest: +SKIP
    ...     for run in client.pages(client.runs.list, project_id=project):
    ...         print(run["name"], run["metrics"])
    """

    def __init__(self, url: str | None = None, key: str | None = None, timeout_s: float = 60.0) -> None:
        saved = _saved()
        url = url or os.environ.get("LUMINA_URL") or saved.get("url") or DEFAULT_URL
        key = key or os.environ.get("LUMINA_KEY") or saved.get("key")
        if not key:
            raise LuminaError(
                401,
                {"code": "unauthenticated", "detail": "No key is known.", "fix": "Set LUMINA_KEY, run `./lumina login`, or give Client(key=…)."},
            )
        self._calls = Calls(url, key, timeout_s)
        super().__init__(self._calls)

    @property
    def url(self) -> str:
        """Address of the server."""
        return self._calls.url

    def pages(self, read: Callable[..., Any], **given: Any) -> Iterator[Any]:
        """Every item of a list operation, fetched page by page as they are consumed."""
        cursor: str | None = None
        while True:
            page = read(**given, **({"cursor": cursor} if cursor else {}))
            yield from page["items"]
            cursor = page["nextCursor"]
            if cursor is None:
                return

    def close(self) -> None:
        """Closes the connections."""
        self._calls.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
