"""What clients of Lambda's API do with provisioned concurrency.

Source: AWS Lambda API reference, "PutProvisionedConcurrencyConfig" and the other actions on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .alias import LATEST
from .errors import InvalidParameterValue, ValidationFailed
from .function import Function
from .lambda_call import Answer, Call, Route
from .lambda_pages import paged
from .lambda_service import LambdaService
from .provisioned import ProvisionedConfig

__all__ = ["ProvisionedActions"]

_PATH = "/2019-09-30/functions/<path:function>/provisioned-concurrency"


class ProvisionedActions:
    """Actions on provisioned concurrency."""

    def __init__(self, service: LambdaService) -> None:
        self._service = service

    def routes(self) -> Iterable[Route]:
        """Method and path of each action."""
        yield "PUT", _PATH, self.put
        yield "GET", _PATH, self.get
        yield "DELETE", _PATH, self.delete

    def put(self, call: Call) -> Answer:
        """Has environments kept ready."""
        function, qualifier = self._target(call)
        count = call.body.get("ProvisionedConcurrentExecutions")
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            raise ValidationFailed(
                f"1 validation error detected: Value '{count}' at 'provisionedConcurrentExecutions'"
                " failed to satisfy constraint: Member must have value greater than or equal to 1"
            )
        limit = function.concurrency
        if limit is not None and count > limit:
            raise InvalidParameterValue(
                "Requested Provisioned Concurrency should not be greater than the"
                " reservedConcurrentExecution for function"
            )
        function.resolve(qualifier)
        function.provisioned.put(qualifier, count)
        return 202, _json(ProvisionedConfig(count))

    def get(self, call: Call) -> Answer:
        """Says how far it is; with `List=ALL` for everything that was asked for."""
        if call.query.get("List") == "ALL":
            function = self._service.get(call.name.name)
            with function.releases() as (latest, _, _):
                arn = latest.described.arn
            found = [
                {"FunctionArn": arn(qualifier), **_json(config)}
                for qualifier, config in function.provisioned.all().items()
            ]
            return 200, paged("ProvisionedConcurrencyConfigs", found, call.query)
        function, qualifier = self._target(call)
        return 200, _json(function.provisioned.get(qualifier))

    def delete(self, call: Call) -> Answer:
        """Keeps none ready any more."""
        function, qualifier = self._target(call)
        function.provisioned.delete(qualifier)
        return 204, None

    def _target(self, call: Call) -> tuple[Function, str]:
        qualifier = call.name.qualifier
        if qualifier in {None, LATEST}:
            raise InvalidParameterValue(
                "Provisioned Concurrency Configs cannot be applied to unpublished function versions."
            )
        return self._service.get(call.name.name, qualifier), str(qualifier)


def _json(config: ProvisionedConfig) -> dict[str, Any]:
    found: dict[str, Any] = {
        "RequestedProvisionedConcurrentExecutions": config.requested,
        "AllocatedProvisionedConcurrentExecutions": config.allocated,
        "AvailableProvisionedConcurrentExecutions": config.allocated,
        "Status": config.status,
        "LastModified": config.modified.strftime("%Y-%m-%dT%H:%M:%S+0000"),
    }
    if config.reason is not None:
        found["StatusReason"] = config.reason
    return found
