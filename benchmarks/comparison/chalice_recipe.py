"""`chalice package`."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from .peer import PEERS, Peer
from .tools import lock_of, run, tool

__all__ = ["make_with_chalice"]


def make_with_chalice(peer: Peer, folder: Path) -> None:
    """Makes the zip of `peer` in the empty `folder`."""
    programs = tool("chalice")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PEERS / "chalice_app", folder, ignore=ignored, dirs_exist_ok=True)
    # What is there goes into the zip as it is.
    shutil.copytree(PEERS / "mailing", folder / "vendor/mailing", ignore=ignored)
    shutil.copy(lock_of("chalice_app"), folder / "requirements.txt")
    variables = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        # It imports the app, which makes its client.
        "PYTHONPATH": "vendor",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    run(programs / "chalice", "package", "out", folder=folder, variables=variables)
    shutil.move(folder / "out/deployment.zip", peer.path)
