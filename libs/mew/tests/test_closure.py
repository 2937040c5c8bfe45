"""What an artifact carries of mew, which follows from what its modules import anywhere in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from .. import config, core, jobs

FOLDER = Path(core.__file__).parent


def imports(file: Path) -> Iterator[str]:
    """The modules of mew's own folder that a file imports, at its top, in functions or for types."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            names = [node.module] if node.module else [alias.name for alias in node.names]
            yield from (name.partition(".")[0] for name in names if name)


def closure(*files: str) -> set[str]:
    """The names of modules that come along with these files."""
    found: set[str] = set()
    waiting = [Path(file) for file in files]
    while waiting:
        file = waiting.pop()
        if file.stem not in found and file.is_file():
            found.add(file.stem)
            waiting += [FOLDER / f"{name}.py" for name in imports(file)]
    return found


def test_a_lambda_without_jobs_carries_nothing_of_jobs_and_queues() -> None:
    of_jobs = {"jobs", "_job", "_dispatch", "_sqs", "_queue", "_batch", "_poison", "_deliveries"}
    assert of_jobs <= closure(jobs.__file__)
    assert not of_jobs & closure(core.__file__, config.__file__)
