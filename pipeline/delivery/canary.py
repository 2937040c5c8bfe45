"""Gives a version a growing part of an alias's invocations, and takes it back when it does worse.

Source: AWS Lambda developer guide, "Implement Lambda canary deployments using a weighted alias".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from .clock import Clock
from .errors import CanaryFailed, Conflict, DeliveryError, Refused
from .mover import Mover
from .release import Release
from .states import AliasState
from .watch import Watch

__all__ = ["Canary", "CanaryRun", "parse_canary"]

_LOOK_SECONDS = 15.0
_MARK = "; canary "


@dataclass(frozen=True, slots=True)
class Canary:
    """Percentages to go through, and how long to watch each, in seconds."""

    steps: tuple[int, ...]
    wait_seconds: float


def parse_canary(text: str, wait_seconds: float) -> Canary:
    """Reads `10,50`.

    Raises:
        Refused: these are no growing percentages from 1 to 99.
    """
    if not re.fullmatch(r"\d{1,3}(,\d{1,3})*", text):
        raise Refused(f"--canary {text!r} is no list of percentages", "Write it as 10,50")
    steps = tuple(int(each) for each in text.split(","))
    if list(steps) != sorted(set(steps)) or not 1 <= steps[0] <= steps[-1] <= 99:
        raise Refused(
            f"--canary {text!r}: the percentages must grow, from 1 to 99 at most",
            "Write it as 10,50; the step to 100 comes by itself",
        )
    return Canary(steps, wait_seconds)


class CanaryRun:
    """Goes through the steps; however it ends, the alias leads nowhere by halves."""

    def __init__(
        self, mover: Mover, watch: Watch, clock: Clock, say: Callable[[str], None]
    ) -> None:
        self._mover = mover
        self._watch = watch
        self._clock = clock
        self._say = say

    def run(
        self, name: str, before: AliasState, version: str, release: Release, canary: Canary
    ) -> AliasState:
        """The alias after the last step, with its weight still on it.

        Raises:
            CanaryFailed: the version did worse; the alias is as it was before.
            Refused: an alarm sounds before it begins, or there is no such alarm.
            Conflict, OutcomeUnknown, AwsError: see Mover.
        """
        begun = self._clock.now()
        if trouble := self._watch.trouble(name, before.name, version, begun):
            raise Refused(
                f"{name}:{before.name} is in trouble before the canary begins: {trouble}",
                "Mend that first, or deploy without --canary",
            )
        resting = replace(before, weights={}, description=before.description.split(_MARK)[0])
        current = before
        try:
            for percent in canary.steps:
                self._say(f"{percent}% of {before.name} to version {version}")
                wanted = replace(
                    resting,
                    weights={version: percent / 100},
                    description=f"{resting.description[:190]}{_MARK}{_short(release)}",
                    revision_id=current.revision_id,
                )
                current = self._mover.move(name, current, wanted)
                self._watched(name, before.name, version, canary, percent)
        except Conflict:
            raise
        except BaseException as error:
            self._back(name, current, resting, error)
            raise
        return current

    def _watched(self, name: str, stage: str, version: str, canary: Canary, percent: int) -> None:
        since = self._clock.now()
        until = self._clock.monotonic() + canary.wait_seconds
        while True:
            left = until - self._clock.monotonic()
            self._clock.sleep(max(0.0, min(left, _LOOK_SECONDS)))
            if trouble := self._watch.trouble(name, stage, version, since):
                raise CanaryFailed(
                    f"version {version} of {name} did worse with {percent}% of {stage}: {trouble}."
                    f" {stage} leads to the version before again",
                    f"See `pipeline logs {name} --stage {stage}`, correct it and deploy again",
                )
            if left <= _LOOK_SECONDS:
                return

    def _back(
        self, name: str, current: AliasState, resting: AliasState, why: BaseException
    ) -> None:
        if not current.weights:
            return
        self._say(f"back to version {resting.version}")
        try:
            self._mover.move(name, current, replace(resting, revision_id=current.revision_id))
        except DeliveryError as error:
            part = ", ".join(f"{weight:.0%} to {to}" for to, weight in current.weights.items())
            raise CanaryFailed(
                f"{name}:{resting.name} could not be taken back and may still lead {part}:"
                f" {error.message}; it was to go back because: {why or type(why).__name__}",
                f"Run `pipeline rollback {name} --stage {resting.name} --to {resting.version}`",
            ) from error


def _short(release: Release) -> str:
    return f"commit {release.commit[:12]} by {release.actor[:30]}"
