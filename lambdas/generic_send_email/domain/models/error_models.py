"""Everything that can go wrong here in the words of the domain.

EmailError
├── BrokenRules      what was handed in breaks rules; each is named
├── KeyReused        the idempotency key belongs to a different e-mail
├── UnknownEmail     no e-mail has this id
├── Rejected         it can never be sent: a code that stays stable, and a reason
└── TryLater         something that we need is down, busy or throttles
    └── OutcomeUnknown   the mailer may have taken the message: nobody answered in time
"""

from dataclasses import dataclass

from .delivery_models import Failure


class EmailError(Exception):
    """Root of the tree."""


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """One rule that an e-mail breaks.

    Args:
        path: keys and indexes from the e-mail to the offending part; empty for the whole.
        code: stable name of the rule.
        message: what is wrong and what would be right.
    """

    path: tuple[str | int, ...]
    code: str
    message: str


class BrokenRules(EmailError):
    """The e-mail breaks the rules in `rules`."""

    def __init__(self, rules: tuple[BrokenRule, ...]) -> None:
        super().__init__("; ".join(rule.message for rule in rules))
        self.rules = rules


class KeyReused(EmailError):
    """The idempotency key was used for a different e-mail."""


class UnknownEmail(EmailError):
    """No e-mail has this id."""


class Rejected(EmailError):
    """It can never be sent."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.failure = Failure(code, reason)


class TryLater(EmailError):
    """Something that we need cannot be had now.

    Args:
        message: what, where and why.
        after_seconds: how long waiting makes sense; None leaves that to whoever waits.
    """

    def __init__(self, message: str, after_seconds: int | None = None) -> None:
        super().__init__(message)
        self.after_seconds = after_seconds


class OutcomeUnknown(TryLater):
    """The mailer may have taken the message: it did not answer in time."""
