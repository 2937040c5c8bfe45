from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from .old_repository import environment, git, make_checkout, make_old

_SECONDS = 60


@dataclass(frozen=True)
class Move:
    """An old repository, and a checkout that it moves to."""

    old: Path
    checkout: Path

    @property
    def folder(self) -> Path:
        """Where the lambda is going to be."""
        return self.checkout / "lambdas" / "neoapp_billing"

    def start(self, *arguments: str, cwd: Path | None = None) -> subprocess.Popen[str]:
        """The command, as somebody types it in the checkout."""
        variables = environment(self.checkout.parent)
        variables["PATH"] = f"{self.checkout.parent / 'bin'}:{variables['PATH']}"
        return subprocess.Popen(
            [sys.executable, "-m", "pipeline.adopt", *arguments],
            cwd=cwd or self.checkout,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """What comes of the command."""
        process = self.start(*(arguments or (str(self.old),)), cwd=cwd)
        try:
            output, errors = process.communicate(timeout=_SECONDS)
        finally:
            process.kill()
        return subprocess.CompletedProcess(process.args, process.returncode, output, errors)

    def report(self, *arguments: str) -> dict[str, Any]:
        """The report of a run that succeeds."""
        done = self.run(str(self.old), *arguments, "--json")
        assert (done.returncode, done.stderr) == (0, "")
        report: dict[str, Any] = json.loads(done.stdout)
        return report

    def refused(self, *arguments: str, cwd: Path | None = None) -> str:
        """Why a run is refused, which leaves nothing behind."""
        before = self.files
        done = self.run(*arguments, cwd=cwd)
        assert (done.returncode, done.stdout) == (2, "")
        assert self.files == before
        return done.stderr

    def let_git(self, do: str, at: str) -> None:
        """Have git do something before the command that holds the word `at`: a shell's line.

        Args:
            do: The line.
            at: A word of git's arguments.
        """
        script = self.checkout.parent / "bin" / "git"
        script.parent.mkdir(exist_ok=True)
        real = shutil.which("git")
        script.write_text(f'#!/bin/sh\ncase " $* " in *" {at} "*) {do};; esac\nexec {real} "$@"\n')
        script.chmod(0o755)

    def held_at(self, at: str, *arguments: str) -> tuple[subprocess.Popen[str], Path]:
        """A run that stands still at the call of git with the word `at`, until the file is there."""
        marker, go = self.checkout.parent / "marker", self.checkout.parent / "go"
        wait = f"for i in $(seq {_SECONDS * 10}); do [ -e {go} ] || sleep 0.1; done"
        self.let_git(f"touch {marker}; {wait}", at)
        process = self.start(str(self.old), *arguments)
        self._await(marker, process)
        return process, go

    @staticmethod
    def _await(marker: Path, process: subprocess.Popen[str]) -> None:
        limit = time.monotonic() + _SECONDS
        while not marker.exists():
            assert process.poll() is None
            assert time.monotonic() < limit
            time.sleep(0.01)

    def ended_at(self, at: str, number: signal.Signals, *arguments: str) -> int:
        """The exit code of a run that gets a signal when it calls git with the word `at`."""
        marker = self.checkout.parent / "marker"
        self.let_git(f"touch {marker}; exec sleep {_SECONDS}", at)
        process = self.start(str(self.old), *arguments)
        try:
            self._await(marker, process)
            process.send_signal(number)
            process.communicate(timeout=_SECONDS)
            return process.returncode
        finally:
            process.kill()
            process.wait()
            shutil.rmtree(self.checkout.parent / "bin")

    @property
    def files(self) -> dict[str, bytes]:
        """What there is in the checkout, where its branch stands included."""
        found = {
            str(path.relative_to(self.checkout)): path.read_bytes() if path.is_file() else b""
            for path in self.checkout.rglob("*")
            if ".git" not in path.parts
        }
        return found | {"HEAD": git(self.checkout, "rev-parse", "HEAD").encode()}


@pytest.fixture
def move(tmp_path: Path) -> Move:
    old, checkout = tmp_path / "neoapp-billing", tmp_path / "checkout"
    old.mkdir()
    checkout.mkdir()
    return Move(make_old(old), make_checkout(checkout))
