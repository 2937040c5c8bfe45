"""Notes in a folder that all sandboxes of this machine see what no other machine shares.

Usage: machine.py FOLDER    with the variable INDEX; prints the interpreter's path from the folder
"""

import os
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from pathlib import Path


def note_interpreter(folder: Path) -> str:
    """Link to the interpreter that runs this; the link's path, which names its version alone.

    Args:
        folder: Where to.
    """
    # What of an interpreter decides over bytecode and over the wheels that it can install.
    version = f"{sys.version.split()[0]}-{sysconfig.get_config_var('SOABI')}"
    (folder / version).mkdir(parents=True, exist_ok=True)
    real = os.path.realpath(sys.executable)
    _replace(folder / version / "python3", lambda made: made.symlink_to(real))
    return f"{version}/python3"


def note_index(folder: Path, index: str) -> None:
    """Write how the package index is reached, for this user's eyes alone.

    Args:
        folder: Where to.
        index: JSON, as `lambda_zip.steps.with_index` and `lambda_zip.steps.fetch_uv` read it.
    """

    def write(made: Path) -> None:
        made.touch(mode=0o600)
        made.write_text(index)

    _replace(folder / "index.json", write)


def _replace(path: Path, make: Callable[[Path], None]) -> None:
    # Others may be reading: they see the old one or the new one.
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        make(made := Path(folder, path.name))
        made.replace(path)


if __name__ == "__main__":
    note_index(Path(sys.argv[1]), os.environ["INDEX"])
    print(note_interpreter(Path(sys.argv[1])), end="")
