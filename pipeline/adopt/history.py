"""Bringing the files of an old repository with the commits that made them: git subtree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from .env_file import EnvFile
from .errors import GitFailed, Refused
from .git import Git
from .history_secrets import check_for_secrets
from .old_repository import OldRepository, Part
from .place import Place

__all__ = ["History", "check_history"]

_IDENTITY = re.compile(r"(?P<name>.*) <(?P<email>[^>]*)> \d+ [+-]\d+")


def check_history(old: OldRepository, checkout: Path) -> Git:
    """git in an old repository whose history can be brought.

    Raises:
        Refused: it is not under git, not wholly committed, or shallow, or git here knows nobody who commits.
    """
    git = old.git
    if git is None or not git.succeeds("rev-parse", "--verify", "--quiet", "HEAD^{commit}"):
        raise Refused(f"{old.root} is no git repository with a commit: leave --history away")
    if git.run("rev-parse", "--is-shallow-repository").strip() == "true":
        raise Refused(f"{old.root} holds a part of its history: git fetch --unshallow there")
    if changed := git.listed("status", "--porcelain", "-z", "--no-renames", "--", "."):
        raise Refused(
            f"{old.root} has changes ({changed[0][3:]}): commit them there, or leave --history away"
        )
    try:
        git.run("subtree", "-h", accepted=(0, 129))
    except GitFailed as error:
        raise Refused(f"git has no `subtree` here: install it ({error})") from error
    _identity(Git(checkout))
    return git


class History:
    """A copy of this repository, into which the old one's history is merged.

    Args:
        old: The old repository.
        git: What `check_history` gave.
        checkout: This repository.
        aside: An empty folder.
    """

    def __init__(self, old: OldRepository, git: Git, checkout: Path, aside: Path) -> None:
        self._old = old
        self._git = git
        self._checkout = checkout
        self._aside = aside
        self._identity = _identity(Git(checkout))
        self.repository = aside / "new"

    def bring(self, name: str, env: EnvFile) -> Path:
        """Merge the history of the folders that move; the lambda's folder in the copy.

        Raises:
            Refused: it holds secrets, which would be here for good.
            GitFailed: git did not do it.
        """
        top = self._git.run("rev-parse", "--show-toplevel").rstrip("\n")
        prefix = self._git.run("rev-parse", "--show-prefix").rstrip("\n")
        split = Git(self._aside / "old", self._identity)
        Git(self._aside).run("clone", "--quiet", "--no-tags", top, "old")
        branches: dict[Part, str] = {}
        for number, part in enumerate(self._old.parts):
            branch = f"adopt-{number}"
            tracked = split.listed("ls-files", "-z", "--", f"{prefix}{part.old}")
            if tracked:
                split.run("subtree", "split", "-q", f"--prefix={prefix}{part.old}", "-b", branch)
                branches[part] = branch
        for part, branch in branches.items():
            check_for_secrets(split, branch, part, env)
        Git(self._aside).run("clone", "--quiet", "--shared", str(self._checkout), "new")
        new = Git(self.repository, self._identity)
        for part, branch in branches.items():
            target = "/".join(filter(None, ("lambdas", name, part.new)))
            message = f"Bring {part.old}/ of {name} with its history"
            new.run(
                *("subtree", "add", "-q", f"--prefix={target}", f"--message={message}"),
                *(str(self._aside / "old"), branch),
            )
        return self.repository / "lambdas" / name

    def keep(self, place: Place, requirements: bytes | None) -> None:
        """Commit what became of the files in the copy, and move the checkout's branch there.

        Args:
            place: Where the lambda goes.
            requirements: The content of code.txt from now on; None if it stays.

        Raises:
            Refused: the branch went on meanwhile.
        """
        new = Git(self.repository, self._identity)
        if requirements is not None:
            in_the_copy = Place(self.repository, place.name).requirements
            in_the_copy.write_bytes(requirements)
        new.run("add", "--all", "--", f"lambdas/{place.name}", "3rdparty/python")
        message = f"Turn {place.name} into a lambda of this repository"
        new.run("commit", "--quiet", f"--message={message}")
        commit = new.run("rev-parse", "HEAD").strip()
        here = Git(self._checkout)
        here.run("fetch", "--quiet", "--no-write-fetch-head", str(self.repository), "HEAD")
        try:
            here.run("merge", "--quiet", "--ff-only", commit)
        except GitFailed as error:
            raise Refused(f"the checkout changed meanwhile, start again ({error})") from error


def _identity(git: Git) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for role in ("AUTHOR", "COMMITTER"):
        try:
            match = _IDENTITY.fullmatch(git.run("var", f"GIT_{role}_IDENT").strip())
        except GitFailed as error:
            raise Refused(
                f"git knows nobody who commits here: git config user.name, user.email ({error})"
            ) from error
        if match:
            found |= {f"GIT_{role}_NAME": match["name"], f"GIT_{role}_EMAIL": match["email"]}
    return found
