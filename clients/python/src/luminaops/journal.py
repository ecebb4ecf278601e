"""What a run said, line by line on this machine's disk, until the server has it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def buffer_folder() -> Path:
    """Where journals lie: ``LUMINA_BUFFER``, else the user's state folder."""
    chosen = os.environ.get("LUMINA_BUFFER")
    if chosen:
        return Path(chosen)
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / "luminaops"


def uuid7() -> str:
    """A UUID of version 7: the first 48 bits are milliseconds, so ids sort by time."""
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    return str(uuid.UUID(int=value & ~(0xF << 76) & ~(0x3 << 62) | 7 << 76 | 2 << 62))


class Journal:
    """The folder of one run: ``journal.jsonl``, copies of its files, and how many lines the server has.

    A line is handed to the operating system before the call that logs it returns, so a killed program loses nothing.
    """

    def __init__(self, folder: Path, create: bool) -> None:
        self.folder = folder
        if create:
            (folder / "files").mkdir(parents=True)
        self._lock = open(folder / "lock", "w")  # noqa: SIM115
        self._lines = open(folder / "journal.jsonl", "ab", buffering=0)  # noqa: SIM115
        self._sent = 0

    def claim(self) -> bool:
        """True when no other living program works on this run."""
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def append(self, entry: dict[str, Any]) -> None:
        """Writes one entry."""
        self._lines.write(json.dumps(entry, separators=(",", ":"), allow_nan=False).encode() + b"\n")

    def keep(self, file: str | os.PathLike[str]) -> str:
        """Copies a file into the journal, because the original may change or go; answers its name here."""
        name = uuid.uuid4().hex
        shutil.copyfile(file, self.folder / "files" / name)
        return name

    def entries(self) -> Iterator[dict[str, Any]]:
        """Entries the server may not have. A last line that was cut off by a crash is left out."""
        try:
            self._sent = int((self.folder / "sent").read_text())
        except (OSError, ValueError):
            self._sent = 0
        with open(self.folder / "journal.jsonl", "rb") as lines:
            for number, line in enumerate(lines):
                if number >= self._sent and line.endswith(b"\n"):
                    yield json.loads(line)

    def delivered(self, count: int) -> None:
        """Marks so many further entries as held by the server."""
        self._sent += count
        part = self.folder / "sent.part"
        part.write_text(str(self._sent))
        os.replace(part, self.folder / "sent")

    def refused(self, entry: dict[str, Any], why: str) -> None:
        """Keeps an entry the server will never take, with its reason."""
        with open(self.folder / "refused.jsonl", "a", encoding="utf-8") as out:
            out.write(json.dumps({"why": why, "entry": entry}) + "\n")

    def close(self) -> None:
        """Lets go of the folder; what was not delivered stays for ``luminaops sync``."""
        self._lines.close()
        self._lock.close()

    def remove(self) -> None:
        """Forgets the run here; refusals stay."""
        self.close()
        if not (self.folder / "refused.jsonl").exists():
            shutil.rmtree(self.folder, ignore_errors=True)
            return
        shutil.rmtree(self.folder / "files", ignore_errors=True)
        for name in ("journal.jsonl", "sent", "lock"):
            (self.folder / name).unlink(missing_ok=True)
