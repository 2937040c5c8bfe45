"""How other services invoke a function: by its ARN, without waiting for its answer."""

from __future__ import annotations

import json
import logging
from typing import Any

from ..async_invocations import AsyncInvocations
from ..errors import ServiceRefused
from ..function_name import FunctionName
from ..lambda_service import LambdaService

__all__ = ["AsyncDelivery"]

_logger = logging.getLogger(__name__)


class AsyncDelivery:
    """Takes events to functions.

    Args:
        functions: by their names.
        later: where asynchronous invocations go.
    """

    def __init__(self, functions: LambdaService, later: AsyncInvocations) -> None:
        self._functions = functions
        self._later = later

    def __call__(self, arn: str, event: Any) -> None:
        """Has the function at `arn` invoked with `event`, which is written as JSON.

        A function that does not exist is no error: the service that sends the event gives it up, as
        AWS's do after they tried for a while.
        """
        try:
            name = FunctionName.parse(arn)
            function = self._functions.get(name.name, name.qualifier)
            function.resolve(name.qualifier)
        except ServiceRefused as error:
            _logger.warning("an event for %s was given up: %s", arn, error)
            return
        self._later.submit(function, json.dumps(event).encode(), name.qualifier, None)
