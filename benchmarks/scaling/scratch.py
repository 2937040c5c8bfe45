"""A clone of this repository in which there are as many lambdas as one likes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

__all__ = ["KINDS", "Scratch", "name_of"]

# Answers to the template, in turn: as in a team, some lambdas import the same distributions.
KINDS = (
    ("http=yes", "jobs=no"),
    ("http=yes", "jobs=yes", "database=postgres"),
    ("http=yes", "jobs=no", "service=pagarme"),
    ("http=no", "jobs=yes", "database=mongo"),
)
# The template's hook would have a Pants write the documents of every lambda.
_NO_PANTS = "#!/bin/sh\n"
_PROJECT = "scale"


def name_of(number: int) -> str:
    """The name of the lambda that was made as the `number`th, from 0 on."""
    return f"{_PROJECT}_{_functionality(number)}"


def _functionality(number: int) -> str:
    return f"number_{number:03}"


class Scratch:
    """A clone of HEAD with the template's lambdas instead of the repository's own.

    Args:
        repository: what to clone; what is not committed there is not in the clone.
        root: the folder to make.

    Raises:
        subprocess.CalledProcessError: git or cookiecutter failed.
    """

    def __init__(self, repository: Path, root: Path) -> None:
        self.root = root
        subprocess.run(["git", "clone", "--quiet", str(repository), str(root)], check=True)
        for own in (root / "lambdas").iterdir():
            shutil.rmtree(own)
        # Tests of the whole repository, and its benchmarks, name lambdas that are gone now.
        for folder in ("tests", "benchmarks"):
            shutil.rmtree(root / folder)
        self._kinds = [self._made(number) for number in range(len(KINDS))]
        self.commit("Begin without lambdas")

    def _made(self, number: int) -> Mapping[Path, str]:
        """What the template makes of a kind: text by path. The lambda itself is removed again."""
        launcher = self.root / "pants"
        real = launcher.read_bytes()
        launcher.write_text(_NO_PANTS)
        settings = self.root / ".git/cookiecutter.yaml"
        settings.write_text(
            f"replay_dir: {settings.parent}\ncookiecutters_dir: {settings.parent}\n"
        )
        answers = (f"project={_PROJECT}", f"functionality={_functionality(number)}", *KINDS[number])
        subprocess.run(
            [
                *(sys.executable, "-m", "cookiecutter", "templates/lambda", "--no-input"),
                *(f"--config-file={settings}", *answers),
            ],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        launcher.write_bytes(real)
        folder = self.root / "lambdas" / name_of(number)
        texts = {
            path.relative_to(folder): path.read_text()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        shutil.rmtree(folder)
        return texts

    def grow(self, count: int) -> None:
        """Adds lambdas until there are `count`, and commits them."""
        lambdas = self.root / "lambdas"
        lambdas.mkdir(exist_ok=True)
        for number in range(len(list(lambdas.iterdir())), count):
            kind = number % len(KINDS)
            was, now = _functionality(kind), _functionality(number)
            for path, text in self._kinds[kind].items():
                # Secrets, queues and the like are named with hyphens.
                named = text.replace(was, now).replace(_hyphens(was), _hyphens(now))
                file = lambdas / name_of(number) / str(path).replace(was, now)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(named)
        self.commit(f"Have {count} lambdas")

    def append(self, path: str, line: str) -> None:
        """Adds a line to a file, given by its path from the clone's root."""
        with (self.root / path).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    def commit(self, message: str) -> None:
        """Commits everything as it lies there."""
        who = ("-c", "user.name=benchmark", "-c", "user.email=benchmark@localhost")
        for command in (("add", "--all"), (*who, "commit", "--quiet", "--message", message)):
            subprocess.run(["git", *command], cwd=self.root, check=True)


def _hyphens(text: str) -> str:
    return text.replace("_", "-")
