"""Has a version serve a stage: probed there first, by parts if asked for, and then whole."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from .canary import Canary, CanaryRun
from .mover import Mover
from .probe import Probe
from .ready import Ready
from .release import Release
from .states import AliasState

__all__ = ["Serve"]


class Serve:
    """The one way for an alias to get to a version."""

    def __init__(
        self,
        ready: Ready,
        probe: Probe,
        mover: Mover,
        canary: CanaryRun,
        say: Callable[[str], None],
    ) -> None:
        self._ready = ready
        self._probe = probe
        self._mover = mover
        self._canary = canary
        self._say = say

    def by(
        self,
        name: str,
        stage: str,
        before: AliasState | None,
        version: str,
        release: Release,
        canary: Canary | None = None,
    ) -> AliasState:
        """Makes the alias `stage` lead to `version`, if it is still `before`.

        Raises:
            NotReady, ProbeFailed: the version is no good; the alias was not touched.
            CanaryFailed: it did worse with a part of the invocations; the alias is as it was.
            Conflict, OutcomeUnknown, AwsError: see Mover.
        """
        self._say(f"waiting for version {version}")
        self._ready.active(name, version)
        self._say(f"probing version {version} at {stage}")
        self._probe.check(name, version, stage)
        current = before
        if canary is not None and before is not None and before.version != version:
            current = self._canary.run(name, before, version, release, canary)
        self._say(f"pointing {stage} at version {version}")
        wanted = AliasState(
            stage,
            version,
            {},
            release.description(),
            current.revision_id if current is not None else "",
        )
        return self._mover.move(name, current, wanted)


def released(release: Release, before: AliasState | None, version: str) -> Release:
    """`release` with the version that the alias led to before, if that was another."""
    previous = None
    if before is not None:
        earlier = Release.parse(before.description)
        previous = before.version
        if previous == version:
            previous = earlier.previous if earlier else None
    return dataclasses.replace(release, previous=previous)
