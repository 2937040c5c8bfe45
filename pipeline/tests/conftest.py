from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from pipeline.local.environment import Environment
from pipeline.local.function import Function
from pipeline.local.latest import Latest
from pipeline.local.managed_runtime import ManagedRuntime
from pipeline.local.pool import EnvironmentPool
from pipeline.local.task_root import TaskRoot
from pipeline.local.version import Configuration

type MakeZip = Callable[[dict[str, str]], Path]


class Deploy(Protocol):
    """Makes a function of the text of its `lambda_function.py`."""

    def __call__(
        self,
        code: str,
        *,
        timeout: float = 10.0,
        memory_size: int = 256,
        handler: str = "lambda_function.handler",
        environment: dict[str, str] | None = None,
        concurrency: int = 10,
        on_log: Callable[[str], None] | None = None,
    ) -> Function: ...


@pytest.fixture(scope="session")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> ManagedRuntime:
    return ManagedRuntime(tmp_path_factory.mktemp("runtime"))


@pytest.fixture
def make_zip(tmp_path: Path) -> MakeZip:
    def make(files: dict[str, str]) -> Path:
        path = tmp_path / f"function{len(list(tmp_path.glob('*.zip')))}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return path

    return make


@pytest.fixture
def task_root(make_zip: Callable[[dict[str, str]], Path], tmp_path: Path) -> Iterator[TaskRoot]:
    code = "def handler(event, context): return context.invoked_function_arn"
    with TaskRoot(make_zip({"lambda_function.py": code}), tmp_path) as root:
        yield root


@pytest.fixture
def deploy(runtime: ManagedRuntime, make_zip: MakeZip, tmp_path: Path) -> Iterator[Deploy]:
    with contextlib.ExitStack() as closing:

        def make(
            code: str,
            *,
            timeout: float = 10.0,
            memory_size: int = 256,
            handler: str = "lambda_function.handler",
            environment: dict[str, str] | None = None,
            concurrency: int = 10,
            on_log: Callable[[str], None] | None = None,
        ) -> Function:
            zip_path = make_zip({"lambda_function.py": code})
            folder = tmp_path / zip_path.stem
            folder.mkdir()
            root = closing.enter_context(TaskRoot(zip_path, folder))
            configuration = Configuration(handler, timeout, memory_size, environment or {})
            pool = EnvironmentPool(
                lambda version: Environment(version, runtime, folder, on_log=on_log),
                limit=concurrency,
            )
            function = Function(Latest("neoapp_sample", root, configuration), pool)
            closing.callback(function.close)
            function.release("hom", "prod")
            return function

        yield make
