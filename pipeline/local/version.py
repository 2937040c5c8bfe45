"""What the service keeps of a published version: code and configuration, neither of which changes."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .errors import ArtifactInvalid
from .task_root import TaskRoot

__all__ = ["ACCOUNT", "REGION", "Configuration", "Version"]

# The account that moto answers for.
ACCOUNT = "123456789012"
REGION = "us-east-1"


@dataclass(frozen=True, slots=True)
class Configuration:
    """A function's configuration: timeout in seconds, memory in MB.

    The defaults are the service's own. `initialization_type` is what Lambda tells the function of
    how it was started: `on-demand`, `provisioned-concurrency` or `snap-start`.
    """

    handler: str = "lambda_function.handler"
    timeout: float = 3.0
    memory_size: int = 128
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    role: str = f"arn:aws:iam::{ACCOUNT}:role/local"
    architecture: str = "x86_64"
    initialization_type: str = "on-demand"

    @classmethod
    def from_manifest(cls, path: Path) -> Configuration:
        """What the artifact's manifest says; the defaults where there is no such file.

        Raises:
            ArtifactInvalid: the file is no manifest.
        """
        defaults = cls()
        if not path.is_file():
            return defaults
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                handler=str(manifest.get("handler", defaults.handler)),
                timeout=float(manifest.get("timeout", defaults.timeout)),
                memory_size=int(manifest.get("memory", defaults.memory_size)),
            )
        except (ValueError, TypeError, AttributeError) as error:
            raise ArtifactInvalid(
                f"{path} is not a manifest: {error}. Build the artifact again with `./pants package`."
            ) from error


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """One version of a function; `number` is a decimal number or `$LATEST`.

    A version is equal to itself alone: environments of one never serve another.
    """

    function_name: str
    number: str
    configuration: Configuration
    code: TaskRoot
    description: str = ""
    revision_id: str = ""
    last_modified: datetime.datetime = field(
        default_factory=lambda: datetime.datetime.now(datetime.UTC)
    )

    def arn(self, qualifier: str | None = None) -> str:
        """The function's ARN, as an invocation by `qualifier` sees it."""
        arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.function_name}"
        return f"{arn}:{qualifier}" if qualifier else arn

    @property
    def log_group(self) -> str:
        """The name of the function's log group."""
        return f"/aws/lambda/{self.function_name}"
