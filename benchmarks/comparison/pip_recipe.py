"""`pip install --target`, the app beside it, zip: what a team's script does."""

from __future__ import annotations

import shutil
from pathlib import Path

from .archive import write_zip
from .peer import PEERS, Peer
from .tools import lock_of, run, tool

__all__ = ["copy_app", "make_with_pip"]


def make_with_pip(peer: Peer, app: str, lock: str | None, folder: Path, *, bytecode: bool) -> None:
    """Makes the zip of `peer` in the empty `folder`.

    Args:
        peer: which zip to write.
        app: the folder of benchmarks/peers/ that holds the app.
        lock: what pip installs, or None for nothing.
        folder: where to gather the files.
        bytecode: whether the zip holds bytecode that is valid whatever happens to file times.
    """
    programs = tool("pip")
    if lock is not None:
        how = ("--quiet", "--no-compile", "--no-deps", "--require-hashes", "--only-binary=:all:")
        target = (f"--target={folder.resolve()}", f"--requirement={lock_of(lock)}")
        run(programs / "python", "-m", "pip", "install", *how, *target)
    copy_app(app, folder)
    if bytecode:
        options = ("-q", "--invalidation-mode=unchecked-hash", "-s", str(folder.resolve()))
        run(programs / "python", "-m", "compileall", *options, "-p", "/var/task", folder.resolve())
    write_zip(folder, peer.path)


def copy_app(app: str, folder: Path) -> None:
    """Copies the app, and what the apps share, to where its imports find it."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PEERS / app, folder, ignore=ignored, dirs_exist_ok=True)
    shutil.copytree(PEERS / "mailing", folder / "mailing", ignore=ignored)
