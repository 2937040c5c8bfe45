"""A checkout of some of the lambdas, with their artifacts, to start a cloud in."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[3]
_IGNORED = shutil.ignore_patterns("__pycache__", ".env")


def artifact(name: str) -> Path:
    """A lambda's zip: beside the tests under Pants, in `dist/` of a checkout."""
    for folder in (ROOT, ROOT / "dist"):
        path = folder / "lambdas" / f"{name}.zip"
        if path.is_file():
            return path
    raise FileNotFoundError(f"there is no artifact; build it: ./pants package lambdas/{name}::")


def make_checkout(root: Path, values: Mapping[str, str]) -> None:
    """Copies lambdas, the libraries and the artifacts.

    Args:
        root: where; not there yet.
        values: for each lambda the text of its `.env`; without any, `.env.example` counts.
    """
    built = root / "dist" / "lambdas"
    for library in ("mew", "ekans"):
        shutil.copytree(ROOT / "libs" / library, root / "libs" / library, ignore=_IGNORED)
    for name in values:
        shutil.copytree(ROOT / "lambdas" / name, root / "lambdas" / name, ignore=_IGNORED)
        if values[name]:
            (root / "lambdas" / name / ".env").write_text(values[name])
    (root / "pants.toml").touch()
    built.mkdir(parents=True)
    for name in values:
        for file in (artifact(name), artifact(name).with_suffix(".json")):
            # Copied last, so as new as the sources, which it is made of.
            shutil.copyfile(file, built / file.name)
