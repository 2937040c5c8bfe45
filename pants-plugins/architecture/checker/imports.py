"""How a lambda's modules import, and what its domain may import from outside."""

import sys
from collections.abc import Iterator

from .relative import Unwritable, relative_form
from .syntax import Import
from .tree import Module, Unit
from .violation import Violation

RELATIVE_IMPORTS = "relative-imports"
DOMAIN_IMPORTS = "domain-imports"
RULES = (RELATIVE_IMPORTS, DOMAIN_IMPORTS)

# What is neither a driver nor an SDK: vocabulary in which plain data and rules are written.
DOMAIN_MAY_IMPORT = frozenset(
    {
        "annotated_types",
        "ekans.helpers",
        "ekans.notations",
        "mew.errors",
        "pydantic",
        "pydantic_core",
        "typing_extensions",
    }
)
# The parts of the standard library that speak to the outside.
DOMAIN_MAY_NOT_IMPORT = frozenset(
    {
        "dbm",
        "ftplib",
        "http.client",
        "http.server",
        "imaplib",
        "multiprocessing",
        "poplib",
        "shelve",
        "smtplib",
        "socket",
        "socketserver",
        "sqlite3",
        "ssl",
        "subprocess",
        "urllib.request",
        "webbrowser",
        "xmlrpc",
    }
)


def check(unit: Unit) -> Iterator[Violation]:
    """Check the imports of a lambda's modules."""
    if not unit.is_lambda:
        return
    for module in unit.modules:
        in_domain = module.top == "domain"
        for imported in module.imports:
            yield from _relative(unit, module, imported)
            if in_domain:
                yield from _domain(unit, module, imported)


def _relative(unit: Unit, module: Module, imported: Import) -> Iterator[Violation]:
    if imported.escapes:
        written = "." * imported.level + imported.target
        problem = f"`{written}` reaches out of the lambda"
        remedy = (
            "import mew, ekans and third-party code by their absolute names, and no other lambda"
        )
    elif imported.root == unit.name and not imported.level:
        problem = f"`{imported.target}` is the lambda's own and imported by its absolute name"
        try:
            remedy = f"write `{relative_form(imported.node, module.package)}`, or run ./pants fix"
        except Unwritable as error:
            remedy = str(error)
    else:
        return
    yield Violation(str(module.path), imported.node.lineno, RELATIVE_IMPORTS, problem, remedy)


def _domain(unit: Unit, module: Module, imported: Import) -> Iterator[Violation]:
    # What the domain imports of its own lambda is import-linter's to judge.
    if imported.escapes or imported.root == unit.name:
        return
    names = [f"{imported.target}.{name}" for name in imported.names] or [imported.target]
    refused = [name for name in names if not _domain_may(name)]
    if refused:
        yield Violation(
            str(module.path),
            imported.node.lineno,
            DOMAIN_IMPORTS,
            f"domain imports `{refused[0] if len(refused) == 1 else imported.target}`, "
            "which is a driver, an SDK or part of an edge",
            "say what the domain needs as a Protocol and implement it in core/services",
        )


def _domain_may(name: str) -> bool:
    if name.partition(".")[0] in sys.stdlib_module_names:
        return not _is_within(name, DOMAIN_MAY_NOT_IMPORT)
    return _is_within(name, DOMAIN_MAY_IMPORT)


def _is_within(name: str, packages: frozenset[str]) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:length]) in packages for length in range(1, len(parts) + 1))
