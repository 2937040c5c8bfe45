"""A checkout of some of the lambdas, with their artifacts, to start a cloud in."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mew.config import Settings
from tests.built import ROOT, artifact

_IGNORED = shutil.ignore_patterns("__pycache__", ".env", ".env.example")


@dataclass(frozen=True)
class Part:
    """A lambda of the checkout.

    Args:
        name: the lambda.
        settings: its own; they hold the example of each value.
        values: what its `.env` changes of the example.
    """

    name: str
    settings: type[Settings]
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def example(self) -> Mapping[str, str]:
        """The assignments of `.env.example`, which is no file that Pants brings to tests."""
        fields = self.settings.fields_of_secrets()
        return {one.field.upper(): one.example for one in fields if one.example}


def make_checkout(root: Path, parts: Iterable[Part]) -> None:
    """Copies lambdas, the libraries and the artifacts.

    Args:
        root: where; not there yet.
        parts: the lambdas.
    """
    built = root / "dist" / "lambdas"
    for library in ("mew", "ekans"):
        shutil.copytree(ROOT / "libs" / library, root / "libs" / library, ignore=_IGNORED)
    for part in parts:
        folder = root / "lambdas" / part.name
        shutil.copytree(ROOT / "lambdas" / part.name, folder, ignore=_IGNORED)
        (folder / ".env.example").write_text(_text(part.example))
        (folder / ".env").write_text(_text({**part.example, **part.values}))
    (root / "pants.toml").touch()
    built.mkdir(parents=True)
    for part in parts:
        for file in (artifact(part.name), artifact(part.name).with_suffix(".json")):
            # Copied last, so as new as the sources, which it is made of.
            shutil.copyfile(file, built / file.name)


def _text(values: Mapping[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in values.items())
