"""Everything that can go wrong here in the words of the domain.

BannerError
├── BrokenRules     what was asked breaks rules, each named by its place
├── RefusedImage    these bytes are not kept
│   └── NoPicture       they are no picture of a kind that we keep
├── UnknownBanner   no banner has this id
├── BannerChanged   it is not what the editor last saw
├── KeyReused       the idempotency key belongs to a different request
└── TryLater        something that we need is down or busy
"""

from dataclasses import dataclass


class BannerError(Exception):
    """Root of the tree."""


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """One rule that is broken.

    Args:
        path: where, from the root of what was given.
        code: a stable name of the rule.
        message: what is wrong and what would be right.
    """

    path: tuple[str | int, ...]
    code: str
    message: str


class BrokenRules(BannerError):
    """What was asked breaks rules; `rules` names each."""

    def __init__(self, *rules: BrokenRule) -> None:
        super().__init__("; ".join(f"{rule.code}: {rule.message}" for rule in rules))
        self.rules = rules


class RefusedImage(BannerError):
    """These bytes are not kept.

    Args:
        code: a stable name of the reason.
        reason: what is wrong and what would be right.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class NoPicture(RefusedImage):
    """They are no picture of a kind that we keep."""


class UnknownBanner(BannerError):
    """No banner has this id."""


class BannerChanged(BannerError):
    """Another editor was there first: it is not what was seen."""


class KeyReused(BannerError):
    """The idempotency key was used for a different request."""


class TryLater(BannerError):
    """Something that we need cannot be had now."""
