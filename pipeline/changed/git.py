"""Runs git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from .errors import GitFailed

__all__ = ["Git"]

_LIMIT_SECONDS = 300
_QUIET = {
    # Messages that are looked at stay as they are, nobody is asked for a password, and a status
    # that is only read takes no lock.
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
}


class Git:
    """Git in one repository.

    Args:
        root: the top folder of the work tree.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def attempt(
        self, *arguments: str, given: bytes = b"", env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Runs `git ARGUMENTS`, whatever comes of it.

        Raises:
            GitFailed: there is no git, or it took longer than five minutes.
        """
        try:
            return subprocess.run(
                ["git", *arguments],
                cwd=self.root,
                input=given,
                capture_output=True,
                env={**os.environ, **_QUIET, **(env or {})},
                timeout=_LIMIT_SECONDS,
                check=False,
            )
        except OSError as error:
            raise GitFailed(f"git can't be started: {error.strerror}", "Install git") from error
        except subprocess.TimeoutExpired as error:
            raise GitFailed(
                f"git {arguments[0]} took longer than {_LIMIT_SECONDS} s",
                "Look whether the remote answers, and try again",
            ) from error

    def run(
        self, *arguments: str, given: bytes = b"", env: Mapping[str, str] | None = None
    ) -> bytes:
        """What `git ARGUMENTS` prints.

        Raises:
            GitFailed: it did not succeed; its own words are in the error.
        """
        done = self.attempt(*arguments, given=given, env=env)
        if done.returncode:
            words = done.stderr.decode(errors="replace").strip()
            raise GitFailed(
                f"git {' '.join(arguments)} in {self.root} ended with {done.returncode}: {words}",
                "See git's own words",
            )
        return done.stdout

    def text(self, *arguments: str) -> str:
        """What `git ARGUMENTS` prints, as one line of text."""
        return self.run(*arguments).decode(errors="surrogateescape").strip()
