"""A checkout in a folder of a test, and cookiecutter in it."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from cookiecutter.main import cookiecutter  # type: ignore[import-untyped]

from .combinations import Answers

ROOT = Path(__file__).parents[2]
TEMPLATE = "templates/lambda"
# What stands for ./pants: it writes no documents, and takes note of what it was asked.
PANTS = '#!/bin/sh\necho "$@" >>pants.log\n'


class Checkout:
    """A checkout with the template in it, and no lambda.

    Args:
        root: an empty folder, or one that holds a checkout.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.template = root / TEMPLATE
        shutil.copytree(ROOT / TEMPLATE, self.template)
        (root / "lambdas").mkdir(exist_ok=True)
        (root / "pants.toml").touch()
        if not (root / "pants").exists():
            self.have_pants(PANTS)

    def have_pants(self, script: str) -> None:
        """Let `script` be the checkout's ./pants."""
        (self.root / "pants").write_text(script)
        (self.root / "pants").chmod(0o755)

    def bake(self, answers: Answers) -> Path:
        """Make a lambda in this process; its folder."""
        home = self.root.parent / "home"
        home.mkdir(exist_ok=True)
        settings = home / "cookiecutter.yaml"
        settings.write_text(f"replay_dir: {home}/replay\ncookiecutters_dir: {home}/cookiecutters\n")
        cookiecutter(
            str(self.template),
            no_input=True,
            extra_context=asdict(answers),
            output_dir=str(self.root),
            config_file=str(settings),
        )
        return self.root / "lambdas" / answers.name

    def start(
        self, *arguments: str, cwd: Path | None = None, template: str | None = None
    ) -> "subprocess.Popen[str]":
        """The command `cookiecutter TEMPLATE ARGUMENTS...`, as somebody types it in `cwd`."""
        return subprocess.Popen(
            [sys.executable, "-m", "cookiecutter", template or str(self.template), *arguments],
            cwd=cwd or self.root,
            env=self._environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            # As in a terminal, also where the tests themselves run under nohup.
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
        )

    def run(
        self,
        *arguments: str,
        cwd: Path | None = None,
        template: str | None = None,
        answers: str = "",
    ) -> tuple[int, str]:
        """Exit code and output of `start`, with `answers` typed in."""
        process = self.start(*arguments, cwd=cwd, template=template)
        output, _ = process.communicate(answers, timeout=60)
        return process.returncode, output

    def _environment(self) -> Mapping[str, str]:
        home = self.root.parent / "home"
        home.mkdir(exist_ok=True)
        path = os.pathsep.join(entry for entry in map(os.path.abspath, sys.path) if entry)
        return {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": path}

    @property
    def lambdas(self) -> list[str]:
        """The names of what lies in lambdas/, sorted."""
        return sorted(path.name for path in (self.root / "lambdas").iterdir())

    @property
    def left_over(self) -> list[str]:
        """What lies in dist/."""
        dist = self.root / "dist"
        return sorted(path.name for path in dist.iterdir()) if dist.exists() else []
