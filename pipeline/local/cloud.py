"""AWS and functions together, for as long as a `with` block lasts."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from botocore.exceptions import ClientError

from .aws import LocalAws
from .aws_requests import AwsRequest
from .clock import Clock
from .code_store import CodeStore
from .environment import Environment
from .errors import ArtifactMissing, InvalidParameterValue, ResourceNotFound
from .function import Function
from .function_urls import FunctionUrls
from .lambda_aliases import AliasActions
from .lambda_api import LambdaApi
from .lambda_functions import FunctionActions
from .lambda_invoke import LambdaInvoke
from .lambda_permissions import PermissionActions
from .lambda_provisioned import ProvisionedActions
from .lambda_service import LambdaService
from .lambda_urls import UrlActions
from .managed_runtime import ManagedRuntime
from .observer import LogOf, Observer
from .policies import Policies
from .sources.event_sources import EventSources
from .version import Configuration, Version

__all__ = ["STAGES", "LocalCloud"]

# Locally every stage has an alias, and all point at the one version there is.
STAGES = ("local", "hom", "prod")


class LocalCloud:
    """A local AWS and the functions deployed to it.

    Args:
        observer: who hears of every invocation and every line of a log.
        on_request: called with each request to AWS before it is answered, from any thread.
        settle: how long a function's creation or update takes until it counts, in seconds.
        clock: the time that functions, retries and schedules go by.
        workspace: an empty folder for its files, which is removed in the end; by default a new one.
    """

    def __init__(
        self,
        observer: Observer | None = None,
        on_request: Callable[[AwsRequest], None] | None = None,
        settle: float = 0.0,
        clock: Clock | None = None,
        workspace: Path | None = None,
    ) -> None:
        self._observer = observer
        self.urls = FunctionUrls()
        self.policies = Policies()
        self.clock = clock = clock or Clock()
        self._closing = contextlib.ExitStack()
        with self._closing as closing:
            if workspace is None:
                workspace = Path(tempfile.mkdtemp(prefix="local-cloud-")).resolve()
            closing.callback(shutil.rmtree, workspace, ignore_errors=True)
            self._workspace = workspace
            self._runtime = ManagedRuntime(workspace)
            code = closing.enter_context(CodeStore(_folder(workspace, "code")))
            self.aws = closing.enter_context(LocalAws(on_request))
            self.functions = LambdaService(
                code, self._environment, settle=settle, clock=clock, observer=observer
            )
            self.sources = closing.enter_context(
                EventSources(self.aws, self.functions, clock, settle)
            )
            # First of all functions end, for whatever else waits for their answers.
            closing.callback(self.functions.close)
            self.aws.serve("lambda", self._lambda_api())
            self._closing = closing.pop_all()

    def _lambda_api(self) -> LambdaApi:
        functions = FunctionActions(self.functions, self._read_object)
        routes = [*functions.routes(), *AliasActions(self.functions).routes()]
        routes += UrlActions(self.functions, self.urls).routes()
        routes += PermissionActions(self.functions, self.policies).routes()
        routes += ProvisionedActions(self.functions).routes()
        routes += self.sources.routes()
        return LambdaApi(routes, LambdaInvoke(self.functions, self.sources.later))

    def deploy(
        self, name: str, zip_path: Path, configuration: Configuration | None = None
    ) -> Function:
        """Makes a function of a zip: version 1, with an alias for each stage.

        A function of that name is replaced.

        Args:
            name: the function's name.
            zip_path: the artifact.
            configuration: what it runs with; by default what the manifest beside the zip says.

        Raises:
            ArtifactMissing: there is no zip.
            ArtifactInvalid: Lambda would not take it.
        """
        try:
            content = zip_path.read_bytes()
        except OSError as error:
            raise ArtifactMissing(f"{zip_path} cannot be read: {error.strerror}") from error
        if configuration is None:
            configuration = Configuration.from_manifest(zip_path.with_suffix(".json"))
        code = self.functions.code.add(content, zip_path)
        with contextlib.suppress(ResourceNotFound):
            self.functions.delete(name)
        function = self.functions.create(name, code, configuration)
        function.wait_until_active()
        function.release(*STAGES)
        return function

    def _read_object(self, bucket: str, key: str) -> bytes:
        try:
            return self.aws.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
        except ClientError as error:
            raise InvalidParameterValue(
                f"Error occurred while GetObject. S3 Error Code: {error.response['Error']['Code']}."
                f" S3 Error Message: {error.response['Error']['Message']}"
            ) from error

    def _environment(self, version: Version) -> Environment:
        observer = self._observer
        return Environment(
            version,
            self._runtime,
            self._workspace,
            endpoint_url=self.aws.url,
            on_log=LogOf(version.function_name, observer) if observer else None,
        )

    def close(self) -> None:
        """Ends every process, the server, and removes every file."""
        self._closing.close()

    def __enter__(self) -> LocalCloud:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _folder(parent: Path, name: str) -> Path:
    made = parent / name
    made.mkdir()
    return made
