"""Reads what `pants peek` prints.

Source: Pants reference, "peek"; of each target it gives every field, and its dependencies resolved.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from .errors import GraphFailed
from .graph import Graph, Node, Requirement

__all__ = ["read_graph"]

_ZIP = "lambda_zip"
# Pants' own, and those that stand for requirements: their files say what may be, not what is.
_ABOUT_REQUIREMENTS = ("_", "python_requirements", "poetry_requirements", "pipenv_requirements")
_NOT_BUILD = frozenset({"sources_fingerprint", "dependencies_raw"})
_REQUIREMENT = re.compile(r"\s*(?P<name>[A-Za-z0-9][\w.-]*)\s*(?:\[(?P<extras>[^\]]*)\])?")


class _Target(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)

    address: str
    target_type: str
    dependencies: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    resolve: str | None = None


_TARGETS = TypeAdapter(list[_Target])


def read_graph(printed: bytes, settings: Mapping[str, Any]) -> Graph:
    """The graph of all lambdas, without what none of them uses.

    Args:
        printed: one JSON array of targets.
        settings: pants.toml, which says where each resolve's lock is.

    Raises:
        GraphFailed: it isn't what `peek` prints.
    """
    try:
        targets = _TARGETS.validate_json(printed)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise GraphFailed(
            f"what `pants peek` printed can't be read: {first['msg']} at {first['loc']}",
            "Run `./pants peek ::` and look at it",
        ) from error
    python = settings.get("python", {})
    locks = {**python.get("resolves", {})}
    locks[None] = locks.get(python.get("default_resolve"), "")
    nodes = {target.address: _node(target, locks) for target in targets}
    lambdas = {
        posixpath.basename(nodes[target.address].folder): target.address
        for target in targets
        if target.target_type == _ZIP
    }
    whole = Graph(nodes, lambdas)
    used = {address for name in lambdas for address in whole.part_of(name)}
    return Graph(
        {address: nodes[address] for address in sorted(used)}, dict(sorted(lambdas.items()))
    )


def _node(target: _Target, locks: Mapping[str | None, str]) -> Node:
    lock = locks.get(target.resolve, "")
    return Node(
        address=target.address,
        folder=_folder(target.address, target.sources),
        files=() if target.target_type.startswith(_ABOUT_REQUIREMENTS) else target.sources,
        uses=target.dependencies,
        fields=json.dumps(_fields(target), sort_keys=True),
        requirements=tuple(_requirement(text, lock) for text in target.requirements),
    )


def _fields(target: _Target) -> Mapping[str, Any]:
    extra = {**(target.model_extra or {}), "resolve": target.resolve}
    return {name: value for name, value in extra.items() if name not in _NOT_BUILD and value}


def _folder(address: str, sources: Sequence[str]) -> str:
    path, _, target = address.partition("#")[0].partition(":")
    path = path.removeprefix("//")
    if path not in sources and "/" not in target:
        # What consists of no file, such as a requirement, is named after the folder itself.
        return path
    up = target.count("../")
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), *[".."] * up))


def _requirement(text: str, lock: str) -> Requirement:
    match = _REQUIREMENT.match(text)
    if match is None:
        raise GraphFailed(f"the requirement {text!r} has no name", "Correct it where it stands")
    extras = tuple(sorted(filter(None, re.split(r"[\s,]+", match["extras"] or ""))))
    return Requirement(re.sub(r"[-_.]+", "-", match["name"]).lower(), extras, lock)
