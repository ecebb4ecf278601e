"""LuminaOps from Python.

``luminaops.start_run`` records a run and never waits for the network; ``luminaops.Client`` has every operation
of the server with types. Inside Jupyter, ``%load_ext luminaops`` adds ``%lumina`` and ``%%lumina``.

>>> import luminaops
>>> with luminaops.start_run(experiment="titanic", params={"depth": 3}) as run:  # doctest: +SKIP
...     run.log_metrics({"loss": 0.4}, step=1)
"""

from ._transport import UNSET, ApprovalRequired, LuminaError, Unreachable
from .client import Client
from .run import Run, start_run
from .sync import sync

__all__ = ["UNSET", "ApprovalRequired", "Client", "LuminaError", "Run", "Unreachable", "start_run", "sync"]
__version__ = "0.1.0"


def load_ipython_extension(ipython: object) -> None:
    """Called by ``%load_ext luminaops``."""
    from .magics import register

    register(ipython)
