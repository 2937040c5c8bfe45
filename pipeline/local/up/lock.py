"""A lock in a file, which the operating system releases however its holder ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

__all__ = ["Locked", "is_locked", "locked"]

_OWNER_ONLY = 0o600
# What another process needs to look at the lock, or a guard to finish.
_PATIENCE_SECONDS = 3.0


class Locked(Exception):
    """Somebody else holds it."""


@contextlib.contextmanager
def locked(path: Path) -> Iterator[int]:
    """Holds the lock; its descriptor, which another process may inherit and then holds it as well.

    Raises:
        Locked: it does not become free in a few seconds.
    """
    with _opened(path) as lock:
        limit = time.monotonic() + _PATIENCE_SECONDS
        while not _taken(lock, fcntl.LOCK_EX):
            if time.monotonic() > limit:
                raise Locked
            time.sleep(0.05)
        yield lock


def is_locked(path: Path) -> bool:
    """Whether somebody holds it; where there is no such file, nobody does."""
    if not path.exists():
        return False
    with _opened(path) as lock:
        return not _taken(lock, fcntl.LOCK_SH)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, _OWNER_ONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _taken(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
