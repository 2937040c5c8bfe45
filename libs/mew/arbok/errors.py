"""Every error that arbok raises, the same for PostgreSQL, MongoDB and ODBC.

MewError
└── ArbokError                carries driver, stage, secret, code, outcome_unknown, repeatable
    ├── Unavailable               the server is out of reach, or the connection was lost
    ├── AuthenticationFailed      the server refused the credentials, after one refresh of them
    ├── TimedOut                  the time of the invocation, or of a limit, was used up
    │   └── PoolExhausted             ... while waiting for another thread's connection
    ├── Conflict                  other work got there first
    │   └── Duplicate                 ... with the same unique key
    └── InvalidStatement          the statement or its values are wrong; repeating never helps

The driver's own error is the cause (`__cause__`) and may quote the statement's data; the message of
an ArbokError holds no value of a secret and no data, so it may be logged as it is.
"""

from __future__ import annotations

from ..errors import MewError

__all__ = [
    "ArbokError",
    "AuthenticationFailed",
    "Conflict",
    "Duplicate",
    "InvalidStatement",
    "PoolExhausted",
    "TimedOut",
    "Unavailable",
]


class ArbokError(MewError):
    """A database did not do what it was asked.

    Attributes:
        driver: `postgres`, `mongo` or `odbc`.
        stage, secret: whose database; the secret's name, with its stage filled in.
        code: the server's own code (SQLSTATE, or MongoDB's number), or None.
        outcome_unknown: True when the work may have been applied although it failed: the answer to
            a commit was lost. False: nothing of the block was applied.
        repeatable: True when the whole block may run again without doubling anything, and may
            succeed then.
    """

    def __init__(
        self,
        message: str,
        *,
        driver: str = "",
        stage: str = "",
        secret: str = "",
        code: str | None = None,
        outcome_unknown: bool = False,
        repeatable: bool = False,
    ) -> None:
        super().__init__(message)
        self.driver = driver
        self.stage = stage
        self.secret = secret
        self.code = code
        self.outcome_unknown = outcome_unknown
        self.repeatable = repeatable and not outcome_unknown


class Unavailable(ArbokError):
    """The server cannot be reached, refuses work for now, or the connection to it was lost."""


class AuthenticationFailed(ArbokError):
    """The server refuses the secret's credentials, also after they were fetched again."""


class TimedOut(ArbokError):
    """A wait ended because the invocation, or a limit of `Limits`, left no more time for it."""


class PoolExhausted(TimedOut):
    """Every connection was in use by others for as long as this one could wait."""


class Conflict(ArbokError):
    """Other work got there first: a serialization failure, a deadlock, a lock, a referenced row."""


class Duplicate(Conflict):
    """A row or document with the same unique key exists."""


class InvalidStatement(ArbokError):
    """The server or the driver rejects the statement, its values, or the way it was used."""
