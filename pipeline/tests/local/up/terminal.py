"""A terminal: starts the cloud and asks it, each in a process of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import boto3

__all__ = ["Terminal", "UpProcess", "client", "eventually", "passable_folder", "processes_of"]

_SECONDS = 120.0


def eventually[T](ask: Callable[[], T], what: str) -> T:
    """The first answer that is true; fails, naming `what`, when there is none for long."""
    limit = time.monotonic() + _SECONDS
    while not (answer := ask()):
        if time.monotonic() > limit:
            raise AssertionError(f"not so after {_SECONDS} s: {what}")
        time.sleep(0.05)
    return answer


def processes_of(folder: Path) -> dict[int, str]:
    """Every process that names the folder in its environment or its command line."""
    found: dict[int, str] = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            environment = (process / "environ").read_bytes()
        except OSError:
            continue
        if os.fsencode(folder) in environment + command and int(process.name) != os.getpid():
            found[int(process.name)] = command.replace(b"\0", b" ").decode("utf-8", "replace")
    return found


@contextmanager
def passable_folder() -> Iterator[Path]:
    """A folder that PostgreSQL's user may enter, as pytest's own are not."""
    with tempfile.TemporaryDirectory(prefix="checkout-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder).resolve()


class Terminal:
    """Runs the command line in a checkout.

    Args:
        root: the checkout.
        temporary: the folder for what is temporary.
    """

    def __init__(self, root: Path, temporary: Path) -> None:
        self.root = root
        self.temporary = temporary

    def popen(self, *arguments: str, prefix: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        """Starts a command."""
        path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
        return subprocess.Popen(
            [*prefix, sys.executable, "-m", "pipeline.local", *arguments],
            cwd=self.root,
            env={
                **os.environ,
                "PYTHONPATH": path,
                "TMPDIR": str(self.temporary),
                "NO_COLOR": "1",
                "PYTHONUNBUFFERED": "1",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, event: Any = None) -> tuple[int, str]:
        """The exit code of a command and what it printed."""
        with self.popen(*arguments) as process:
            given = None if event is None else json.dumps(event)
            try:
                said = process.communicate(given, timeout=_SECONDS)[0]
            except BaseException:
                process.kill()
                raise
        return process.returncode, said

    def json(self, *arguments: str, event: Any = None) -> Any:
        """What a command answers with `--json`."""
        code, said = self.run(*arguments, "--json", event=event)
        assert code == 0, said
        return json.loads(said)

    def up(self, *arguments: str, prefix: tuple[str, ...] = ()) -> UpProcess:
        """Starts the cloud; use it as a context manager."""
        return UpProcess(self, arguments, prefix)


class UpProcess:
    """A cloud that is up in a `with` block.

    Attributes:
        said: everything that it printed until it was up.
    """

    def __init__(
        self, terminal: Terminal, arguments: tuple[str, ...], prefix: tuple[str, ...]
    ) -> None:
        self.terminal = terminal
        self._process = terminal.popen("up", *arguments, prefix=prefix)
        self.said = ""

    def __enter__(self) -> Self:
        self.read_until("export AWS_SECRET_ACCESS_KEY")
        return self

    def read_until(self, text: str) -> None:
        """Reads what it prints up to a line with `text`; fails when it ends before that."""
        for line in self._process.stdout or ():
            self.said += line
            if text in line:
                return
        self.kill()
        raise AssertionError(f"it ended with {self._process.returncode}:\n{self.said}")

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def url(self) -> str:
        """Where the front page is, with its token."""
        found = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", self.said)
        assert found is not None, self.said
        return found[0]

    @property
    def aws(self) -> str:
        found = re.search(r"AWS_ENDPOINT_URL=(\S+)", self.said)
        assert found is not None, self.said
        return found[1]

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Sends a signal and waits for the end; the exit code."""
        self._process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Waits for the end; the exit code."""
        self.said += self._process.communicate(timeout=_SECONDS)[0]
        return self._process.returncode

    def kill(self) -> None:
        """Ends it as a crash would."""
        self._process.kill()
        self._process.wait()

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self.wait()
            except subprocess.TimeoutExpired:
                self.kill()
                raise


def client(up: UpProcess, service: Any) -> Any:
    """A client of the cloud's AWS."""
    return boto3.client(
        service,
        endpoint_url=up.aws,
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
