"""Whether a commit is part of what prod's branch has."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Protocol

from .errors import PromotionRefused

__all__ = ["GitHistory", "History"]


class History(Protocol):
    """What git knows."""

    def check(self, name: str, commits: list[str], stage: str) -> None:
        """Returns when the branch of `stage` contains one of `commits`, which are one artifact's.

        Raises:
            PromotionRefused: it does not, or that can't be said; the error gives the reason.
        """


class GitHistory:
    """The history of a clone.

    Args:
        folder: any folder of it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def check(self, name: str, commits: list[str], stage: str) -> None:
        """See History."""
        branches = (f"{name}/{stage}", stage)
        heads = {branch: head for branch in branches if (head := self._head(branch))}
        if not heads:
            raise PromotionRefused(
                f"{name}: there is no branch {' or '.join(branches)} in this clone to compare"
                f" {commits[0]} with",
                f"Fetch it (git fetch origin {stage}:refs/remotes/origin/{stage}), or give --force",
            )
        known = [commit for commit in commits if self._knows(commit)]
        if not known:
            shallow = self._git("rev-parse", "--is-shallow-repository").stdout.strip() == "true"
            more = "git fetch --unshallow" if shallow else "git fetch origin"
            raise PromotionRefused(
                f"{name}: the commit {commits[0]}, of which hom's artifact is, is not in this clone",
                f"Fetch it ({more}), or give --force",
            )
        for head in heads.values():
            for commit in known:
                if self._git("merge-base", "--is-ancestor", commit, head).returncode == 0:
                    return
        shown = ", ".join(f"{branch} ({head[:12]})" for branch, head in heads.items())
        raise PromotionRefused(
            f"{name}: hom's artifact is from commit {known[0]}, which is not in {shown}",
            f"Merge it into {stage} first, or give --force",
        )

    def _head(self, branch: str) -> str:
        for ref in (f"refs/remotes/origin/{branch}", f"refs/heads/{branch}"):
            found = self._git("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
            if found.returncode == 0:
                return found.stdout.strip()
        return ""

    def _knows(self, commit: str) -> bool:
        # Not as a range or an option: a description may hold anything.
        if not commit.isalnum():
            return False
        return self._git("cat-file", "-e", f"{commit}^{{commit}}").returncode == 0

    def _git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        try:
            return subprocess.run(
                ["git", *arguments],
                cwd=self._folder,
                capture_output=True,
                check=False,
                text=True,
                timeout=60,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PromotionRefused(
                f"git can't be asked in {self._folder}: {error}", "Install git, or give --force"
            ) from error
