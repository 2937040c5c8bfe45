"""A git repository for tests: commits and branches."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

__all__ = ["Repository"]


class Repository:
    """A new repository in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "-q", "-b", "hom")

    def git(self, *arguments: str) -> str:
        """Runs git with none of the caller's settings."""
        environment = {
            **os.environ,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_AUTHOR_NAME": "ana",
            "GIT_AUTHOR_EMAIL": "ana@example.com",
            "GIT_COMMITTER_NAME": "ana",
            "GIT_COMMITTER_EMAIL": "ana@example.com",
        }
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            check=True,
            text=True,
        )
        return done.stdout.strip()

    def commit(self) -> str:
        """A commit on the branch that is checked out; gives its id."""
        self.git("commit", "-q", "--allow-empty", "-m", "change")
        return self.git("rev-parse", "HEAD")
