"""What a team without a build tool writes: for every lambda `pip install --target`, copy, zip."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

from .scratch import name_of

__all__ = ["pip_loop"]

_ROOTS = ("lambdas", "libs")


def pip_loop(root: Path, count: int, folder: Path) -> float:
    """Packages `count` lambdas and returns the seconds that it took.

    The loop has no memory: it takes the same whatever changed. What each lambda consists of, and
    its pinned versions, are those of the manifests that ./pants has written in `root`; pip's own
    cache of wheels is as warm as it is.

    Raises:
        RuntimeError: pip is not there, or failed; its own words are in the message.
    """
    # A virtual environment that Pants made has no pip, the interpreter that it is made from has.
    python = Path(sys.base_prefix, "bin/python3")
    begun = time.perf_counter()
    for number in range(count):
        name = name_of(number)
        build = folder / name
        shutil.rmtree(build, ignore_errors=True)
        manifest = json.loads((root / f"dist/lambdas/{name}.json").read_text())
        pins = [f"{each}=={version}" for each, version in manifest["third_party"].items()]
        pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")
        done = subprocess.run(
            [str(python), *pip, "--only-binary=:all:", f"--target={build}", *pins],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"pip could not install what {name} requires:\n{done.stderr}")
        for file in manifest["first_party"]:
            source = next((root / r / file for r in _ROOTS if (root / r / file).exists()), None)
            # The module that hands out the handler is made by ./pants.
            if source is not None:
                (build / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, build / file)
        _zip(build, folder / f"{name}.zip")
    return time.perf_counter() - begun


def _zip(build: Path, destination: Path) -> None:
    with zipfile.ZipFile(destination, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(build.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(build))
