"""What every lambda is at every stage."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .branch import STAGES
from .gateway import LambdaGateway
from .release import Release, commit_of
from .states import AliasState, VersionState

__all__ = ["Drift", "LambdaStatus", "StageStatus", "read_status"]


@dataclass(frozen=True, slots=True)
class StageStatus:
    """An alias and its version: `size` in bytes, `canary` the part of each other version.

    `commit` and `actor` are empty where the alias was moved by other means than the pipeline.
    """

    stage: str
    version: str
    commit: str
    actor: str
    at: datetime.datetime
    size: int
    code_sha256: str
    canary: Mapping[str, float]

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "version": self.version,
            "commit": self.commit,
            "actor": self.actor,
            "at": self.at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "size": self.size,
            "code_sha256": self.code_sha256,
            "canary": dict(self.canary),
        }


@dataclass(frozen=True, slots=True)
class Drift:
    """How prod differs from hom: `kind` is `same`, `behind`, `ahead` or `absent`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class LambdaStatus:
    """One lambda, with None for a stage that it is not at."""

    name: str
    stages: Mapping[str, StageStatus | None]
    drift: Drift

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        stages = {name: each.as_json() if each else None for name, each in self.stages.items()}
        drift = {"kind": self.drift.kind, "text": self.drift.text}
        return {"lambda": self.name, "stages": stages, "drift": drift}


def read_status(gateway: LambdaGateway, names: Iterable[str] = ()) -> list[LambdaStatus]:
    """The status of `names`, or of every function that has one of the stages' aliases, by name.

    Raises:
        NotFound: there is no such function.
        AwsError: see there.
    """
    asked = list(names)
    found = []
    for name in asked or sorted(each.function for each in gateway.functions()):
        aliases = {each.name: each for each in gateway.aliases(name) if each.name in STAGES}
        if aliases or asked:
            versions = {each.number: each for each in gateway.versions(name)}
            found.append(_status(name, aliases, versions))
    return found


def _status(
    name: str, aliases: Mapping[str, AliasState], versions: Mapping[str, VersionState]
) -> LambdaStatus:
    stages = {
        stage: _stage(aliases[stage], versions[aliases[stage].version])
        if stage in aliases
        else None
        for stage in STAGES
    }
    hom, prod = (versions[aliases[each].version] if each in aliases else None for each in STAGES)
    return LambdaStatus(name, stages, _drift(hom, prod, list(versions)))


def _stage(alias: AliasState, version: VersionState) -> StageStatus:
    release = Release.parse(alias.description)
    return StageStatus(
        stage=alias.name,
        version=version.number,
        commit=release.commit if release else commit_of(version.description),
        actor=release.actor if release else "",
        at=release.at if release else version.modified,
        size=version.size,
        code_sha256=version.code_sha256,
        canary=alias.weights,
    )


def _drift(hom: VersionState | None, prod: VersionState | None, numbers: list[str]) -> Drift:
    if hom is None or prod is None:
        nowhere = "at no stage" if hom is prod else "not in prod" if prod is None else "not in hom"
        return Drift("absent", nowhere)
    if hom.number == prod.number:
        return Drift("same", "prod serves what hom serves")
    distance = abs(numbers.index(hom.number) - numbers.index(prod.number))
    what = []
    if hom.code_sha256 != prod.code_sha256:
        what.append("code")
    if hom.configuration != prod.configuration:
        what.append("configuration")
    differ = f"; {' and '.join(what)} differ{'s' if len(what) == 1 else ''}" if what else ""
    kind = "behind" if int(prod.number) < int(hom.number) else "ahead"
    versions = "version" if distance == 1 else "versions"
    return Drift(kind, f"prod is {distance} {versions} {kind}{differ}")
