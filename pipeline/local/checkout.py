"""Where the repository is, and where it keeps a lambda's artifact and sources."""

from __future__ import annotations

from pathlib import Path

from .errors import ArtifactMissing, UsageError

__all__ = ["artifact", "artifact_path", "find_checkout", "lambdas_of"]


def find_checkout(start: Path) -> Path:
    """The repository's root: the nearest folder from `start` upwards that holds `pants.toml`.

    Raises:
        UsageError: there is none.
    """
    for folder in (start, *start.parents):
        if (folder / "pants.toml").is_file():
            return folder
    raise UsageError(f"{start} is not inside the repository: no folder above it has a pants.toml")


def lambdas_of(checkout: Path) -> list[str]:
    """The names of the repository's lambdas."""
    return sorted(each.parent.name for each in checkout.glob("lambdas/*/main.py"))


def artifact_path(name: str, checkout: Path) -> Path:
    """Where the zip of lambda `name` is once it is built."""
    return checkout / "dist" / "lambdas" / f"{name}.zip"


def artifact(name: str, checkout: Path) -> Path:
    """The zip of lambda `name`.

    Raises:
        ArtifactMissing: it was not built; the error says how to.
    """
    path = artifact_path(name, checkout)
    if path.is_file():
        return path
    known = lambdas_of(checkout)
    if name not in known:
        raise ArtifactMissing(
            f"there is no lambda {name!r} in this repository; it has: {', '.join(known) or 'none'}"
        )
    raise ArtifactMissing(
        f"{path.relative_to(checkout)} does not exist. Build it:\n"
        f"    ./pants package lambdas/{name}::"
    )
