"""A copy of what a clone of this repository has, and Pants in it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from .checkout import ROOT, Checkout

PARTS = ("BUILD", "pants", "pants.toml", "pyproject.toml", "3rdparty", "libs", "pants-plugins")
SECONDS = 800


class Repository:
    """The copy. Whoever made it stops it.

    Args:
        root: an empty folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        for part in PARTS:
            if (ROOT / part).is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / part, root / part, ignore=ignored)
            else:
                shutil.copy(ROOT / part, root / part)
        self.checkout = Checkout(root)
        self.log = root.parent / "python.log"

    def pants(self, *arguments: str) -> None:
        """Run ./pants in it; it must succeed."""
        done = subprocess.run(
            ["./pants", *arguments],
            cwd=self.root,
            # Of five starts, four find everything loaded.
            env={**os.environ, "PANTS_PANTSD": "true"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"./pants {' '.join(arguments)}\n{done.stdout[-8000:]}"

    def python(self, *arguments: str, **environment: str) -> "subprocess.Popen[bytes]":
        """Start this interpreter on the lambdas; what it says goes to `log`."""
        roots = [self.root / "lambdas", self.root / "libs"]
        entries = [*roots, *(Path(entry).absolute() for entry in sys.path if entry)]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *arguments],
                cwd=self.root,
                env={**os.environ, **environment, "PYTHONPATH": os.pathsep.join(map(str, entries))},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def stop(self) -> None:
        """End the daemon that Pants started here."""
        for file in self.root.glob(".pids/*/pantsd/pid"):
            process = int(file.read_text())
            deadline = time.monotonic() + 20
            while _runs(process) and time.monotonic() < deadline:
                os.kill(process, signal.SIGTERM)
                time.sleep(0.2)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # What ended and was not waited for by whoever adopted it.
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
