from __future__ import annotations

import datetime
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipeline.changed.git import Git
from pipeline.releases.record import ReleaseRecord
from pipeline.tests.changed.scratch import commit_environment

NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
COMMIT = "c" * 40


def record(name: str = "neoapp_banner", **more: Any) -> ReleaseRecord:
    """A record, of which only what matters is given."""
    minutes = more.pop("minutes", 0)
    given = {
        "lambda": name,
        "stage": "hom",
        "version": "1",
        "sha256": "a" * 64,
        "commit": COMMIT,
        "time": NOON + datetime.timedelta(minutes=minutes),
        "actor": "ana",
        **more,
    }
    return ReleaseRecord.model_validate(given)


class Remote:
    """A bare repository with the branches hom and prod, and clones of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.bare = folder / "remote.git"
        subprocess.run(["git", "init", "--quiet", "--bare", "-b", "hom", self.bare], check=True)
        self.git = Git(self.bare)
        self.first = self._commit(())
        for branch in ("hom", "prod"):
            self.git.run("update-ref", f"refs/heads/{branch}", self.first)

    def _commit(self, parents: tuple[str, ...]) -> str:
        tree = self.git.run("mktree").decode().strip()
        options = [option for parent in parents for option in ("-p", parent)]
        made = self.git.run(
            "commit-tree", tree, *options, given=b"Change\n", env=commit_environment()
        )
        return made.decode().strip()

    def advance(self, branch: str = "hom") -> str:
        """Let somebody push an (empty) commit to the branch."""
        commit = self._commit((self.tip(branch),))
        self.git.run("update-ref", f"refs/heads/{branch}", commit)
        return commit

    def tip(self, branch: str = "hom") -> str:
        return self.git.text("rev-parse", f"refs/heads/{branch}")

    def clone(self, name: str = "clone", *options: str) -> Git:
        path = self._folder / name
        command = ["git", "clone", "--quiet", *options, self.bare.as_uri(), str(path)]
        subprocess.run(command, check=True)
        return Git(path)

    def files(self, revision: str = "hom") -> list[str]:
        return self.git.text("ls-tree", "-r", "--name-only", revision).split()


@pytest.fixture
def remote(tmp_path: Path) -> Remote:
    return Remote(tmp_path)
