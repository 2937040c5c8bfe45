"""Calling git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .errors import GitFailed

__all__ = ["Git"]

# They point git to another repository than the folder's; a hook has them set.
_LOCAL = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_WORK_TREE",
    }
)
# Nothing of a repository that moves in is run.
_QUIET = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false")


@dataclass(frozen=True)
class Git:
    """git in one folder.

    Args:
        folder: Where it runs.
        environment: Variables besides those of this process.
    """

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, given: bytes = b"", accepted: Container[int] = (0,)) -> str:
        """What the command prints, with bytes that are no UTF-8 as surrogates; as `output`."""
        return os.fsdecode(self.output(*arguments, given=given, accepted=accepted))

    def output(self, *arguments: str, given: bytes = b"", accepted: Container[int] = (0,)) -> bytes:
        """What the command prints.

        Args:
            arguments: Those of git.
            given: Its standard input.
            accepted: The exit codes that are no failure.

        Raises:
            GitFailed: it has another exit code, or there is no git.
        """
        done = self._done(*arguments, given=given)
        if done.returncode not in accepted:
            said = done.stderr.decode(errors="backslashreplace").strip()
            raise GitFailed(f"git {' '.join(arguments)} failed in {self.folder}: {said}")
        return done.stdout

    def succeeds(self, *arguments: str) -> bool:
        """Whether the command's exit code is 0."""
        return self._done(*arguments).returncode == 0

    def ignored(self, paths: Iterable[str]) -> set[str]:
        """Those of `paths`, relative to the folder, that git ignores and does not track."""
        given = b"".join(os.fsencode(path) + b"\0" for path in paths)
        if not given:
            return set()
        # Its exit code is 1 when none is.
        output = self.run("check-ignore", "-z", "--stdin", given=given, accepted=(0, 1))
        return set(_split(output))

    def listed(self, *arguments: str) -> list[str]:
        """What a command prints that ends each item with a null byte, as `-z` makes it."""
        return list(_split(self.run(*arguments)))

    def _done(self, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        kept = {name: value for name, value in os.environ.items() if name not in _LOCAL}
        # Nothing here may wait for an answer, and messages are in one language.
        settings = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        try:
            return subprocess.run(
                ["git", *_QUIET, *arguments],
                cwd=self.folder,
                env={**kept, **settings, **self.environment},
                input=given,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError as error:
            raise GitFailed(f"{error.filename} was not found: install git") from error


def _split(text: str) -> Iterator[str]:
    return (item for item in text.split("\0") if item)
