"""Brings runs that were recorded without a server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ._transport import LuminaError, Unreachable
from .client import Client
from .delivery import Delivery
from .journal import Journal, buffer_folder


@dataclass
class Synced:
    """What became of one run."""

    run_id: str
    entries: int = 0
    complete: bool = False
    busy: bool = False
    problems: list[str] = field(default_factory=list)


def sync(folder: str | os.PathLike[str] | None = None, client: Client | None = None) -> Iterator[Synced]:
    """Sends every run that lies in the buffer, and forgets it here once the server has all of it.

    A run may be sent again, whole or in part, without anything doubling. A run that a living program still
    records is left alone (``busy``).

    Raises
    ------
    Unreachable
        When the server does not answer; what is left stays.
    """
    client = client or Client()
    base = Path(folder) if folder else buffer_folder()
    for place in sorted(p for p in base.glob("*") if (p / "journal.jsonl").exists()):
        journal = Journal(place, create=False)
        done = Synced(place.name)
        if not journal.claim():
            done.busy = True
            journal.close()
            yield done
            continue
        delivery = Delivery(client, journal, done.problems.append)
        entries = list(journal.entries())
        try:
            while done.entries < len(entries):
                done.entries += delivery.send(entries[done.entries : done.entries + 2000])
        except Unreachable:
            journal.close()
            raise
        except LuminaError as error:
            done.problems.append(str(error))
            journal.close()
            yield done
            continue
        done.complete = True
        journal.remove()
        yield done
