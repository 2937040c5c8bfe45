"""Which files a lambda has, and that it has no others."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from .entry_point import call_of_lambda_main
from .tree import Unit
from .violation import Violation

LAYOUT = "layout"
PACKAGE = "package"
RULES = (LAYOUT, PACKAGE)

REQUIRED_FILES = {
    "config.py": "its Settings, every value from Secrets Manager",
    "main.py": "the entry point `main`",
    "endpoint/utils.py": "the composition root, which wires core into domain",
    "scripts/setup_env.py": "which puts the values of `.env` into a local endpoint",
    "docs/architecture.md": "what it does and why so",
    "docs/requirements.md": "which mew.generate writes",
    ".env.example": "which mew.generate writes",
    "BUILD": "with the line `lambda_function()`",
}
# Required of a lambda that answers HTTP.
REQUIRED_FOR_HTTP = {
    "endpoint/main.py": "the FastAPI app",
    "docs/api_reference.md": "which mew.generate writes",
}
# Required of a lambda that uses a database of mew.arbok.
REQUIRED_FOR_A_DATABASE = {"scripts/migrate.py": "which brings the database up to date"}
# Folders that hold at least one file of the pattern.
REQUIRED_FOLDERS = {
    "core": ("**/*.py", "a module that does its technical work"),
    "domain/models": ("*_models.py", "the plain data of its business"),
    "domain/operations": ("*_operations.py", "its business rules"),
    "domain/commands": ("*_commands.py", "its use cases"),
    "tests/unit": ("**/test_*.py", "a unit test"),
    "tests/integration": ("**/test_*.py", "an integration test"),
    "tests/e2e": ("**/test_*.py", "an end-to-end test"),
}
_ROUTES = ("*.py", "one module a resource")
FILES = {"__init__.py", "config.py", "main.py", "BUILD", ".env", ".env.example", ".gitignore"}
FOLDERS = {
    "": {"core", "docs", "domain", "endpoint", "scripts", "tests"},
    "domain": {"commands", "models", "operations"},
}
_TESTS = ("tests/e2e", "tests/integration", "tests/unit")


def check(unit: Unit) -> Iterator[Violation]:
    """Check the files of a lambda, and that every folder of modules is a package."""
    yield from _packages(unit)
    if unit.is_lambda:
        yield from _missing(unit)
        yield from _out_of_place(unit)


def _missing(unit: Unit) -> Iterator[Violation]:
    files = dict(REQUIRED_FILES)
    folders = dict(REQUIRED_FOLDERS)
    call = call_of_lambda_main(unit)
    if call is not None and any(keyword.arg == "http" for keyword in call.keywords):
        files |= REQUIRED_FOR_HTTP
        folders["endpoint/routes"] = _ROUTES
    if _uses_a_database(unit):
        files |= REQUIRED_FOR_A_DATABASE
    present = set(unit.files)
    for file, purpose in files.items():
        if PurePosixPath(file) not in present:
            yield _absent(unit.folder / file, "this file is missing", f"add it: {purpose}")
    for folder, (pattern, purpose) in folders.items():
        if not any(
            path.full_match(f"{folder}/{pattern}") and path.name != "__init__.py"
            for path in unit.files
        ):
            problem = f"the folder holds no `{pattern.removeprefix('**/')}`"
            yield _absent(unit.folder / folder, problem, f"add {purpose}")


def _absent(path: PurePosixPath, problem: str, remedy: str) -> Violation:
    return Violation(str(path), 1, LAYOUT, problem, remedy)


def _uses_a_database(unit: Unit) -> bool:
    return any(
        imported.target.startswith("mew.arbok")
        or (imported.target == "mew" and "arbok" in imported.names)
        for module in unit.modules
        if module.top != "tests"
        for imported in module.imports
    )


def _out_of_place(unit: Unit) -> Iterator[Violation]:
    strangers = set()
    for file in unit.files:
        if file.match("test_*.py") and "/".join(file.parts[:2]) not in _TESTS:
            strangers.add((file, ", ".join(f"{place}/" for place in _TESTS)))
        elif len(file.parts) == 1 and file.name not in FILES:
            strangers.add((file, "config.py, main.py, BUILD, .env.example"))
        for depth, folder in enumerate(file.parts[:-1]):
            parent = "/".join(file.parts[:depth])
            allowed = FOLDERS.get(parent)
            if allowed is not None and folder not in allowed:
                places = ", ".join(f"{place}/" for place in sorted(allowed))
                strangers.add((PurePosixPath(*file.parts[: depth + 1]), places))
    for stranger, places in sorted(strangers):
        where = f"{stranger.parent}/" if stranger.parent.parts else "a lambda's folder"
        yield Violation(
            str(unit.folder / stranger),
            1,
            LAYOUT,
            f"`{stranger.name}` has no place in {where}",
            f"move it into one of {places}",
        )


def _packages(unit: Unit) -> Iterator[Violation]:
    folders = {
        parent
        for file in unit.files
        if file.suffix == ".py"
        for parent in (file.parent, *file.parent.parents)
    }
    for folder in sorted(folders):
        if folder / "__init__.py" not in unit.files:
            yield Violation(
                str(unit.folder / folder / "__init__.py"),
                1,
                PACKAGE,
                "the folder holds modules and is no package",
                "add an empty `__init__.py`",
            )
