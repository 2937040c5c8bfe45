"""`sam build`, without a container, and the zip that `sam deploy` uploads."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from .archive import write_zip
from .peer import PEERS, Peer
from .pip_recipe import copy_app
from .tools import lock_of, run, tool

__all__ = ["make_with_sam"]


def make_with_sam(peer: Peer, folder: Path) -> None:
    """Makes the zip of `peer` in the empty `folder`."""
    programs = tool("sam")
    copy_app("fastapi_app", folder / "src")
    shutil.copy(lock_of("fastapi"), folder / "src/requirements.txt")
    shutil.copy(PEERS / "template.yaml", folder)
    variables = {
        # It looks for a python3.13 there.
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "SAM_CLI_TELEMETRY": "0",
        # It keeps a note of its version there.
        "HOME": str(folder.resolve()),
    }
    run(programs / "sam", "build", "--no-cached", folder=folder, variables=variables)
    write_zip(folder / ".aws-sam/build/BenchSendEmail", peer.path)
