"""The folder where a cloud keeps what is to outlive it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from ...errors import CloudRuns, StateUnusable
from ..lock import Locked, locked

__all__ = ["StateFolder", "write_whole"]

_OWNER_ONLY = 0o700


class StateFolder:
    """A folder for databases, AWS's services, functions and their code.

    Args:
        path: where; it is made if need be.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.aws = self.path / "aws.state"
        self.functions = self.path / "functions.json"
        self.code = self.path / "code"

    @contextlib.contextmanager
    def claim(self) -> Iterator[int]:
        """Nobody else may use it meanwhile; the lock's descriptor.

        Raises:
            StateUnusable: it is no folder that this user owns.
            CloudRuns: another cloud uses it.
        """
        try:
            self.path.mkdir(_OWNER_ONLY, parents=True, exist_ok=True)
            self.code.mkdir(exist_ok=True)
        except OSError as error:
            raise StateUnusable(f"--state {self.path}: {error.strerror}") from error
        # What is kept runs as this user when it is read, so nobody else may have written it.
        if self.path.stat().st_uid != os.geteuid() or self.path.stat().st_mode & 0o022:
            raise StateUnusable(
                f"--state {self.path} belongs to, or can be written by, other users. Use a folder"
                " of your own: chmod go-w, or another."
            )
        with contextlib.ExitStack() as holding:
            try:
                lock = holding.enter_context(locked(self.path / "lock"))
            except Locked as error:
                raise CloudRuns(
                    f"--state {self.path} is another running cloud's. End that, or name another."
                ) from error
            yield lock


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that whoever reads it, now or after a crash, finds it whole."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
