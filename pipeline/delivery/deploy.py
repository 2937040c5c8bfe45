"""Has an artifact serve a stage."""

from __future__ import annotations

from dataclasses import dataclass

from .artifact import Artifact
from .canary import Canary
from .candidates import Wanted
from .configuration import Configuration
from .errors import AwsError
from .outcome import Outcome
from .prune import prune
from .release import Release
from .serve import released
from .states import AliasState, VersionState
from .wiring import Delivery

__all__ = ["Deploy", "deploy"]


@dataclass(frozen=True, slots=True)
class Deploy:
    """Deploy `artifact` to `stage`, for the commit and in the name that `commit` and `actor` say."""

    artifact: Artifact
    stage: str
    commit: str
    actor: str
    canary: Canary | None = None
    dry_run: bool = False


def deploy(command: Deploy, on: Delivery) -> Outcome:
    """Deploys. Run again after any interruption, it goes on from where it was.

    Raises:
        ArtifactInvalid: the settings have no place for such an artifact.
        NotReady, ProbeFailed, CanaryFailed, Conflict: the alias is where it was, or where another
            deployment put it.
        OutcomeUnknown: that can't be said.
        AwsError: AWS did not do its part; what the error does not mention was not changed.
    """
    begun = on.clock.monotonic()
    name, stage, manifest = command.artifact.name, command.stage, command.artifact.manifest
    wanted = _wanted(command, on)
    release = Release(command.commit, command.actor, on.clock.now())
    before = on.gateway.alias(name, stage)

    def outcome(action: str, version: str | None, **more: object) -> Outcome:
        return Outcome(
            lambda_name=name,
            stage=stage,
            action=action,
            version=version,
            previous=before.version if before else None,
            commit=command.commit,
            actor=command.actor,
            at=release.at,
            code_sha256=manifest.code_sha256,
            sha256=manifest.sha256,
            size=manifest.size,
            seconds=on.clock.monotonic() - begun,
            **more,  # type: ignore[arg-type]
        )

    served = _serving(before, wanted, on)
    if served is not None:
        if not command.dry_run:
            on.tagging.apply(served.arn, wanted.tags)
        elif tags := on.tagging.change(served.arn, wanted.tags):
            return outcome("planned", served.number, reused=True, plan=tags.words())
        return outcome("unchanged", served.number, reused=True)
    if command.dry_run:
        found = on.candidates.reusable(wanted) if on.gateway.find(name) else None
        number = found.number if found else None
        return outcome(
            "planned", number, reused=number is not None, plan=_plan(command, wanted, number, on)
        )
    candidate = on.candidates.get(wanted)
    number = candidate.version.number
    on.tagging.apply(candidate.version.arn, wanted.tags)
    on.serve.by(name, stage, before, number, released(release, before, number), command.canary)
    pruned, warnings = _prune(name, on)
    return outcome("deployed", number, reused=candidate.reused, pruned=pruned, warnings=warnings)


def _wanted(command: Deploy, on: Delivery) -> Wanted:
    settings = on.settings.function_of(command.artifact.name)
    account = on.account if "{account}" in settings.role else ""
    configuration = Configuration.wanted(command.artifact.manifest, settings, account)
    return Wanted(command.artifact, configuration, settings.tags, command.commit)


def _serving(alias: AliasState | None, wanted: Wanted, on: Delivery) -> VersionState | None:
    """The version that the alias leads to, if that is all of it and has what is wanted."""
    if alias is None or alias.weights:
        return None
    version = on.gateway.version(wanted.artifact.name, alias.version)
    return version if wanted.is_of(version) else None


def _plan(command: Deploy, wanted: Wanted, reusable: str | None, on: Delivery) -> tuple[str, ...]:
    name, stage = command.artifact.name, command.stage
    latest = on.gateway.find(name)
    size = f"{command.artifact.manifest.size / 1e6:.1f} MB"
    steps = []
    if reusable is not None:
        steps.append(f"use version {reusable}, which has this code and configuration")
    elif latest is None:
        steps += [f"create the function {name} ({size})", "publish version 1"]
    else:
        steps += [f"upload {size}", "publish a version"]
    if latest is not None:
        steps += on.tagging.change(latest.arn, wanted.tags).words()
    steps.append(f"probe it at {stage}")
    if command.canary:
        steps += [f"give it {percent}% of {stage}" for percent in command.canary.steps]
    steps.append(f"point {stage} at it")
    return tuple(steps)


def _prune(name: str, on: Delivery) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was pruned, and why the rest was not: a deployment that is done does not fail of it."""
    try:
        return tuple(prune(on.gateway, name, on.settings.release.keep_versions)), ()
    except AwsError as error:
        return (), (f"old versions were not deleted: {error}",)
