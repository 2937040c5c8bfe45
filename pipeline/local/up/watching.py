"""Serves what is saved: watches sources and artifacts, and releases what changed."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from ..checkout import artifact_path
from ..errors import LocalError
from .hot_code import HotCode
from .sources import LIBRARIES, source_files
from .watcher import Watcher

__all__ = ["Watching"]

_ARTIFACT = "artifact of "
_BUILD = "build"
# What only the packager reads.
_BUILD_FILES = ("3rdparty/python/code.txt", "3rdparty/python/code.lock")


class Watching:
    """Releases each change of a checkout, until `close()`.

    Args:
        lambdas: which.
        checkout: the repository's root.
        code: what releases.
        changing: held for as long as functions change.
        say: told what came of each change.
        on_release: called after one, with the names of the lambdas.
    """

    def __init__(
        self,
        lambdas: Iterable[str],
        checkout: Path,
        code: HotCode,
        changing: threading.Lock,
        say: Callable[[str], None],
        on_release: Callable[[list[str]], None],
    ) -> None:
        self._lambdas = tuple(lambdas)
        self._code = code
        self._changing = changing
        self._say = say
        self._on_release = on_release
        folders = {name: checkout / "lambdas" / name for name in self._lambdas}
        folders |= {name: checkout / "libs" / name for name in LIBRARIES}
        groups: dict[str, Callable[[], Iterable[Path]]] = {
            name: functools.partial(source_files, folder) for name, folder in folders.items()
        }
        for name in self._lambdas:
            groups[_ARTIFACT + name] = functools.partial(list, [artifact_path(name, checkout)])
        build = [checkout / each for each in _BUILD_FILES]
        build += [checkout / "lambdas" / name / "BUILD" for name in self._lambdas]
        groups[_BUILD] = functools.partial(list, build)
        self._watcher = Watcher(groups, self._changed)

    def _changed(self, groups: list[str]) -> None:
        libraries = any(name in LIBRARIES for name in groups)
        released = []
        with self._changing:
            for name in self._lambdas:
                if _ARTIFACT + name in groups:
                    release = self._code.repackaged
                elif libraries or name in groups:
                    release = self._code.refresh
                else:
                    continue
                try:
                    came_of_it = release(name)
                except (LocalError, OSError) as error:
                    # A file may be gone again by now; the next change is another try.
                    self._say(f"{name}: {error}. What was served before serves on.")
                    continue
                if came_of_it is not None:
                    self._say(came_of_it)
                    released.append(name)
        if _BUILD in groups:
            self._say("BUILD or the lock changed: `./pants package` brings that into artifacts.")
        if released:
            self._on_release(released)

    def close(self) -> None:
        """Watches no more."""
        self._watcher.close()
