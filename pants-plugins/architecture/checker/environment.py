"""The process's environment, which only mew.config, the pipeline and scripts read."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from .syntax import Names
from .tree import Module, Unit
from .violation import Violation

NO_ENVIRONMENT = "no-environment"
RULES = (NO_ENVIRONMENT,)

READERS = frozenset(
    {
        "mew.config.environment",
        "os.environ",
        "os.environb",
        "os.getenv",
        "os.getenvb",
        "os.path.expandvars",
        "os.putenv",
        "os.unsetenv",
        "posix.environ",
    }
)
PACKAGES_OF_READERS = frozenset({"decouple", "dotenv", "environ", "environs", "pydantic_settings"})
# A file that names none of these reads no environment, and is not looked at any closer.
_HINT = re.compile(
    rb"\b(environb?|environment|getenvb?|expandvars|putenv|unsetenv"
    rb"|dotenv|decouple|environs|pydantic_settings)\b|\bos import \*"
)

_MEW = PurePosixPath("libs/mew")
FILES_THAT_MAY_READ = (_MEW / "config.py", _MEW / "setup_env.py")


def check(unit: Unit) -> Iterator[Violation]:
    """Check that the unit's modules read no environment variable."""
    for module in unit.modules:
        if _HINT.search(module.source) and not _may_read(unit, module):
            seen: set[tuple[int, str]] = set()
            for line, reader in _reads(module):
                if _is_mews_own(unit, reader) or (line, reader) in seen:
                    continue
                seen.add((line, reader))
                yield Violation(
                    str(module.path),
                    line,
                    NO_ENVIRONMENT,
                    f"`{reader}` reads the environment",
                    _remedy(unit, module),
                )


def _remedy(unit: Unit, module: Module) -> str:
    if "tests" in module.path.parts:
        return "set what a started process inherits with pytest's monkeypatch.setenv"
    if unit.is_lambda:
        return "declare the value in the lambda's config.py: `name: str = secret(...)`"
    return "let mew.config read it"


def _may_read(unit: Unit, module: Module) -> bool:
    return (
        unit.name == "pipeline"
        or module.path in FILES_THAT_MAY_READ
        or (unit.is_lambda and module.top == "scripts")
    )


def _is_mews_own(unit: Unit, reader: str) -> bool:
    # mew may ask its own config; a lambda's values come from Secrets Manager.
    return not unit.is_lambda and reader == "mew.config.environment"


def _reads(module: Module) -> Iterator[tuple[int, str]]:
    if isinstance(module.tree, SyntaxError):
        return
    names = module.names
    for imported in module.imports:
        if imported.root in PACKAGES_OF_READERS:
            yield imported.node.lineno, imported.target
        for name in imported.names:
            if f"{imported.target}.{name}" in READERS:
                yield imported.node.lineno, f"{imported.target}.{name}"
            elif name == "*" and imported.target in ("os", "posix"):
                yield imported.node.lineno, f"{imported.target}.*"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute):
            reader = names.of(node)
        elif isinstance(node, ast.Call) and names.of(node.func) == "getattr":
            reader = _read_by_getattr(node, names)
        else:
            continue
        if reader in READERS:
            yield node.lineno, reader


def _read_by_getattr(call: ast.Call, names: Names) -> str | None:
    match call.args:
        case [owner, ast.Constant(value=str(attribute)), *_]:
            return f"{names.of(owner)}.{attribute}"
    return None
