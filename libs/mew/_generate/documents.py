"""All generated files of a lambda."""

from __future__ import annotations

from pathlib import Path

from .api_reference import api_reference
from .dependencies import dependencies
from .discover import LAMBDAS
from .env_example import env_example
from .facts import Facts
from .requirements import requirements


def documents_of(facts: Facts, root: Path, command: str) -> dict[str, str]:
    """The text of each file by its path from `root`, sorted by it.

    command: what generates them again; each file says so.
    """
    folder = f"{LAMBDAS}/{facts.name}"
    needed = dependencies(facts.name, root)
    return {
        f"{folder}/.env.example": env_example(facts, command),
        f"{folder}/docs/api_reference.md": api_reference(facts, command),
        f"{folder}/docs/requirements.md": requirements(facts, needed, command),
    }
