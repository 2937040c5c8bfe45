"""generic_send_email as a team's loop of pip and zip packages it: whole distributions, boto3 inside."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from ..artifacts import OURS, build
from .archive import write_zip
from .peer import BUILT
from .tools import run, tool

__all__ = ["GENERIC_SEND_EMAIL", "PIP_LOOP", "build_loop"]

GENERIC_SEND_EMAIL = OURS.path
PIP_LOOP = BUILT / "generic_send_email_pip.zip"
_LOCK = Path("3rdparty/python/code.lock")
_ROOTS = ("lambdas", "libs")


def build_loop() -> None:
    """Packages generic_send_email by ./pants, and of the same pins and sources by pip and zip.

    Raises:
        SystemExit: Pants failed.
        ToolFailed: pip failed.
    """
    build(OURS)
    manifest = json.loads(OURS.path.with_suffix(".json").read_text(encoding="utf-8"))
    folder = BUILT / "work/generic_send_email"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    wanted = [f"{name}=={version}" for name, version in manifest["third_party"].items()]
    options = ("--quiet", "--no-compile", "--only-binary=:all:", f"--constraint={_LOCK.resolve()}")
    run(tool("pip") / "python", "-m", "pip", "install", *options, f"--target={folder}", *wanted)
    for file in manifest["first_party"]:
        source = next((Path(root, file) for root in _ROOTS if Path(root, file).exists()), None)
        # The module that hands out the handler is made by ./pants.
        if source is not None:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / file)
    write_zip(folder, PIP_LOOP)
    shutil.rmtree(folder)
