"""Where the lambda goes, and that it may go there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.local.checkout import find_checkout
from pipeline.local.errors import UsageError

from .errors import Refused
from .git import Git

__all__ = ["Place", "checkout_of"]

_SHOWN = 3


def checkout_of(folder: Path) -> Path:
    """The checkout that `folder` is in.

    Raises:
        Refused: it is in none, or what is there is not under git.
    """
    try:
        checkout = find_checkout(folder.resolve())
    except UsageError as error:
        raise Refused(f"{error}; change into the checkout that the lambda moves to") from error
    if not (checkout / "lambdas").is_dir():
        raise Refused(f"{checkout} has no lambdas/: it is no checkout of this repository")
    if not Git(checkout).succeeds("rev-parse", "--verify", "--quiet", "HEAD^{commit}"):
        raise Refused(f"{checkout} is no git repository with a commit: clone it with git")
    return checkout


@dataclass(frozen=True)
class Place:
    """The place of a new lambda.

    Args:
        checkout: The repository.
        name: The lambda's.
    """

    checkout: Path
    name: str

    @property
    def folder(self) -> Path:
        """The lambda's folder."""
        return self.checkout / "lambdas" / self.name

    @property
    def requirements(self) -> Path:
        """The ranges of what the code imports."""
        return self.checkout / "3rdparty" / "python" / "code.txt"

    @property
    def lock(self) -> Path:
        """The versions that these ranges came to."""
        return self.requirements.with_suffix(".lock")

    def check(self) -> None:
        """Refuse what exists, and a checkout in which the change would mix with another.

        Raises:
            Refused: the lambda exists, or tracked files of the checkout are changed.
        """
        if self.folder.exists() or self.folder.is_symlink():
            raise Refused(
                f"lambdas/{self.name} exists already: say another --name, or remove it first"
            )
        for file in (self.requirements, self.lock):
            if not file.is_file():
                raise Refused(f"{file.relative_to(self.checkout)} does not exist: restore it")
        changed = Git(self.checkout).listed(
            "status", "--porcelain", "-z", "--no-renames", "--untracked-files=no"
        )
        if changed:
            more = f" and {len(changed) - _SHOWN} more" if len(changed) > _SHOWN else ""
            raise Refused(
                f"the checkout has changes ({', '.join(each[3:] for each in changed[:_SHOWN])}"
                f"{more}): commit or stash them first, so that this one stands alone"
            )
