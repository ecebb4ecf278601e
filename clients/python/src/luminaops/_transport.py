"""HTTP under the generated operations: one session, problem documents as exceptions, transfers, watches."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final, Union, cast
from urllib.parse import quote, urljoin

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

Content = Union[str, Path, bytes, IO[bytes]]
Target = Union[str, Path, IO[bytes]]

CHUNK_BYTES: Final = 1 << 20


class Unset:
    """Marks an input that is not given; ``None`` is a value."""

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> bool:
        return False


UNSET: Final = Unset()


class LuminaError(Exception):
    """A refusal of the server: what failed, and what to do.

    Attributes
    ----------
    code : str
        One of the closed set, for example ``not_found`` or ``conflict``.
    detail, fix : str
        What failed on what; what to do about it.
    status : int
        HTTP status.
    request_id : str
        Names the request in the server's log.
    fields : list of dict
        ``path`` and ``message`` of each wrong input.
    """

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.code: str = problem.get("code", "internal")
        self.detail: str = problem.get("detail", f"The server answered {status}.")
        self.fix: str = problem.get("fix", "")
        self.request_id: str = problem.get("requestId", "")
        self.fields: list[dict[str, str]] = problem.get("fields", [])
        super().__init__(f"{self.detail} {self.fix}".strip())


class ApprovalRequired(LuminaError):
    """The act waits for another person's decision; ``approval_id`` names the request."""

    def __init__(self, approval_id: str) -> None:
        super().__init__(202, {"code": "approval_required", "detail": f"Approval {approval_id} was asked for.", "fix": "Someone else decides; then it runs by itself."})
        self.approval_id = approval_id


class Unreachable(LuminaError):
    """The server does not answer; nothing is known about what was sent."""

    def __init__(self, url: str, cause: Exception) -> None:
        super().__init__(0, {"code": "unavailable", "detail": f"{url} does not answer ({type(cause).__name__}).", "fix": "Check LUMINA_URL and that the server runs."})


class Calls:
    """Carries the generated operations to one server with one key.

    Parameters
    ----------
    url : str
        Address of the server.
    key : str
        API key, ``lum_`` and 36 characters.
    timeout_s : float
        Seconds to wait for an answer's first byte.
    """

    def __init__(self, url: str, key: str, timeout_s: float = 60.0) -> None:
        self.url = url.rstrip("/")
        self.timeout_s = timeout_s
        self._session = requests.Session()
        # The environment's .netrc would replace the key.
        self._session.trust_env = False
        self._session.proxies = requests.utils.get_environ_proxies(self.url)
        self._session.headers.update({"authorization": f"Bearer {key}", "lumina-surface": "rest", "user-agent": "luminaops-python"})
        # Writes carry an idempotency key, so asking again after a broken answer is safe for all methods.
        retry = Retry(total=4, backoff_factor=0.3, status_forcelist=[429, 502, 503, 504], allowed_methods=None, respect_retry_after_header=True, raise_on_status=False)
        adapter = HTTPAdapter(max_retries=retry, pool_maxsize=8)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def close(self) -> None:
        """Closes the connections."""
        self._session.close()

    def _send(self, method: str, path: str, **more: Any) -> requests.Response:
        url = urljoin(f"{self.url}/", path.lstrip("/"))
        try:
            response = self._session.request(method, url, timeout=more.pop("timeout", (10, self.timeout_s)), **more)
        except (requests.ConnectionError, requests.Timeout) as error:
            raise Unreachable(self.url, error) from error
        if response.ok:
            return response
        try:
            problem = response.json()
        except ValueError:
            problem = {}
        raise LuminaError(response.status_code, problem if isinstance(problem, dict) else {})

    def _request(self, operation: str, given: dict[str, Any], **more: Any) -> requests.Response:
        from ._generated import ROUTES

        method, path = ROUTES[operation]
        rest = {}
        for name, value in given.items():
            if isinstance(value, Unset):
                continue
            hole = "{" + name + "}"
            if hole in path:
                path = path.replace(hole, quote(str(value), safe=""))
            else:
                rest[name] = value
        if method in ("GET", "DELETE"):
            return self._send(method, path, params={name: _in_query(value) for name, value in rest.items()}, **more)
        headers = {"content-type": "application/json", "idempotency-key": str(uuid.uuid4())}
        return self._send(method, path, data=json.dumps(rest, allow_nan=False).encode(), headers=headers, **more)

    def _call(self, operation: str, given: dict[str, Any]) -> Any:
        answer = self._request(operation, given).json()
        waiting = answer.get("approvalRequired") if isinstance(answer, dict) else None
        if waiting:
            raise ApprovalRequired(waiting["id"])
        return answer

    def _ticket(self, operation: str, given: dict[str, Any]) -> str:
        return cast(str, self._call(operation, given)["ticket"]["url"])

    def _upload(self, operation: str, given: dict[str, Any], file: Content) -> Any:
        address = self._ticket(operation, given)
        headers = {"content-type": "application/octet-stream"}
        if isinstance(file, (str, Path)):
            headers["lumina-filename"] = quote(os.path.basename(file))
            with open(file, "rb") as body:
                return self._send("PUT", address, data=body, headers=headers).json()
        return self._send("PUT", address, data=file, headers=headers).json()

    def _download(self, operation: str, given: dict[str, Any], to: Target) -> int:
        """Streams the bytes into a file (whole or not at all) or an open one; answers how many."""
        with self._send("GET", self._ticket(operation, given), stream=True) as response:
            if not isinstance(to, (str, Path)):
                return _pour(response, to)
            part = Path(f"{to}.{uuid.uuid4().hex}.part")
            try:
                with open(part, "wb") as file:
                    size = _pour(response, file)
                os.replace(part, to)
                return size
            finally:
                part.unlink(missing_ok=True)

    def _watch(self, operation: str, given: dict[str, Any]) -> Iterator[Any]:
        """Events as they come, until the server ends the stream; a broken connection goes on from its last event."""
        cursor: str | None = None
        while True:
            headers = {"accept": "text/event-stream"} | ({"last-event-id": cursor} if cursor else {})
            try:
                with self._request(operation, given, headers=headers, stream=True, timeout=(10, 90)) as response:
                    for kind, data, mark in _events(response.iter_lines(chunk_size=1, decode_unicode=True)):
                        cursor = mark or cursor
                        if kind == "end":
                            return
                        if kind == "problem":
                            raise LuminaError(500, data)
                        yield data
            except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
                continue


def _in_query(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value) if isinstance(value, dict) else value


def _pour(response: requests.Response, file: IO[bytes]) -> int:
    size = 0
    for chunk in response.iter_content(CHUNK_BYTES):
        file.write(chunk)
        size += len(chunk)
    return size


def _events(lines: Iterator[str]) -> Iterator[tuple[str, Any, str | None]]:
    kind, data, mark = "message", "", None
    for line in lines:
        if line == "":
            if data:
                yield kind, json.loads(data), mark
            kind, data, mark = "message", "", None
        elif line.startswith("event:"):
            kind = line[6:].strip()
        elif line.startswith("data:"):
            data += line[5:].strip()
        elif line.startswith("id:"):
            mark = line[3:].strip()
