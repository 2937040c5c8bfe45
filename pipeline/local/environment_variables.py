"""The environment variables of a function's process.

Source: AWS Lambda developer guide, "Working with Lambda environment variables", section "Defined
runtime environment variables". A variable of the function's configuration cannot replace a
reserved one.
"""

from __future__ import annotations

import datetime
import secrets
from pathlib import Path

from .managed_runtime import ManagedRuntime
from .version import REGION, Version

__all__ = ["function_environment"]


def function_environment(
    version: Version,
    runtime: ManagedRuntime,
    *,
    runtime_api: str,
    endpoint_url: str | None,
    temporary: Path,
) -> dict[str, str]:
    """Everything that the process finds in its environment.

    Args:
        version: whose process it is.
        runtime: the interpreter.
        runtime_api: `host:port` of the Runtime API.
        endpoint_url: where AWS is; None leaves the SDK at its own addresses.
        temporary: the folder that stands for `/tmp`.
    """
    today = datetime.datetime.now(datetime.UTC).strftime("%Y/%m/%d")
    unreserved = {
        "LANG": "en_US.UTF-8",
        "PATH": f"{runtime.python.parent}:/usr/local/bin:/usr/bin:/bin",
        "TZ": ":UTC",
        "TMPDIR": str(temporary),
    }
    if endpoint_url is not None:
        unreserved["AWS_ENDPOINT_URL"] = endpoint_url
    reserved = {
        "_HANDLER": version.configuration.handler,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_python{runtime.version}",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(version.configuration.memory_size),
        "AWS_LAMBDA_FUNCTION_NAME": version.function_name,
        "AWS_LAMBDA_FUNCTION_VERSION": version.number,
        "AWS_LAMBDA_INITIALIZATION_TYPE": version.configuration.initialization_type,
        "AWS_LAMBDA_LOG_GROUP_NAME": version.log_group,
        "AWS_LAMBDA_LOG_STREAM_NAME": f"{today}/[{version.number}]{secrets.token_hex(16)}",
        "AWS_LAMBDA_RUNTIME_API": runtime_api,
        "AWS_REGION": REGION,
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_SESSION_TOKEN": "local",
        "LAMBDA_RUNTIME_DIR": str(runtime.folder),
        "LAMBDA_TASK_ROOT": str(version.code.path),
    }
    return unreserved | dict(version.configuration.environment) | reserved
