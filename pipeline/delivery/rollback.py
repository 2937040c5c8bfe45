"""Has a stage get a version that it had before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .errors import VersionRefused
from .outcome import Outcome
from .release import Release, commit_of
from .serve import released
from .states import AliasState, VersionState
from .wiring import Delivery

__all__ = ["Rollback", "rollback"]


@dataclass(frozen=True, slots=True)
class Rollback:
    """Roll `name` back at `stage`; `to` is a version, None the one before, or out of a canary."""

    name: str
    stage: str
    actor: str
    to: str | None = None
    dry_run: bool = False


def rollback(command: Rollback, on: Delivery) -> Outcome:
    """Rolls back. The version is probed first, as any that an alias is to lead to.

    Raises:
        VersionRefused: there is no such version, none before, or no alias.
        NotReady, ProbeFailed, Conflict, OutcomeUnknown, AwsError: as `deploy()`.
    """
    begun = on.clock.monotonic()
    name, stage = command.name, command.stage
    before = on.gateway.alias(name, stage)
    if before is None:
        raise VersionRefused(
            f"{name}: there is no alias {stage} to roll back", "Deploy it there first"
        )
    version = _version(command, before, on)

    def outcome(action: str, plan: tuple[str, ...] = ()) -> Outcome:
        return Outcome.of_version(
            version,
            stage=stage,
            action=action,
            previous=before.version,
            commit=commit_of(version.description) or "unknown",
            actor=command.actor,
            at=on.clock.now(),
            seconds=on.clock.monotonic() - begun,
            plan=plan,
        )

    if version.number == before.version and not before.weights:
        return outcome("unchanged")
    if command.dry_run:
        return outcome("planned", (f"point {stage} at version {version.number}",))
    commit = commit_of(version.description) or "unknown"
    release = released(Release(commit, command.actor, on.clock.now()), before, version.number)
    if version.number == before.version:
        # It serves already, but for a part: it is quicker and safer not to ask it first.
        wanted = replace(before, weights={}, description=release.description())
        on.mover.move(name, before, wanted)
    else:
        on.serve.by(name, stage, before, version.number, release)
    return outcome("rolled back")


def _version(command: Rollback, before: AliasState, on: Delivery) -> VersionState:
    name, stage = command.name, command.stage
    versions = {each.number: each for each in on.gateway.versions(name)}
    wanted = command.to
    if wanted is None:
        release = Release.parse(before.description)
        wanted = before.version if before.weights else release.previous if release else None
    there = ", ".join(versions)
    if wanted is None:
        raise VersionRefused(
            f"{name}: it isn't known what {stage} led to before version {before.version}",
            f"Name a version with --to; there are {there}",
        )
    if wanted not in versions:
        raise VersionRefused(
            f"{name} has no version {wanted!r}", f"Name another with --to; there are {there}"
        )
    return versions[wanted]
