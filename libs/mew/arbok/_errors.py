"""Verdicts on vendor errors, and the ArbokErrors made from them."""

from __future__ import annotations

from typing import NamedTuple

from .errors import (
    ArbokError,
    AuthenticationFailed,
    Conflict,
    Duplicate,
    InvalidStatement,
    PoolExhausted,
    TimedOut,
    Unavailable,
)

_SAID = {
    Unavailable: "the server is out of reach or the connection was lost",
    AuthenticationFailed: (
        "the server refuses the credentials of the current version of the secret; "
        "finish or repeat its rotation, or correct it"
    ),
    TimedOut: "no time was left; give the lambda a longer timeout or the block less to do",
    PoolExhausted: (
        "every connection was in use for as long as this block could wait; "
        "open it with a larger `pool`, or hold connections for a shorter time"
    ),
    Conflict: "other work got there first",
    Duplicate: "the unique key exists already",
    InvalidStatement: "the statement or its values were rejected",
}


class Place(NamedTuple):
    """Whose database an error is about."""

    driver: str
    stage: str
    secret: str

    def __str__(self) -> str:
        return f"{self.driver} {self.secret} at the stage {self.stage}"


class Verdict(NamedTuple):
    """What a vendor's error means.

    lost: the connection is of no more use.  unknown: the vendor itself says that the work may have
    been applied.
    """

    kind: type[ArbokError]
    code: str | None = None
    repeatable: bool = False
    lost: bool = False
    unknown: bool = False


UNAVAILABLE = Verdict(Unavailable, repeatable=True, lost=True)
BUSY = Verdict(Unavailable, repeatable=True)
REFUSED = Verdict(AuthenticationFailed, lost=True)
TIMED_OUT = Verdict(TimedOut, repeatable=True)
CONFLICT = Verdict(Conflict)
RACE = Verdict(Conflict, repeatable=True)
DUPLICATE = Verdict(Duplicate)
INVALID = Verdict(InvalidStatement)


def error_of(
    verdict: Verdict, place: Place, said: str | None = None, *, unknown: bool = False
) -> ArbokError:
    """The error that `verdict` stands for. `said` replaces the usual words."""
    code = f" (code {verdict.code})" if verdict.code else ""
    unknown = unknown or verdict.unknown
    outcome = "; the commit was sent but not answered, so it may have been applied"
    return verdict.kind(
        f"{place}: {said or _SAID[verdict.kind]}{code}{outcome if unknown else ''}",
        driver=place.driver,
        stage=place.stage,
        secret=place.secret,
        code=verdict.code,
        outcome_unknown=unknown,
        repeatable=verdict.repeatable,
    )
