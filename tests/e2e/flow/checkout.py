"""A checkout of some of the lambdas, with their artifacts, to start a cloud in."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from mew.config import Settings

ROOT = Path(__file__).parents[3]
_IGNORED = shutil.ignore_patterns("__pycache__", ".env")


def artifact(name: str) -> Path:
    """A lambda's zip: beside the tests under Pants, in `dist/` of a checkout."""
    for folder in (ROOT, ROOT / "dist"):
        path = folder / "lambdas" / f"{name}.zip"
        if path.is_file():
            return path
    raise FileNotFoundError(f"there is no artifact; build it: ./pants package lambdas/{name}::")


def example_of(settings: type[Settings]) -> str:
    """The assignments of a lambda's `.env.example`, which is no file that Pants brings to tests."""
    fields = settings.fields_of_secrets()
    return "".join(f"{one.field.upper()}={one.example}\n" for one in fields if one.example)


def make_checkout(root: Path, values: Mapping[str, tuple[str, str]]) -> None:
    """Copies lambdas, the libraries and the artifacts.

    Args:
        root: where; not there yet.
        values: for each lambda a file of values, `.env` or `.env.example`, and its text.
    """
    built = root / "dist" / "lambdas"
    for library in ("mew", "ekans"):
        shutil.copytree(ROOT / "libs" / library, root / "libs" / library, ignore=_IGNORED)
    for name, (file_name, text) in values.items():
        shutil.copytree(ROOT / "lambdas" / name, root / "lambdas" / name, ignore=_IGNORED)
        (root / "lambdas" / name / file_name).write_text(text)
    (root / "pants.toml").touch()
    built.mkdir(parents=True)
    for name in values:
        for file in (artifact(name), artifact(name).with_suffix(".json")):
            # Copied last, so as new as the sources, which it is made of.
            shutil.copyfile(file, built / file.name)
