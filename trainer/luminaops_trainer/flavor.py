"""The model folder as MLflow's clients read it."""

import platform
from datetime import datetime, timezone
from pathlib import Path

LOADER = "luminaops_pyfunc"


def mlmodel():
    """Contents of ``MLmodel``: a python function whose loader lies in the folder ``code``.

    No signature is written: these clients would refuse whole numbers where training saw fractions.
    """
    now = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S.%f")
    lines = [
        "artifact_path: model",
        "flavors:",
        "  python_function:",
        "    code: code",
        "    env:",
        "      virtualenv: python_env.yaml",
        f"    loader_module: {LOADER}",
        f"    python_version: {platform.python_version()}",
        f"utc_time_created: '{now}'",
    ]
    return "\n".join(lines) + "\n"


def python_env():
    """Contents of ``python_env.yaml``, by which these clients build an environment for the model."""
    return f"python: {platform.python_version()}\nbuild_dependencies:\n- pip\ndependencies:\n- -r requirements.txt\n"


def loader():
    """The source of the loader."""
    return (Path(__file__).parent / "pyfunc.py").read_text(encoding="utf-8")
