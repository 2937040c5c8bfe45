"""Running import-linter's contracts and reporting where they are broken."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

import grimp  # pants: no-infer-dep
from importlinter import Contract as Checked  # pants: no-infer-dep
from importlinter.contracts.layers import LayersContract  # pants: no-infer-dep
from importlinter.contracts.protected import ProtectedContract  # pants: no-infer-dep

from ..tree import FOLDERS_OF_UNITS, Unit
from ..violation import Violation
from .contracts import Contract, contracts_for

_TYPES: Mapping[str, type[Checked]] = {"layers": LayersContract, "protected": ProtectedContract}

# One import, as import-linter describes it: importer, imported, line_numbers.
type _Link = Mapping[str, Any]
type _Broken = tuple[Contract, list[_Link]]


def check(root: Path, units: Sequence[Unit]) -> list[Violation]:
    """Every place where an import breaks a contract between or inside `units`.

    Args:
        root: The repository.
        units: All its units: what a lambda may import can't be told from its own files.
    """
    importable = [unit for unit in units if _is_importable(unit)]
    packages = [unit.name for unit in importable]
    if not packages:
        return []
    with _search_path(root):
        graph = grimp.build_graph(*packages, cache_dir=None)
    paths = {name: path for unit in importable for name, path in _modules(unit)}
    broken = [
        (contract, chain)
        for contract in contracts_for(importable)
        for chain in _broken_chains(contract, graph, packages)
    ]
    found: dict[tuple[str, int, str], Violation] = {}
    for contract, chain in _causes(broken):
        for violation in _violations(contract, chain, paths):
            # Where two contracts forbid one import, the first has said enough.
            found.setdefault((violation.path, violation.line, chain[-1]["imported"]), violation)
    return sorted(found.values())


def _causes(broken: list[_Broken]) -> Iterator[_Broken]:
    """What is broken, without the chains that only follow from one forbidden import in them."""
    forbidden = {_ends(chain[0]) for _, chain in broken if len(chain) == 1}
    for contract, chain in broken:
        if len(chain) == 1 or forbidden.isdisjoint(map(_ends, chain)):
            yield contract, chain


def _ends(link: _Link) -> tuple[str, str]:
    return link["importer"], link["imported"]


def _is_importable(unit: Unit) -> bool:
    return unit.name.isidentifier() and PurePosixPath("__init__.py") in unit.files


@contextmanager
def _search_path(root: Path) -> Iterator[None]:
    before = list(sys.path)
    sys.path[:0] = [str(root.resolve() / folder) for folder in (*FOLDERS_OF_UNITS, ".")]
    try:
        yield
    finally:
        sys.path[:] = before


def _modules(unit: Unit) -> Iterator[tuple[str, str]]:
    for file in unit.files:
        if file.suffix == ".py":
            parts = (unit.name, *file.with_suffix("").parts)
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            yield name, str(unit.folder / file)


def _broken_chains(
    contract: Contract, graph: grimp.ImportGraph, packages: list[str]
) -> Iterator[list[_Link]]:
    """Each chain of imports that `contract` forbids, as import-linter's links."""
    checked = _TYPES[contract.type](
        name=contract.rule,
        session_options={"root_packages": packages},
        contract_options=contract.options,
    )
    metadata = checked.check(graph, verbose=False).metadata
    for dependency in metadata.get("invalid_dependencies", ()):
        for route in dependency["routes"]:
            for first in (route["chain"][0], *route["extra_firsts"]):
                yield [first, *route["chain"][1:]]
    for protected in metadata.get("illegal_imports", ()):
        for link in protected.illegal_links:
            yield [link]


def _violations(
    contract: Contract, chain: list[_Link], paths: Mapping[str, str]
) -> Iterator[Violation]:
    first, last = chain[0], chain[-1]
    way = "".join(f", by way of `{link['importer']}`" for link in chain[1:])
    problem = f"`{first['importer']}` imports `{last['imported']}`{way}"
    for line in first["line_numbers"]:
        yield Violation(
            paths[first["importer"]], line or 1, contract.rule, problem, contract.remedy
        )
