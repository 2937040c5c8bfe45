"""Which commit this is, and in whose name it is deployed."""

from __future__ import annotations

import getpass
import subprocess

from pipeline.delivery.errors import Refused

__all__ = ["actor_or_default", "commit_or_head"]


def commit_or_head(commit: str) -> str:
    """`commit`, or git's HEAD where none is given.

    Raises:
        Refused: none is given and there is no git repository.
    """
    found = commit or _git("rev-parse", "HEAD")
    if not found:
        raise Refused(
            "it isn't known which commit this is: no --commit, and no git repository here",
            "Name it with --commit",
        )
    if len(found) > 64 or not found.isalnum():
        raise Refused(f"--commit {found[:80]!r} is no commit's id", "Give its hexadecimal id")
    return found


def actor_or_default(actor: str) -> str:
    """`actor`, or git's user, or the user that is logged in."""
    return actor or _git("config", "user.name") or getpass.getuser()


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], capture_output=True, check=False, text=True, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
