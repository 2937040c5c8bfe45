"""Where a running cloud is found by another process of the same checkout.

`dist/local/<name>/` holds a lock, which the operating system releases however the cloud ends, and a
file with the ports and the token, which only its owner may read.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import CloudRuns, NoCloud, UsageError

__all__ = ["Place", "Running"]

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_OWNER_ONLY = 0o600
# What another process needs to look at the lock, or a guard to finish.
_PATIENCE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Running:
    """A cloud that runs: its process, its addresses, and the token that its control asks for."""

    pid: int
    url: str
    aws: str
    control: str
    token: str = field(repr=False)


class Place:
    """The folder of the cloud called `name` in a checkout.

    Raises:
        UsageError: no cloud may be called so.
    """

    def __init__(self, checkout: Path, name: str) -> None:
        if _NAME.fullmatch(name) is None:
            raise UsageError(
                f"a cloud cannot be called {name!r}: use at most 40 lower-case letters, digits and"
                " hyphens"
            )
        self.name = name
        self.folder = checkout / "dist" / "local" / name
        self.file = self.folder / "running.json"

    @contextlib.contextmanager
    def claim(self) -> Iterator[int]:
        """Nobody else may run a cloud here meanwhile; the lock's descriptor.

        Raises:
            CloudRuns: somebody does.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with _opened(self.folder / "lock") as lock:
            limit = time.monotonic() + _PATIENCE_SECONDS
            while not _taken(lock, fcntl.LOCK_EX):
                if time.monotonic() > limit:
                    raise CloudRuns(
                        f"the cloud {self.name!r} of this checkout runs already"
                        f"{self._whereabouts()}. End it (`down`), or start another with --name."
                    )
                time.sleep(0.05)
            self.file.unlink(missing_ok=True)
            yield lock

    def publish(self, running: Running) -> None:
        """Says where the cloud is."""
        part = self.file.with_suffix(".part")
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(dataclasses.asdict(running), file)
        part.replace(self.file)

    def find(self) -> Running:
        """The cloud that runs here.

        Raises:
            NoCloud: none does, or it is just starting.
        """
        try:
            with _opened(self.folder / "lock") as lock:
                if _taken(lock, fcntl.LOCK_SH):
                    raise self._none()
            return Running(**json.loads(self.file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise self._none() from error

    def _none(self) -> NoCloud:
        return NoCloud(
            f"no cloud {self.name!r} of this checkout runs. Start it:\n"
            "    ./pants run pipeline:local -- up"
        )

    def _whereabouts(self) -> str:
        try:
            running = self.find()
        except NoCloud:
            return ""
        return f" (process {running.pid}, {running.url})"


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
