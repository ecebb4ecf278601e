"""What a run needs to be repeated: command, interpreter, commit, packages. Tags carry MLflow's names."""

from __future__ import annotations

import os
import platform
import shlex
import subprocess
import sys
from functools import cache
from importlib.metadata import distributions


def _git(*words: str) -> str | None:
    try:
        done = subprocess.run(["git", *words], capture_output=True, text=True, timeout=5, check=True)  # noqa: S603, S607
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


@cache
def described() -> tuple[dict[str, str], str]:
    """Tags about code and machine, and the installed packages as a requirements file; read once per process."""
    script = sys.argv[0] if sys.argv and sys.argv[0] not in ("", "-c") else "interactive"
    tags = {
        "mlflow.source.name": os.path.basename(script),
        "mlflow.source.type": "LOCAL",
        "lumina.command": shlex.join([os.path.basename(sys.executable), *sys.argv])[:8000],
        "lumina.python": platform.python_version(),
        "lumina.platform": platform.platform(),
    }
    commit = _git("rev-parse", "HEAD")
    if commit:
        tags["mlflow.source.git.commit"] = commit
        tags["lumina.git.dirty"] = "true" if _git("status", "--porcelain", "--untracked-files=no") else "false"
    for tag, value in {"mlflow.source.git.branch": _git("rev-parse", "--abbrev-ref", "HEAD"), "mlflow.source.git.repoURL": _git("remote", "get-url", "origin")}.items():
        if commit and value:
            tags[tag] = _without_password(value)
    packages = sorted({f"{d.metadata['Name']}=={d.version}" for d in distributions() if d.metadata["Name"]}, key=str.lower)
    return tags, "\n".join(packages) + "\n"


def _without_password(address: str) -> str:
    scheme, mark, rest = address.partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}" if mark else address
