"""Becomes a command that knows how this machine reaches the package index.

Usage: with_index.py INDEX COMMAND [ARGUMENT...]
"""

import json
import os
import sys
from pathlib import Path


def environment(index: Path) -> dict[str, str]:
    """This process' variables, without those that are for the step alone, and the index' own.

    Args:
        index: What `lambda_zip.steps.machine` noted.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    noted: dict[str, str] = json.loads(index.read_text())["environment"]
    return {**noted, **own}


if __name__ == "__main__":
    os.execve(sys.argv[2], sys.argv[2:], environment(Path(sys.argv[1])))  # noqa: S606 - no shell
