"""Who may import whom, as contracts of import-linter made for the units that there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..tree import Unit

LAYERS = "layers"
DOMAIN_LAYERS = "domain-layers"
CORE_IMPORTS = "core-imports"
COMPOSITION_ROOT = "composition-root"
INDEPENDENT_LAMBDAS = "independent-lambdas"
LIBS_BELOW = "libs-below"
NO_PIPELINE = "no-pipeline"
RULES = (
    LAYERS,
    DOMAIN_LAYERS,
    CORE_IMPORTS,
    COMPOSITION_ROOT,
    INDEPENDENT_LAMBDAS,
    LIBS_BELOW,
    NO_PIPELINE,
)

# From the top down: each may import what stands below it. `|` parts what may not import each other.
_LAMBDA_LAYERS = ("(tests)", "(scripts)", "(main)", "(endpoint)", "(core)", "(domain) | (config)")
_DOMAIN_LAYERS = ("(domain.commands)", "(domain.operations)", "(domain.models)")
# Shared vocabulary of the lambda, of which the edge may speak too.
_UNPROTECTED = "utils"


@dataclass(frozen=True)
class Contract:
    """One contract.

    Args:
        rule: The name of the rule that it enforces.
        type: import-linter's name of the kind of contract.
        options: import-linter's options of that kind.
        remedy: What to do where it is broken.
    """

    rule: str
    type: str
    options: dict[str, Any]
    remedy: str


def contracts_for(units: Sequence[Unit]) -> list[Contract]:
    """The contracts that hold between and inside `units`."""
    lambdas = [unit for unit in units if unit.is_lambda]
    others = {unit.name for unit in units if not unit.is_lambda}
    return [*_inside(lambdas), *_between([unit.name for unit in lambdas], others)]


def _inside(lambdas: Sequence[Unit]) -> Iterable[Contract]:
    if not lambdas:
        return
    names = [unit.name for unit in lambdas]
    yield _layers(
        LAYERS,
        _LAMBDA_LAYERS,
        "import downwards only: tests, scripts, main, endpoint, core, then domain and config",
        containers=names,
    )
    yield _layers(
        DOMAIN_LAYERS,
        _DOMAIN_LAYERS,
        "import downwards only: commands, operations, then models",
        containers=names,
    )
    for part in ("commands", "operations"):
        yield _layers(
            CORE_IMPORTS,
            (f"(core) | (domain.{part})",),
            "of domain/ let core import models and Protocols alone",
            containers=names,
        )
    yield from _composition_root(lambdas)


def _composition_root(lambdas: Sequence[Unit]) -> Iterable[Contract]:
    remedy = "let main.py or endpoint/utils.py make it, and take it from there"
    technical = [
        f"{unit.name}.core.{child}"
        for unit in lambdas
        for child in _children(unit, "core")
        if child not in (_UNPROTECTED, "__init__")
    ]
    if technical:
        wiring = ("main", "endpoint.utils", "core", "domain", "scripts", "tests")
        yield _protected(technical, _existing(lambdas, wiring), remedy)
    business = _existing(lambdas, ("domain.commands", "domain.operations"))
    if business:
        calling = ("main", "endpoint", "core", "domain", "tests")
        yield _protected(business, _existing(lambdas, calling), remedy)


def _between(lambdas: Sequence[str], others: set[str]) -> Iterable[Contract]:
    if len(lambdas) > 1:
        yield _layers(
            INDEPENDENT_LAMBDAS,
            (" | ".join(lambdas),),
            "send it a job or a request, or move what both need into libs/",
        )
    # Of packages in one layer, `:` lets each import the other: the contract above judges them.
    libs = [name for name in ("ekans", "mew") if name in others]
    yield from _downwards(
        LIBS_BELOW,
        (" : ".join(lambdas), *libs),
        "let what is above pass it in: lambdas stand on ekans, ekans on mew, mew on neither",
    )
    if "pipeline" in others:
        yield from _downwards(
            NO_PIPELINE,
            ("pipeline", " : ".join((*lambdas, *libs))),
            "move what both need into libs/",
        )


def _downwards(rule: str, layers: Iterable[str], remedy: str) -> Iterable[Contract]:
    filled = tuple(layer for layer in layers if layer)
    if len(filled) > 1:
        yield _layers(rule, filled, remedy)


def _layers(
    rule: str, layers: Sequence[str], remedy: str, containers: Sequence[str] = ()
) -> Contract:
    options: dict[str, Any] = {"layers": list(layers)}
    if containers:
        options["containers"] = list(containers)
    return Contract(rule, "layers", options, remedy)


def _protected(modules: Sequence[str], importers: Sequence[str], remedy: str) -> Contract:
    options = {"protected_modules": list(modules), "allowed_importers": list(importers)}
    return Contract(COMPOSITION_ROOT, "protected", options, remedy)


def _children(unit: Unit, folder: str) -> list[str]:
    depth = folder.count("/") + 1
    return sorted(
        {
            file.with_suffix("").parts[depth]
            for file in unit.files
            if file.suffix == ".py" and file.parts[:depth] == tuple(folder.split("/"))
        }
    )


def _existing(lambdas: Iterable[Unit], modules: Iterable[str]) -> list[str]:
    wanted = list(modules)
    found = []
    for unit in lambdas:
        files = {file.with_suffix("").as_posix() for file in unit.files if file.suffix == ".py"}
        for module in wanted:
            path = module.replace(".", "/")
            if path in files or f"{path}/__init__" in files:
                found.append(f"{unit.name}.{module}")
    return found
