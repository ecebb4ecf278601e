"""JSON-lines events, one write each, so that lines of one job never mix."""

import json
import math
import os


class Events:
    """Writes events to a file descriptor.

    Parameters
    ----------
    descriptor : int
    """

    def __init__(self, descriptor):
        self._descriptor = descriptor

    def emit(self, kind, **fields):
        """Write one event; numbers that are not finite become null."""
        line = json.dumps({"type": kind, **clean(fields)}, ensure_ascii=False, allow_nan=False) + "\n"
        rest = line.encode()
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]

    def log(self, text, level="info"):
        """Write a line of the job's log."""
        self.emit("log", level=level, text=text)


def clean(value):
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): clean(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(inner) for inner in value]
    if hasattr(value, "item"):
        return clean(value.item())
    return value
