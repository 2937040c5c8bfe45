"""Where the zips are that tests run as they are shipped: beside the tests under Pants, in `dist/` of a checkout."""

from __future__ import annotations

from pathlib import Path

__all__ = ["ROOT", "artifact"]

ROOT = Path(__file__).parents[1]
"""The repository, or the part of it that Pants brought."""


def artifact(name: str) -> Path:
    """The zip of a lambda, its manifest beside it.

    Raises:
        FileNotFoundError: it was not built; the error says how to.
    """
    for folder in (ROOT, ROOT / "dist"):
        path = folder / "lambdas" / f"{name}.zip"
        if path.is_file():
            return path
    raise FileNotFoundError(f"there is no artifact; build it: ./pants package lambdas/{name}::")
