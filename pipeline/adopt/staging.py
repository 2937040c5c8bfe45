"""Making the lambda aside, and putting it into its place in one go or not at all.

What is made lies in a folder of `dist/`, which git and Pants ignore, on the file system of
`lambdas/`. Whatever becomes of the run, the folder goes: at its end, or, if it was killed, when the
next one starts.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import Refused

__all__ = ["alone", "replaced", "staging", "undisturbed"]

_PREFIX = ".adopt-"
_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def alone(checkout: Path) -> Iterator[None]:
    """No other adoption runs in the checkout meanwhile.

    Raises:
        Refused: one does already.
    """
    lambdas = os.open(checkout / "lambdas", os.O_RDONLY | os.O_CLOEXEC)
    try:
        try:
            # Of the process: however it ends, the lock is gone.
            fcntl.flock(lambdas, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("another adoption is running in this checkout: wait for it") from None
        yield
    finally:
        os.close(lambdas)


@contextmanager
def staging(checkout: Path) -> Iterator[Path]:
    """A folder to make things in, for who is `alone`."""
    dist = checkout / "dist"
    made_dist = not dist.exists()
    # Nobody else is at work, so these are of runs that were killed.
    for left in dist.glob(f"{_PREFIX}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = dist / f"{_PREFIX}{os.getpid()}"
    try:
        folder.mkdir(parents=True)
        yield folder
    finally:
        with undisturbed():
            shutil.rmtree(folder, ignore_errors=True)
            if made_dist and dist.is_dir() and not any(dist.iterdir()):
                dist.rmdir()


@contextmanager
def undisturbed() -> Iterator[None]:
    """What runs inside is not interrupted: the signals that end a program wait until it is done."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def replaced(path: Path, content: bytes, aside: Path) -> Iterator[None]:
    """Have `content` in a file, and what was there before if what runs inside fails.

    Args:
        path: The file; it need not exist.
        content: What it holds from now on.
        aside: A folder on the file's file system.
    """
    before = path.read_bytes() if path.exists() else None
    _put(path, content, aside)
    try:
        yield
    except BaseException:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            _put(path, before, aside)
        raise


def _put(path: Path, content: bytes, aside: Path) -> None:
    made = aside / f"put-{path.name}"
    made.write_bytes(content)
    if path.exists():
        shutil.copymode(path, made)
    made.replace(path)
