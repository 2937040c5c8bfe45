"""AWS and functions together, for as long as a `with` block lasts."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from .aws import LocalAws
from .aws_requests import AwsRequest
from .environment import Environment
from .function import Function
from .latest import Latest
from .managed_runtime import ManagedRuntime
from .pool import EnvironmentPool
from .task_root import TaskRoot
from .version import Configuration, Version

__all__ = ["STAGES", "LocalCloud"]

# Locally every stage has an alias, and all point at the one version there is.
STAGES = ("local", "hom", "prod")


class LocalCloud:
    """A local AWS and the functions deployed to it.

    Args:
        on_log: called with each line of any function's log as it comes, from any thread.
        on_request: called with each request to AWS before it is answered, from any thread.
    """

    def __init__(
        self,
        on_log: Callable[[str], None] | None = None,
        on_request: Callable[[AwsRequest], None] | None = None,
    ) -> None:
        self._on_log = on_log
        self._functions: dict[str, Function] = {}
        self._closing = contextlib.ExitStack()
        with self._closing:
            workspace = Path(tempfile.mkdtemp(prefix="local-cloud-")).resolve()
            self._closing.callback(shutil.rmtree, workspace, ignore_errors=True)
            self._workspace = workspace
            self._runtime = ManagedRuntime(workspace)
            self.aws = self._closing.enter_context(LocalAws(on_request))
            self._closing = self._closing.pop_all()

    def deploy(
        self, name: str, zip_path: Path, configuration: Configuration | None = None
    ) -> Function:
        """Publishes a zip as version 1 of a function, with an alias for each stage.

        Args:
            name: the function's name.
            zip_path: the artifact.
            configuration: what it runs with; by default what the manifest beside the zip says.

        Raises:
            ArtifactMissing: there is no zip.
            ArtifactInvalid: Lambda would not take it.
        """
        folder = Path(tempfile.mkdtemp(prefix="code-", dir=self._workspace))
        code = self._closing.enter_context(TaskRoot(zip_path, folder))
        if configuration is None:
            configuration = Configuration.from_manifest(zip_path.with_suffix(".json"))
        function = Function(Latest(name, code, configuration), EnvironmentPool(self._environment))
        self._closing.callback(function.close)
        function.release(*STAGES)
        previous = self._functions.pop(name, None)
        self._functions[name] = function
        if previous is not None:
            previous.close()
        return function

    def _environment(self, version: Version) -> Environment:
        return Environment(
            version,
            self._runtime,
            self._workspace,
            endpoint_url=self.aws.url,
            on_log=self._on_log,
        )

    def close(self) -> None:
        """Ends every process, the server, and removes every file."""
        self._closing.close()

    def __enter__(self) -> LocalCloud:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
