"""A stage of a lambda in the AWS of this machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit

from .._stage import Stage
from ..config import environment
from .errors import SetupError

_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class LocalStage:
    """Where a lambda is set up.

    stage: the alias.  values: those of the `.env`, with `{stage}` filled in, by their names.
    client: a boto3 client of a service on this machine, by the service's name.
    """

    stage: Stage
    values: Mapping[str, str] = field(repr=False)
    client: Callable[[str], Any] = field(repr=False)


def clients_of(endpoint_url: str) -> Callable[[str], Any]:
    """Clients with credentials of no account, by the service's name.

    Raises SetupError when the endpoint is not on this machine.
    """
    host = urlsplit(endpoint_url).hostname
    if host not in _LOCAL:
        raise SetupError(
            f"the endpoint's host is {host}; values of a .env go to this machine alone "
            "(127.0.0.1), secrets of an account are not set from here"
        )
    region = environment("AWS_REGION") or environment("AWS_DEFAULT_REGION") or "us-east-1"
    return partial(_client, endpoint_url, region)


# To make one takes as long as most of what is done with it.
@cache
def _client(endpoint_url: str, region: str, service: str) -> Any:
    import boto3

    return boto3.client(
        service,
        endpoint_url=endpoint_url,
        region_name=region,
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106
    )
