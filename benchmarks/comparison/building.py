"""Makes the zips of all peers; what did not change since the last time is left as it is."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from . import peers
from .chalice_recipe import make_with_chalice
from .pants_recipe import make_with_pants
from .peer import BUILT, PEERS, Peer
from .pip_recipe import make_with_pip
from .sam_recipe import make_with_sam

__all__ = ["build"]

_RECIPES: dict[Peer, Callable[[Path], None]] = {
    peers.SAM: lambda folder: make_with_sam(peers.SAM, folder),
    peers.PIP: lambda folder: make_with_pip(
        peers.PIP, "fastapi_app", "fastapi", folder, bytecode=False
    ),
    peers.PIP_WITH_BYTECODE: lambda folder: make_with_pip(
        peers.PIP_WITH_BYTECODE, "fastapi_app", "fastapi", folder, bytecode=True
    ),
    peers.CHALICE: lambda folder: make_with_chalice(peers.CHALICE, folder),
    peers.POWERTOOLS: lambda folder: make_with_pip(
        peers.POWERTOOLS, "powertools_app", "powertools", folder, bytecode=True
    ),
    peers.FLOOR: lambda folder: make_with_pip(peers.FLOOR, "floor", None, folder, bytecode=True),
}
_INPUTS = {".json", ".lock", ".py", ".yaml"}


def build() -> None:
    """Makes the zips, from the repository's root, and tells of each on standard error.

    Raises:
        ToolFailed: one could not be made.
    """
    BUILT.mkdir(parents=True, exist_ok=True)
    _say("ours and Pants' stock backend")
    make_with_pants()
    inputs = _digest()
    for peer, recipe in _RECIPES.items():
        made_of = peer.path.with_suffix(".inputs")
        if peer.path.exists() and made_of.exists() and made_of.read_text() == inputs:
            continue
        _say(peer.name)
        made_of.unlink(missing_ok=True)
        folder = BUILT / "work" / peer.path.stem
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        recipe(folder)
        made_of.write_text(inputs)
        shutil.rmtree(folder)


def _digest() -> str:
    """What the peers' zips are made of: apps, locks and recipes."""
    files = [path for path in PEERS.rglob("*") if path.suffix in _INPUTS]
    digest = hashlib.sha256()
    for path in sorted([*files, *Path(__file__).parent.glob("*_recipe.py")]):
        if "bench_send_email" not in path.parts:
            digest.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _say(what: str) -> None:
    print(f"packaging: {what}", file=sys.stderr, flush=True)
