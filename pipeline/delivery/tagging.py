"""Keeps the tags of functions as pipeline.toml has them, and those of others as they are.

Tags are a function's, not a version's: what was deployed last, at whichever stage, has its way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.settings.tags import TAG_OF_KEYS

from .clock import Clock, pause
from .errors import Busy
from .gateway import LambdaGateway

__all__ = ["TagChange", "Tagging", "tag_change"]

_TRIES = 10


@dataclass(frozen=True, slots=True)
class TagChange:
    """What is to be done: tags to set, the keys of tags to remove."""

    put: Mapping[str, str]
    remove: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.put or self.remove)

    def words(self) -> tuple[str, ...]:
        """For a plan, without the values."""
        steps = (("set", sorted(self.put)), ("remove", self.remove))
        return tuple(f"{what} the tags {', '.join(keys)}" for what, keys in steps if keys)


def tag_change(found: Mapping[str, str], wanted: Mapping[str, str]) -> TagChange:
    """What makes the tags that a function has be those that are wanted, leaving alone all others."""
    kept = {**wanted, **({TAG_OF_KEYS: " ".join(sorted(wanted))} if wanted else {})}
    ours = {*found.get(TAG_OF_KEYS, "").split(), TAG_OF_KEYS} & found.keys()
    put = {key: text for key, text in kept.items() if found.get(key) != text}
    return TagChange(put, tuple(sorted(ours - kept.keys())))


class Tagging:
    """Changes tags."""

    def __init__(self, gateway: LambdaGateway, clock: Clock, say: Callable[[str], None]) -> None:
        self._gateway = gateway
        self._clock = clock
        self._say = say

    def change(self, arn: str, wanted: Mapping[str, str]) -> TagChange:
        """What is to be done to a function."""
        return tag_change(self._gateway.tags(arn), wanted)

    def apply(self, arn: str, wanted: Mapping[str, str]) -> None:
        """Does it. Run again after any interruption, it goes on from where it was.

        Raises:
            AwsError: not all was done. No tag of others was touched.
        """
        change = self.change(arn, wanted)
        tries = 0
        while change:
            try:
                self._say("changing tags")
                # Setting comes second: it forgets the keys of what is removed.
                if change.remove:
                    self._gateway.untag(arn, change.remove)
                if change.put:
                    self._gateway.tag(arn, change.put)
            except Busy:
                tries += 1
                if tries == _TRIES:
                    raise
                self._clock.sleep(pause(tries))
            else:
                return
