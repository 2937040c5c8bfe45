"""A program that deploys in children of its own, which may be killed.

It reads a line of JSON an order, prints the child's id, and when that has ended how it ended.
Children are forked from here, where everything is imported, and not from pytest, which has threads.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.tests.delivery.conftest import Site, warm

__all__ = ["Forker", "forker"]


class Forker:
    """Speaks to the program."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, url: str, name: str, folder: Path) -> int:
        """Begins a deployment; gives its process's id."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([url, name, str(folder)]) + "\n")
        self._process.stdin.flush()
        return int(self._line())

    def ended(self) -> int:
        """Waits for it; gives the signal that ended it as a negative number."""
        return int(self._line())

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def forker() -> Iterator[Forker]:
    """The program, for as long as the block lasts."""
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    with subprocess.Popen(
        [sys.executable, "-m", __name__],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Forker(process)
        finally:
            process.kill()


def _main() -> None:
    warm()
    for line in sys.stdin:
        url, name, folder = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                Site(url, Path(folder)).deploy(name, mark="new")
            finally:
                os._exit(0)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    _main()
