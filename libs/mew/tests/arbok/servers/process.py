"""A server of a test: one child process on a free local port that its fixture stops."""

import os
import signal
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

START_SECONDS = 30.0


def free_port() -> int:
    """A TCP port on 127.0.0.1 that nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(ready: Callable[[], bool], what: str, seconds: float = START_SECONDS) -> None:
    """Return when `ready()` is true; raise TimeoutError that names `what` after `seconds`."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} is not so after {seconds} s")
        time.sleep(0.02)


def state(task: Path) -> str:
    """The state letter in a folder of /proc that belongs to a process or a thread; Z when it is gone."""
    try:
        return (task / "stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "Z"


def suspend(pid: int) -> None:
    """Stop a process, which may have ended meanwhile, and wait until none of its threads runs."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)
    threads = Path(f"/proc/{pid}/task")
    wait_until(
        lambda: all(state(thread) in "TZ" for thread in threads.glob("*")),
        f"the stop of process {pid}",
    )


class ServerProcess(ABC):
    """One server; `folder` keeps its data and its log between two starts."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder = folder
        self.port = port or free_port()
        self._process: subprocess.Popen[bytes] | None = None
        # Of the users that a test's backend made on it, by stage.
        self.passwords: dict[str, str] = {}

    @abstractmethod
    def command(self) -> list[str]:
        """The command line that runs the server in the foreground."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether the server takes a connection now."""

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def start(self) -> Self:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                # A test's interpreter may have found its packages by other ways than a child does.
                ["env", f"PYTHONPATH={os.pathsep.join(filter(None, sys.path))}", *self.command()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
            )
        try:
            wait_until(self._answers_or_ended, f"{type(self).__name__} on port {self.port}")
        except BaseException:
            # Nobody else can: it was never handed out.
            self.kill()
            raise
        if self._process.poll() is not None:
            raise RuntimeError(f"{self.command()[0]} ended:\n{self.log.read_text()[-2000:]}")
        return self

    def _answers_or_ended(self) -> bool:
        return self._running.poll() is not None or self.answers()

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError(f"{type(self).__name__} has not been started")
        return self._process

    @property
    def pid(self) -> int:
        return self._running.pid

    def freeze(self) -> None:
        """Stop the server's process without ending it: its connections stay open and mute."""
        suspend(self._running.pid)

    def thaw(self) -> None:
        self._running.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End the server as a crash would."""
        self._running.kill()
        self._running.wait(10)

    def stop(self) -> None:
        """End the server; nothing to do when it is not running."""
        if self._process is None or self._process.poll() is not None:
            return
        self.thaw()
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
