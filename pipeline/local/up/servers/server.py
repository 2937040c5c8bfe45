"""A server that the cloud starts beside AWS: one child process on a free port of 127.0.0.1."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path

from ...errors import ServerFailed
from ...python_variables import python_variables

__all__ = ["Server"]

_START_SECONDS = 60.0
_STOP_SECONDS = 10.0
_OUTPUT_CHARACTERS = 2000


class Server(ABC):
    """A server in the foreground of a process group of its own; use it as a context manager.

    Args:
        folder: an existing folder for its data and its log.
        environment: variables for it besides those that it needs to be found and to start.
    """

    title = "server"

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.port = _free_port()
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def command(self) -> list[str]:
        """The command line that runs it in the foreground."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it takes a connection now."""

    @abstractmethod
    def prepare(self) -> None:
        """Makes what it needs before its first start."""

    def variables(self) -> dict[str, str]:
        """The whole environment of its processes."""
        return python_variables() | dict(self._environment)

    def start(self) -> None:
        """Starts it and waits until it answers.

        Raises:
            ServerFailed: it ended, or does not answer; the end of its log is in the error.
        """
        self.prepare()
        self.run()

    def run(self) -> None:
        """Starts it, prepared or not, and waits until it answers; raises as `start()` does."""
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=self.variables(),
                # Ctrl-C is for the cloud, which ends its servers when their clients are gone.
                process_group=0,
            )
        limit = time.monotonic() + _START_SECONDS
        while not self.answers():
            if self._process.poll() is not None:
                raise self.failure(f"ended with status {self._process.returncode}")
            if time.monotonic() > limit:
                raise self.failure(f"does not answer after {_START_SECONDS:.0f} s")
            time.sleep(0.05)

    def failure(self, what: str) -> ServerFailed:
        """An error that says `what` happened and shows the end of the log."""
        log = ""
        with contextlib.suppress(OSError):
            log = (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")
        return ServerFailed(f"{self.title} {what}:\n{log[-_OUTPUT_CHARACTERS:].rstrip()}")

    def stop(self) -> None:
        """Ends it in order; by force where that takes too long."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal.SIGINT)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def __enter__(self) -> Server:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
