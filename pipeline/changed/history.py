"""Finds commits, and says what to fetch when the clone has them not."""

from __future__ import annotations

from .errors import HistoryMissing, UnknownRevision
from .git import Git

__all__ = ["History"]

_FETCH = "Run `git fetch --unshallow`, or give actions/checkout `fetch-depth: 0`"
# What GitHub calls the commit before a branch's first push.
_NOTHING = "0" * 40


class History:
    """The commits of a repository.

    Args:
        git: in the repository.
    """

    def __init__(self, git: Git) -> None:
        self._git = git

    def commit(self, revision: str) -> str:
        """The id of what `revision` names.

        Raises:
            HistoryMissing: it may lie beyond what a shallow clone has.
            UnknownRevision: there is no such commit.
        """
        found = self._find(revision)
        if found:
            return found
        if self._is_shallow():
            raise HistoryMissing(
                f"this shallow clone has no commit {revision!r}",
                f"{_FETCH}",
            )
        raise UnknownRevision(
            f"{self._git.root} has no commit, branch or tag {revision!r}",
            "Correct the name, or fetch it: `git fetch origin`",
        )

    def known(self, revision: str) -> str | None:
        """The id of what `revision` names, or None where the whole history has no such commit.

        Raises:
            HistoryMissing: it may lie beyond what a shallow clone has.
        """
        found = self._find(revision)
        if found is None and self._is_shallow():
            self.commit(revision)
        return found

    def first_parent(self, commit: str) -> str | None:
        """The commit before: of a merge, that of the branch it was merged into; None at the root.

        Raises:
            HistoryMissing: the parent lies beyond what a shallow clone has.
        """
        header = self._git.run("cat-file", "commit", commit).partition(b"\n\n")[0]
        parents = [line[7:].decode() for line in header.splitlines() if line.startswith(b"parent ")]
        return self.commit(parents[0]) if parents else None

    def common(self, revision: str, commit: str) -> str | None:
        """Where `commit`'s line left that of `revision`: the commit to compare it with.

        None: `revision` is GitHub's name for "nothing before".

        Raises:
            HistoryMissing: it lies beyond what a shallow clone has.
            UnknownRevision: there is no such commit, or the two share no history.
        """
        if revision == _NOTHING:
            return None
        other = self.commit(revision)
        bases = self._git.attempt("merge-base", other, commit).stdout.decode().split()
        if bases:
            return bases[0]
        if self._is_shallow():
            raise HistoryMissing(
                f"this shallow clone does not reach back to where {commit[:12]} left {revision}",
                f"{_FETCH}",
            )
        raise UnknownRevision(
            f"{revision} and {commit[:12]} share no history", "Name a commit that they share"
        )

    def is_before(self, commit: str, other: str) -> bool:
        """Whether `commit` is a true ancestor of `other`."""
        if commit == other:
            return False
        return not self._git.attempt("merge-base", "--is-ancestor", commit, other).returncode

    def tree(self, commit: str) -> str:
        """The tree of a commit."""
        return self._git.text("rev-parse", "--verify", f"{commit}^{{tree}}")

    def _find(self, revision: str) -> str | None:
        # Without --end-of-options a revision that starts with a dash would be an option.
        done = self._git.attempt(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
        return done.stdout.decode().strip() or None

    def _is_shallow(self) -> bool:
        return self._git.text("rev-parse", "--is-shallow-repository") == "true"
