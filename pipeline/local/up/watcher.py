"""Notices that files changed, by looking at them again and again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

__all__ = ["Watcher", "snapshot"]

_EVERY_SECONDS = 0.2
_SETTLED_SECONDS = 0.05

# Of each file what shows a change: time, size, and which file it is.
type _Snapshot = dict[Path, tuple[int, int, int]]


def snapshot(files: Iterable[Path]) -> _Snapshot:
    """What tells files from what they are later; those that are gone are left out."""
    found: _Snapshot = {}
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue
        found[file] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found


class Watcher:
    """Calls back, from a thread of its own, after files changed and have come to rest.

    Args:
        groups: lists the files of each group anew.
        on_change: called with the names of the groups in which something changed.
    """

    def __init__(
        self,
        groups: Mapping[str, Callable[[], Iterable[Path]]],
        on_change: Callable[[list[str]], None],
    ) -> None:
        self._groups = groups
        self._on_change = on_change
        self._stop = threading.Event()
        self._seen = self._look()
        self._thread = threading.Thread(target=self._watch, name="watcher", daemon=True)
        self._thread.start()

    def _look(self) -> dict[str, _Snapshot]:
        return {name: snapshot(files()) for name, files in self._groups.items()}

    def _watch(self) -> None:
        while not self._stop.wait(_EVERY_SECONDS):
            now = self._look()
            if now == self._seen:
                continue
            # Editors write in several steps, and version control writes many files.
            while not self._stop.wait(_SETTLED_SECONDS) and (later := self._look()) != now:
                now = later
            changed = [name for name in now if now[name] != self._seen[name]]
            self._seen = now
            self._on_change(changed)

    def close(self) -> None:
        """Ends the thread, after a call that is under way."""
        self._stop.set()
        self._thread.join(timeout=30)
