"""boto3 clients, one per stage and service."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Literal, overload

from ._gc import loading
from ._invocation import current_invocation
from ._stage import Stage

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_lambda import LambdaClient
    from types_boto3_s3 import S3Client
    from types_boto3_secretsmanager import SecretsManagerClient
    from types_boto3_sesv2 import SESV2Client
    from types_boto3_sns import SNSClient
    from types_boto3_sqs import SQSClient

_lock = threading.Lock()
_clients: dict[tuple[Stage, str, float, int], Any] = {}


# fmt: off
@overload
def client(service: Literal["dynamodb"], *, read_timeout: float = ..., attempts: int = ...) -> DynamoDBClient: ...
@overload
def client(service: Literal["lambda"], *, read_timeout: float = ..., attempts: int = ...) -> LambdaClient: ...
@overload
def client(service: Literal["s3"], *, read_timeout: float = ..., attempts: int = ...) -> S3Client: ...
@overload
def client(service: Literal["secretsmanager"], *, read_timeout: float = ..., attempts: int = ...) -> SecretsManagerClient: ...
@overload
def client(service: Literal["sesv2"], *, read_timeout: float = ..., attempts: int = ...) -> SESV2Client: ...
@overload
def client(service: Literal["sns"], *, read_timeout: float = ..., attempts: int = ...) -> SNSClient: ...
@overload
def client(service: Literal["sqs"], *, read_timeout: float = ..., attempts: int = ...) -> SQSClient: ...
@overload
def client(service: str, *, read_timeout: float = ..., attempts: int = ...) -> Any: ...
# fmt: on
def client(service: str, *, read_timeout: float = 10.0, attempts: int = 3) -> Any:
    """The boto3 client of `service` for the running stage, made once per stage and environment.

    service: boto3's name, as a literal (`client("sesv2")`): the packager ships the botocore models
    of the services that it finds so.  read_timeout: seconds that one answer may take; connecting
    may take 2.  attempts: tries in all, with boto3's standard backoff.
    Raises StageError outside of an invocation.
    """
    key = (current_invocation().stage, service, read_timeout, attempts)
    found = _clients.get(key)
    if found is None:
        # Making clients is not thread-safe in boto3; using them is.
        with _lock:
            found = _clients.get(key)
            if found is None:
                found = _clients[key] = _make(service, read_timeout, attempts)
    return found


def _make(service: str, read_timeout: float, attempts: int) -> Any:
    with loading():
        import boto3
        from botocore.config import Config

        settings = Config(
            connect_timeout=2.0,
            read_timeout=read_timeout,
            retries={"mode": "standard", "total_max_attempts": attempts},
            tcp_keepalive=True,
            # Without it S3's links are signed the old way in old regions: that binds no header, and
            # opens nothing that a KMS key encrypts.
            signature_version="s3v4" if service == "s3" else None,
        )
        return boto3.client(service, config=settings)


def forget() -> None:
    """Close and drop all clients."""
    with _lock:
        made = list(_clients.values())
        _clients.clear()
    for each in made:
        each.close()
