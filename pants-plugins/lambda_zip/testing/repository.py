"""A tiny repository, and real Pants runs in it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Dict, List, Mapping, Sequence

import lambda_zip
from lambda_zip.testing.wheels import Wheel, lock_of, write_wheel

_PLUGINS = Path(lambda_zip.__file__).parents[1]
# The tool's own lock: a tiny repository installs uv as the real one does.
_UV_LOCK = _PLUGINS.parent / "3rdparty/python/uv.lock"
_RUN_LIMIT_SECONDS = 240
_STOP_LIMIT_SECONDS = 20

_PANTS_TOML = f"""\
[GLOBAL]
pants_version = "2.17.1"
pythonpath = ["{_PLUGINS}"]
backend_packages = ["pants.backend.python", "lambda_zip"]
colors = false
dynamic_ui = false

[anonymous-telemetry]
enabled = false

[source]
root_patterns = ["/lambdas", "/libs", "/"]

[python]
interpreter_constraints = ["CPython==3.13.*"]
interpreter_versions_universe = ["3.13"]
enable_resolves = true
default_resolve = "code"
resolves_generate_lockfiles = false

[python.resolves]
code = "3rdparty/code.lock"
uv = "3rdparty/uv.lock"

[python-infer]
init_files = "always"
use_rust_parser = true

[pex-cli]
version = "v2.100.5"
"""


@dataclass(frozen=True)
class Run:
    """What a Pants run said.

    Args:
        exit_code: Its exit code.
        output: Its standard output.
        log: Its standard error.
    """

    exit_code: int
    output: str
    log: str


@dataclass(frozen=True)
class Artifact:
    """A packaged Lambda: the zip's bytes, its files and its manifest."""

    zipped: bytes
    files: Dict[str, bytes]
    manifest: Dict[str, Any]


class Repository:
    """A repository with the plugin, a lock and a folder of wheels instead of a package index.

    Args:
        root: Where to make it.
        environment: Variables of every Pants run, besides the test's own.
        umask: The umask of every Pants run; -1 for the test's own.
    """

    def __init__(
        self,
        root: Path,
        environment: Mapping[str, str] = MappingProxyType({}),
        umask: int = -1,
    ) -> None:
        self.root = root
        self._umask = umask
        self.wheels_folder = root.parent / f"{root.name}-wheels"
        self.wheels_folder.mkdir(parents=True)
        self._wheels: List[Wheel] = []
        self._environment = {
            **os.environ,
            **_search_path(os.environ),
            **environment,
            "UV_FIND_LINKS": str(self.wheels_folder),
            "UV_NO_INDEX": "1",
            "NO_SCIE_WARNING": "1",
        }
        self.write("pants.toml", _PANTS_TOML)
        self.write("3rdparty/uv.lock", _UV_LOCK.read_text())
        self.write(
            "3rdparty/BUILD",
            'python_requirements(source="code.txt")\nfile(name="loose", source="code.lock")\n',
        )
        self._write_lock()

    def write(self, path: str, text: str) -> None:
        """Write a file, given by its path from the root."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def write_lambda(self, name: str, files: Mapping[str, str], build: str = "") -> None:
        """Write a Lambda's files and its BUILD file: `lambda_function(<build>)`."""
        for path, text in {"__init__.py": "", **files}.items():
            self.write(f"lambdas/{name}/{path}", text)
        self.write(f"lambdas/{name}/BUILD", f"lambda_function({build})\n")

    def remove_lambda(self, name: str) -> None:
        """Remove a Lambda, since one that does not load fails every run."""
        self.remove(f"lambdas/{name}")

    def remove(self, folder: str) -> None:
        """Remove a folder, given by its path from the root."""
        shutil.rmtree(self.root / folder)

    def add_wheel(self, name: str, files: Mapping[str, str], **arguments: Any) -> Wheel:
        """Add a wheel to the folder, to the requirements and to the lock."""
        wheel = write_wheel(self.wheels_folder, name, files, **arguments)
        self._wheels.append(wheel)
        self._write_lock()
        return wheel

    def _write_lock(self) -> None:
        self.write("3rdparty/code.txt", "\n".join(sorted({w.name for w in self._wheels})) + "\n")
        self.write("3rdparty/code.lock", lock_of(self._wheels))

    def run(self, *arguments: str) -> Run:
        """Run Pants."""
        done = subprocess.run(
            [sys.executable, "-m", "pants", *arguments],
            cwd=self.root,
            env=self._environment,
            umask=self._umask,
            capture_output=True,
            text=True,
            timeout=_RUN_LIMIT_SECONDS,
            check=False,
        )
        return Run(done.returncode, done.stdout, done.stderr)

    def _run_to(self, exit_code: int, *arguments: str) -> Run:
        run = self.run(*arguments)
        if run.exit_code != exit_code:
            raise AssertionError(f"Pants exited with {run.exit_code}, not {exit_code}:\n{run.log}")
        return run

    def targets(self, folder: str) -> Dict[str, Dict[str, Any]]:
        """All targets below a folder, by their addresses."""
        run = self._run_to(0, "peek", f"{folder}::")
        return {target["address"]: target for target in json.loads(run.output)}

    def package(self, name: str) -> Artifact:
        """Package a Lambda and open what came out."""
        self.build(f"lambdas/{name}::")
        return self.artifact(f"lambdas/{name}")

    def artifact(self, path: str) -> Artifact:
        """Open what has been packaged, given by its path in the distribution folder."""
        zip_file = self.root / f"dist/{path}.zip"
        with zipfile.ZipFile(zip_file) as archive:
            files = {entry: archive.read(entry) for entry in archive.namelist()}
        manifest = json.loads(zip_file.with_suffix(".json").read_text())
        return Artifact(zip_file.read_bytes(), files, manifest)

    def build(self, *addresses: str, options: Sequence[str] = ()) -> Run:
        """Package targets; options are Pants' own."""
        return self._run_to(0, *options, "package", *addresses)

    def packaging_error(self, name: str) -> str:
        """What Pants says when a Lambda cannot be packaged."""
        return self.build_error(f"lambdas/{name}::")

    def build_error(self, address: str) -> str:
        """What Pants says when a target cannot be packaged."""
        return self._run_to(1, "package", address).log.partition("Exception encountered")[2]

    def close(self) -> None:
        """Stop the repository's own daemon."""
        for pid_file in self.root.glob(".pids/*/pantsd/pid"):
            _stop(int(pid_file.read_text()))


def _search_path(environment: Mapping[str, str]) -> Dict[str, str]:
    # ./pants adds the folder of its CPython 3.13 to what Pants searches. Searching that alone saves
    # starting every interpreter of the machine.
    name = "PANTS_PYTHON_BOOTSTRAP_SEARCH_PATH"
    return {name: environment[name].lstrip("+")} if name in environment else {}


def _stop(pid: int) -> None:
    limit = time.monotonic() + _STOP_LIMIT_SECONDS
    try:
        os.kill(pid, signal.SIGTERM)
        while time.monotonic() < limit:
            time.sleep(0.1)
            os.kill(pid, 0)
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
