"""What separates two stages of a lambda: code, dependencies, configuration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .code import Code
from .errors import Unavailable, VersionRefused
from .gateway import LambdaGateway
from .states import AliasState

__all__ = ["Changes", "Difference", "difference"]


@dataclass(frozen=True, slots=True)
class Changes:
    """Names that only the new side has, that only the old one has, and that both have otherwise."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    @classmethod
    def of(cls, old: Mapping[str, object], new: Mapping[str, object]) -> Changes:
        """The changes from `old` to `new`."""
        return cls(
            tuple(sorted(new.keys() - old.keys())),
            tuple(sorted(old.keys() - new.keys())),
            tuple(sorted(key for key in old.keys() & new.keys() if old[key] != new[key])),
        )

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class Difference:
    """What the stage `old` would get by getting what `new` serves.

    `files` are those of the lambda, mew and ekans; `dependencies` has the versions, `""` for none;
    `other_files` counts third-party files that differ; `configuration` has the values, those of
    variables excepted. `unknown` says why files and dependencies could not be compared.
    """

    name: str
    old: AliasState
    new: AliasState
    same_code: bool
    files: Changes
    dependencies: Mapping[str, tuple[str, str]]
    other_files: int
    configuration: Mapping[str, tuple[Any, Any]]
    unknown: str = ""


def difference(
    name: str, gateway: LambdaGateway, fetch: Callable[[str, str], Code], old: str, new: str
) -> Difference:
    """The difference between two stages.

    Args:
        name: the lambda.
        gateway: Lambda's API.
        fetch: gets the code of a version, by name and number.
        old: the stage that is compared with, `prod`.
        new: the stage whose changes are told, `hom`.

    Raises:
        VersionRefused: one of the stages is not there.
    """
    before, after = _alias(name, gateway, old), _alias(name, gateway, new)
    versions = [gateway.version(name, each.version) for each in (before, after)]
    same_code = versions[0].code_sha256 == versions[1].code_sha256
    codes, unknown = [Code({}, {}, {})] * 2, ""
    if not same_code:
        try:
            codes = [fetch(name, each.number) for each in versions]
        except Unavailable as error:
            unknown = error.message
    mine, theirs = (each.distributions for each in codes)
    third_party = Changes.of(codes[0].third_party, codes[1].third_party)
    return Difference(
        name=name,
        old=before,
        new=after,
        same_code=same_code,
        files=Changes.of(codes[0].own, codes[1].own),
        dependencies={
            key: (mine.get(key, ""), theirs.get(key, ""))
            for key in sorted(mine.keys() | theirs.keys())
            if mine.get(key) != theirs.get(key)
        },
        other_files=sum(map(len, (third_party.added, third_party.removed, third_party.changed))),
        configuration=versions[0].configuration.differences(versions[1].configuration),
        unknown=unknown,
    )


def _alias(name: str, gateway: LambdaGateway, stage: str) -> AliasState:
    found = gateway.alias(name, stage)
    if found is None:
        raise VersionRefused(
            f"{name}: there is no alias {stage} to compare", "See `pipeline status`"
        )
    return found
