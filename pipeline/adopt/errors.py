"""Everything that can go wrong when a repository moves in. Nothing is written in any case.

AdoptError
├── Refused         what was given, or the place, cannot be
└── GitFailed       git did not do what it was asked
"""

from __future__ import annotations

__all__ = ["AdoptError", "GitFailed", "Refused"]


class AdoptError(Exception):
    """The root of this package's errors."""


class Refused(AdoptError):
    """The old repository, the name or the checkout cannot be; the message says what to change."""


class GitFailed(AdoptError):
    """A git command failed; the message has the command and git's own words."""
