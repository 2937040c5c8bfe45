"""What clients of Lambda's API do with the configuration of asynchronous invocations.

Source: AWS Lambda API reference, "PutFunctionEventInvokeConfig" and the other actions on them.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..alias import LATEST
from ..errors import InvalidParameterValue
from ..function import Function
from ..lambda_call import Answer, Call, Route
from ..lambda_service import LambdaService
from ..version import ACCOUNT, REGION
from .invoke_config import InvokeConfig, InvokeConfigs
from .ranges import within

__all__ = ["InvokeConfigActions"]

_ONE = "/2019-09-25/functions/<path:function>/event-invoke-config"
_DESTINATION = re.compile(
    rf"arn:aws:(?:sqs:{REGION}:{ACCOUNT}:[\w-]+|sns:{REGION}:{ACCOUNT}:[\w-]+"
    rf"|lambda:{REGION}:{ACCOUNT}:function:[\w:$-]+|events:{REGION}:{ACCOUNT}:event-bus/[\w./-]+)"
)


class InvokeConfigActions:
    """Actions on the configuration of asynchronous invocations.

    Args:
        service: the functions.
        configs: their configurations.
        date: the date now.
    """

    def __init__(
        self,
        service: LambdaService,
        configs: InvokeConfigs,
        date: Callable[[], datetime.datetime],
    ) -> None:
        self._service = service
        self._configs = configs
        self._date = date

    def routes(self) -> Iterable[Route]:
        """Method and path of each action."""
        yield "PUT", _ONE, self.put
        yield "POST", _ONE, self.update
        yield "GET", _ONE, self.get
        yield "DELETE", _ONE, self.delete
        yield "GET", f"{_ONE}/list", self.list

    def put(self, call: Call) -> Answer:
        """Sets the configuration; what is not named is as the service has it by default."""
        return self._set(call, InvokeConfig(self._date()))

    def update(self, call: Call) -> Answer:
        """Changes what is named of a configuration."""
        before = self._configs.get(self._function(call), call.name.qualifier)
        return self._set(call, dataclasses.replace(before, modified=self._date()))

    def get(self, call: Call) -> Answer:
        """Gives the configuration."""
        function = self._function(call)
        config = self._configs.get(function, call.name.qualifier)
        return 200, _json(function, call.name.qualifier, config)

    def delete(self, call: Call) -> Answer:
        """Removes the configuration."""
        self._configs.delete(self._function(call), call.name.qualifier)
        return 204, None

    def list(self, call: Call) -> Answer:
        """Lists a function's configurations, in one page."""
        function = self._service.get(call.name.name)
        found = self._configs.all(function).items()
        listed = [_json(function, qualifier, config) for qualifier, config in found]
        return 200, {"FunctionEventInvokeConfigs": listed}

    def _set(self, call: Call, before: InvokeConfig) -> Answer:
        function = self._function(call)
        config = _changed(before, call.body)
        self._configs.put(function, call.name.qualifier, config)
        return 200, _json(function, call.name.qualifier, config)

    def _function(self, call: Call) -> Function:
        function = self._service.get(call.name.name, call.name.qualifier)
        function.resolve(call.name.qualifier)
        return function


def _changed(before: InvokeConfig, body: Mapping[str, Any]) -> InvokeConfig:
    changes: dict[str, Any] = {}
    if body.get("MaximumRetryAttempts") is not None:
        changes["retries"] = within("maximumRetryAttempts", body["MaximumRetryAttempts"], 0, 2)
    if body.get("MaximumEventAgeInSeconds") is not None:
        age = body["MaximumEventAgeInSeconds"]
        changes["max_age"] = within("maximumEventAgeInSeconds", age, 60, 21_600)
    destinations = body.get("DestinationConfig") or {}
    for name, field in (("OnSuccess", "on_success"), ("OnFailure", "on_failure")):
        if destinations.get(name) is not None:
            arn = str(destinations[name].get("Destination") or "")
            if arn and _DESTINATION.fullmatch(arn) is None:
                raise InvalidParameterValue(
                    f"The destination ARN '{arn}' is invalid: the local Lambda sends to standard"
                    f" queues and topics, functions and event buses in {REGION} of {ACCOUNT}"
                )
            changes[field] = arn or None
    return dataclasses.replace(before, **changes)


def _json(function: Function, qualifier: str | None, config: InvokeConfig) -> dict[str, Any]:
    arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function.name}:{qualifier or LATEST}"
    found: dict[str, Any] = {"FunctionArn": arn, "LastModified": config.modified.timestamp()}
    if config.retries is not None:
        found["MaximumRetryAttempts"] = config.retries
    if config.max_age is not None:
        found["MaximumEventAgeInSeconds"] = config.max_age
    found["DestinationConfig"] = {
        name: {"Destination": arn} if arn else {}
        for name, arn in (("OnSuccess", config.on_success), ("OnFailure", config.on_failure))
    }
    return found
