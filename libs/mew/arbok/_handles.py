"""The open handles of this environment: one per driver, stage, secret and options."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import NamedTuple

from .._secrets import Secret
from . import _snapshot
from ._errors import Place
from ._link import AnySource


class Key(NamedTuple):
    """What tells handles apart. `options` hold the pool's size and the limits."""

    place: Place
    options: Hashable


class Handle:
    """The connections that one version of one secret opened."""

    def __init__(self, place: Place, version: str, source: AnySource) -> None:
        self.place = place
        self.version = version
        self.source = source

    def serves(self, version: str) -> bool:
        """Whether the handle may go on being used for that version of its secret."""
        return self.version == version and not self.source.closed


_lock = threading.Lock()
_handles: dict[Key, Handle] = {}


def current(key: Key) -> Handle | None:
    """The handle in use, without a lock."""
    return _handles.get(key)


def replace(key: Key, read: Callable[[], Secret], make: Callable[[Secret], AnySource]) -> Handle:
    """A handle for the secret's current version; the one before is drained.

    read: the secret as it is now. It is read under the lock, so that a thread which saw an older
    version cannot bring that one back.  make: a source for it; does no I/O.
    """
    _snapshot.register(close_all)
    with _lock:
        secret = read()
        old = _handles.get(key)
        if old is not None and old.serves(secret.version):
            return old
        made = _handles[key] = Handle(key.place, secret.version, make(secret))
    if old is not None:
        old.source.close()
    return made


def close_all(driver: str | None = None) -> None:
    """Close the handles of one driver, or all: idle connections now, used ones when given back."""
    with _lock:
        gone = [key for key in _handles if driver is None or key.place.driver == driver]
        handles = [_handles.pop(key) for key in gone]
    for handle in handles:
        handle.source.close()


def opened(driver: str) -> list[Handle]:
    """The handles of a driver, for tests and diagnostics."""
    with _lock:
        return [handle for key, handle in _handles.items() if key.place.driver == driver]
