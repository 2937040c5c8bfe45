"""Fetches uv from the package index as its lock pins it.

Usage: fetch_uv.py INDEX PEX LOCK PROGRAM
"""

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from lambda_zip.steps.with_index import environment


def extract_program(wheel: Path, program: Path) -> None:
    """Write the program that a wheel installs under the name of `program`.

    Raises:
        ValueError: The wheel installs no such program, or several.
    """
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (
            name for name in archive.namelist() if name.endswith(f".data/scripts/{program.name}")
        )
        program.write_bytes(archive.read(name))
    program.chmod(0o755)


def fetch(index: Path, pex: str, lock: str, program: Path) -> int:
    """Download what the lock pins, hashes checked, and take the program out; PEX' exit code."""
    with tempfile.TemporaryDirectory(dir=".") as wheels:
        command = [sys.executable, pex, "download", *json.loads(index.read_text())["pex"]]
        command += ["--wheel", "--no-build", f"--requirement={lock}", f"--dest-dir={wheels}"]
        done = subprocess.run(command, env=environment(index), check=False)
        if not done.returncode:
            (wheel,) = Path(wheels).glob(f"{program.name}-*.whl")
            extract_program(wheel, program)
        return done.returncode


if __name__ == "__main__":
    index, pex, lock, program = sys.argv[1:]
    sys.exit(fetch(Path(index), pex, lock, Path(program)))
