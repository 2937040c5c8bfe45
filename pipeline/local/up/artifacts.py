"""Which artifacts are as old as their sources, and how those that are older get built."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from ..checkout import artifact_path
from ..errors import PackagingFailed, UsageError
from .sources import first_party_folders, source_files

__all__ = ["Packager", "stale"]

_LIMIT_SECONDS = 900
_OUTPUT_LINES = 60
# What the packager reads besides the sources.
_ALSO = ("3rdparty/python/code.lock", "3rdparty/python/code.txt")


def stale(name: str, checkout: Path) -> bool:
    """Whether a lambda has no artifact, or something that goes into it is newer."""
    try:
        built = artifact_path(name, checkout).stat().st_mtime_ns
    except FileNotFoundError:
        return True
    files = [
        file for folder in first_party_folders(name, checkout) for file in source_files(folder)
    ]
    files += [checkout / "lambdas" / name / "BUILD", *(checkout / each for each in _ALSO)]
    return any(file.stat().st_mtime_ns > built for file in files if file.is_file())


class Packager:
    """Runs `./pants package`.

    Args:
        checkout: the repository's root.
        say: told each line of its progress.
        environment: variables for it besides this process's own.
    """

    def __init__(
        self, checkout: Path, say: Callable[[str], None], environment: Mapping[str, str]
    ) -> None:
        self._checkout = checkout
        self._say = say
        self._environment = environment

    def package(self, names: Iterable[str]) -> None:
        """Builds the artifacts of lambdas, all in one run.

        Raises:
            UsageError: there is no ./pants to build with.
            PackagingFailed: it did not succeed; its last lines are in the error.
        """
        names = list(names)
        targets = [f"lambdas/{name}::" for name in names]
        command = f"./pants package {' '.join(targets)}"
        if not (self._checkout / "pants").is_file():
            raise UsageError(
                f"{', '.join(names)}: no artifact that is as new as its sources, and"
                f" {self._checkout / 'pants'} does not exist to build it with"
            )
        self._say(f"Building: {command}")
        last: list[str] = []
        with subprocess.Popen(
            ["./pants", "--no-dynamic-ui", "package", *targets],
            cwd=self._checkout,
            env=self._variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process:
            try:
                for line in process.stdout or ():
                    self._say(f"  {line.rstrip()}")
                    last = [*last[1 - _OUTPUT_LINES :], line]
                status = process.wait(_LIMIT_SECONDS)
            except BaseException:
                process.terminate()
                raise
        if status != 0:
            raise PackagingFailed(
                f"`{command}` ended with status {status}:\n{''.join(last).rstrip()}"
            )
        for name in names:
            # What Pants took from its cache may be older than the sources that it was checked against.
            os.utime(artifact_path(name, self._checkout))

    def _variables(self) -> dict[str, str]:
        # Those that made this process find its packages would mislead Pants' own.
        kept = {key: v for key, v in os.environ.items() if not key.startswith(("PYTHON", "PEX"))}
        # The `./pants run` that this may run in holds the daemon.
        return {**kept, "PANTS_CONCURRENT": "true", **self._environment}
