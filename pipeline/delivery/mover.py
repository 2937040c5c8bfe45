"""Moves an alias, guarded by its revision, and knows afterwards whether it did."""

from __future__ import annotations

from .errors import AwsError, Busy, Conflict, OutcomeUnknown, Stale, Throttled, Unavailable
from .gateway import LambdaGateway
from .release import Release
from .states import AliasState

__all__ = ["Mover"]


class Mover:
    """Makes aliases lead elsewhere."""

    def __init__(self, gateway: LambdaGateway) -> None:
        self._gateway = gateway

    def move(self, name: str, before: AliasState | None, wanted: AliasState) -> AliasState:
        """Makes the alias be `wanted`, if it is still `before` (None: if there is none).

        Raises:
            Conflict: another deployment moved it; the error says who.
            OutcomeUnknown: AWS did not say whether it moved, and it cannot be read.
            AwsError: it did not move.
        """
        try:
            if before is None:
                return self._gateway.create_alias(name, wanted)
            return self._gateway.update_alias(name, wanted)
        except (Busy, Stale, Throttled, Unavailable) as error:
            now = self._read(name, wanted, error)
            if now is not None and _same_effect(now, wanted):
                # It was our own move, whose answer was lost, or another's that is the same.
                return now
            if isinstance(error, (Busy, Stale)):
                raise _conflict(name, wanted, now) from error
            still = f"still leads to version {now.version}" if now else "is still not there"
            raise type(error)(
                f"{error.message}; {name}:{wanted.name} {still}", error.remedy
            ) from error

    def _read(self, name: str, wanted: AliasState, error: AwsError) -> AliasState | None:
        try:
            return self._gateway.alias(name, wanted.name)
        except AwsError as unreadable:
            raise OutcomeUnknown(
                f"{name}:{wanted.name} may or may not lead to version {wanted.version} now:"
                f" {error.message}; and then {unreadable.message}",
                "Look with `pipeline status`, or run this again: it converges",
            ) from unreadable


def _same_effect(now: AliasState, wanted: AliasState) -> bool:
    return now.version == wanted.version and now.weights == wanted.weights


def _conflict(name: str, wanted: AliasState, now: AliasState | None) -> Conflict:
    if now is None:
        return Conflict(
            f"{name}:{wanted.name} was removed while this ran", "Run this again to make it anew"
        )
    release = Release.parse(now.description)
    who = (
        f"by {release.actor} (commit {release.commit}, {release.at:%Y-%m-%d %H:%M:%S} UTC)"
        if release
        else f"by someone who left no name (its description: {now.description!r})"
    )
    return Conflict(
        f"{name}:{wanted.name} was moved to version {now.version} {who} while this ran; version"
        f" {wanted.version} does not serve it",
        "Nothing is to be done if theirs is the newer commit; else run this again",
    )
