"""A branch of a remote, as it is there just now."""

from __future__ import annotations

import re

from pipeline.changed.git import Git

from .errors import NotRecorded

__all__ = ["RemoteBranch"]

# What git and servers say when another push was first.
_MOVED = re.compile(
    r"fetch first|non-fast-forward|stale info|cannot lock ref|failed to update ref"
    r"|incorrect old value|reference already exists|failed to lock|but expected",
)


class RemoteBranch:
    """A branch that commits are put on top of.

    Args:
        git: in a clone, which may be shallow.
        remote: the remote's name.
        branch: the branch's, without `refs/heads/`.
    """

    def __init__(self, git: Git, remote: str, branch: str) -> None:
        self._git = git
        self._remote = remote
        self._ref = f"refs/heads/{branch}"
        self._name = f"{remote}/{branch}"

    def tip(self) -> str:
        """The commit that the branch is at; it is fetched.

        Raises:
            NotRecorded: there is no such branch, or the remote does not answer.
        """
        # Its own words, and not a name in this clone that others who fetch move, too.
        done = self._git.attempt("ls-remote", "--exit-code", self._remote, self._ref)
        tip = done.stdout.decode().split("\t")[0]
        if done.returncode or not tip:
            words = done.stderr.decode(errors="replace").strip() or "there is no such branch"
            raise NotRecorded(
                f"{self._name} can't be read: {words}", "Push the branch, or check the remote"
            )
        if self._git.attempt("cat-file", "-e", f"{tip}^{{tree}}").returncode:
            self._git.run("fetch", "--quiet", "--no-tags", self._remote, self._ref)
        return tip

    def push(self, commit: str) -> bool:
        """Moves the branch on to a commit; False when it isn't any more where the commit begins.

        Raises:
            NotRecorded: the remote refuses for another reason.
        """
        done = self._git.attempt("push", "--porcelain", self._remote, f"{commit}:{self._ref}")
        if not done.returncode:
            return True
        words = (done.stdout + done.stderr).decode(errors="replace").strip()
        if _MOVED.search(words):
            return False
        raise NotRecorded(
            f"the records can't be pushed to {self._name}: {words}",
            "Let whoever runs this push to the branch: `permissions: contents: write`, and an"
            " exception in the branch's protection",
        )
