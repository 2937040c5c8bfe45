"""Where the result of an asynchronous invocation goes.

Source: AWS Lambda developer guide, "Capturing records of Lambda asynchronous invocations".
"""

from __future__ import annotations

import datetime
import json
import logging
import uuid
from collections.abc import Callable
from typing import Any

from moto.events.models import events_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from ..alias import LATEST
from ..async_invocations import Submitted
from ..function import Response
from ..version import ACCOUNT, REGION
from .invoke_config import InvokeConfigs
from .lambda_backend import Deliver

__all__ = ["Destinations"]

_logger = logging.getLogger(__name__)


class Destinations:
    """Sends a record of each invocation that is over to where its function wants it.

    Args:
        configs: what functions want.
        deliver: invokes functions.
        date: the date now.
    """

    def __init__(
        self, configs: InvokeConfigs, deliver: Deliver, date: Callable[[], datetime.datetime]
    ) -> None:
        self._configs = configs
        self._deliver = deliver
        self._date = date

    def __call__(self, submitted: Submitted, response: Response | None) -> None:
        """Sends the record of one invocation, if a destination is set."""
        config = self._configs.find(submitted.function, submitted.qualifier)
        if config is None:
            return
        succeeded = response is not None and response.function_error is None
        arn = config.on_success if succeeded else config.on_failure
        if arn is None:
            return
        try:
            self._send(arn, _record(submitted, response, succeeded, self._date()), succeeded)
        except Exception:
            # A destination that is gone loses the record, and nothing else is to suffer from it.
            _logger.exception("a record of %s did not reach %s", submitted.function.name, arn)

    def _send(self, arn: str, record: dict[str, Any], succeeded: bool) -> None:
        service, name = arn.split(":")[2], arn.rsplit(":", 1)[-1]
        if service == "sqs":
            sqs_backends[ACCOUNT][REGION].send_message(name, json.dumps(record))
        elif service == "sns":
            sns_backends[ACCOUNT][REGION].publish(json.dumps(record), arn=arn)
        elif service == "lambda":
            self._deliver(arn, record)
        else:
            outcome = "Success" if succeeded else "Failure"
            event = {
                "Source": "lambda",
                "DetailType": f"Lambda Function Invocation Result - {outcome}",
                "Detail": json.dumps(record),
                "EventBusName": name.removeprefix("event-bus/"),
            }
            events_backends[ACCOUNT][REGION].put_events([event])


def _record(
    submitted: Submitted, response: Response | None, succeeded: bool, now: datetime.datetime
) -> dict[str, Any]:
    arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{submitted.function.name}"
    condition = "Success" if succeeded else "RetriesExhausted"
    if submitted.too_old:
        condition = "EventAgeExceeded"
    tries = submitted.failures + (response is not None and not submitted.too_old)
    record: dict[str, Any] = {
        "version": "1.0",
        "timestamp": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "requestContext": {
            "requestId": response.request_id if response else str(uuid.uuid4()),
            "functionArn": f"{arn}:{submitted.qualifier or LATEST}",
            "condition": condition,
            "approximateInvokeCount": tries,
        },
        "requestPayload": json.loads(submitted.payload),
    }
    if response is not None:
        context = {"statusCode": 200, "executedVersion": response.executed_version}
        if response.function_error is not None:
            context["functionError"] = response.function_error
        record["responseContext"] = context
        record["responsePayload"] = response.json()
    return record
