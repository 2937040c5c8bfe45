"""The cloud's commands for other terminals, without waiting for another start of Pants."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

__all__ = ["write_shortcut"]

_SCRIPT = """\
#!/bin/sh
# The commands of the cloud that runs here; this file goes with it.
export PYTHONPATH={path}
case "${{1:---help}}" in
-*) exec {python} -m pipeline.local "${{@:---help}}" ;;
esac
command=$1
shift
exec {python} -m pipeline.local "$command" --name {name} "$@"
"""


def write_shortcut(file: Path, name: str) -> None:
    """Writes a program that runs a command of the cloud called `name`, with this interpreter.

    Args:
        file: where it goes.
        name: the cloud's.
    """
    entries = [os.path.abspath(entry) for entry in sys.path if entry]  # noqa: PTH100 - keeps links
    text = _SCRIPT.format(
        path=shlex.quote(os.pathsep.join(entries)), python=shlex.quote(sys.executable), name=name
    )
    part = file.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.chmod(0o700)
    part.replace(file)
