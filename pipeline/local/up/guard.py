"""Ends every process of the cloud and removes its files, however the cloud itself ends."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from . import guard_program

__all__ = ["Guard"]

_CLOSE_SECONDS = 30


class Guard:
    """A process that outlives the cloud just long enough to clean up after it.

    A session of its own keeps Ctrl-C, and a kill of the cloud's whole group, from it. What starts a
    process for the cloud gives it `environment`, so that the guard knows it.

    Args:
        workspace: the cloud's folder.
        files: what says that the cloud runs; they go with it.
        locks: descriptors of locks that are to be held until everything is gone.
    """

    def __init__(self, workspace: Path, files: Iterable[Path], locks: Iterable[int]) -> None:
        self.environment = {guard_program.MARKER: str(workspace)}
        read_end, self._alive = os.pipe()
        try:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-I", "-S", str(Path(guard_program.__file__).resolve())),
                    *(str(workspace), *map(str, files)),
                ],
                stdin=read_end,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={},
                pass_fds=tuple(locks),
                start_new_session=True,
            )
        except BaseException:
            os.close(self._alive)
            raise
        finally:
            os.close(read_end)

    def close(self) -> None:
        """Has the guard clean up, and waits for it."""
        with contextlib.suppress(OSError):
            os.close(self._alive)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_CLOSE_SECONDS)
