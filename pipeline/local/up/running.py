"""Where a running cloud is found by another process of the same checkout.

`dist/local/<name>/` holds a lock, which the operating system releases however the cloud ends, and a
file with the ports and the token, which only its owner may read.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import CloudRuns, NoCloud, UsageError
from .lock import Locked, is_locked, locked

__all__ = ["Place", "Running"]

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_OWNER_ONLY = 0o600


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
        self.shortcut = self.folder / "run"

    @contextlib.contextmanager
    def claim(self) -> Iterator[int]:
        """Nobody else may run a cloud here meanwhile; the lock's descriptor.

        Raises:
            CloudRuns: somebody does.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as holding:
            try:
                lock = holding.enter_context(locked(self.folder / "lock"))
            except Locked as error:
                raise CloudRuns(
                    f"the cloud {self.name!r} of this checkout runs already{self._whereabouts()}."
                    " End it (`down`), or start another with --name."
                ) from error
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
        if not is_locked(self.folder / "lock"):
            raise self._none()
        try:
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
