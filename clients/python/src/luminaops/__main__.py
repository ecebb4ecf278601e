"""``luminaops sync``: sends what was recorded without a server."""

from __future__ import annotations

import argparse
import sys

from ._transport import LuminaError
from .journal import buffer_folder
from .sync import sync


def main(words: list[str] | None = None) -> int:
    """Runs the command line; answers the exit code (0 done, 1 refused or incomplete, 2 wrong usage)."""
    parser = argparse.ArgumentParser(prog="luminaops", description="Runs that were recorded without a server.")
    commands = parser.add_subparsers(dest="command", required=True)
    send = commands.add_parser("sync", help="send them, then forget them here")
    send.add_argument("folder", nargs="?", help=f"default: {buffer_folder()}")
    given = parser.parse_args(words)
    code = 0
    try:
        for run in sync(given.folder):
            if run.busy:
                print(f"{run.run_id}: still being recorded, left alone")
                continue
            print(f"{run.run_id}: {run.entries} entries sent")
            for problem in run.problems:
                print(f"  refused: {problem}", file=sys.stderr)
                code = 1
    except LuminaError as error:
        print(error, file=sys.stderr)
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main())
