"""moto's SNS, with subscriptions that invoke the functions that run here.

Source: AWS Lambda developer guide, "Invoking Lambda functions with Amazon SNS notifications".
"""

from __future__ import annotations

import datetime
from typing import Any

from moto.sns.models import SNSBackend, Subscription

from .lambda_backend import Deliver
from .registered import MotoPaths

__all__ = ["sns_backend"]

_UNSIGNED = "EXAMPLE"


class _LambdaSubscription(Subscription):
    """A subscription of a function."""

    def __init__(self, like: Subscription, deliver: Deliver) -> None:
        super().__init__(like.account_id, like.topic, like.endpoint, like.protocol)
        self.arn = like.arn
        self.attributes = like.attributes
        self._deliver = deliver

    def publish(
        self,
        message: str,
        message_id: str,
        subject: str | None = None,
        message_attributes: dict[str, Any] | None = None,
        group_id: str | None = None,  # noqa: ARG002 - of FIFO topics, which have no functions
        deduplication_id: str | None = None,  # noqa: ARG002
        message_structure: str | None = None,
    ) -> None:
        """Invokes the function with a message that its filter lets through."""
        matcher = self._filter_policy_matcher
        if matcher is not None and not matcher.matches(message_attributes, message):
            return
        if message_structure == "json":
            message = self._parse_message_structure(message, self.protocol)
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
        notification = {
            "Type": "Notification",
            "MessageId": message_id,
            "TopicArn": self.topic.arn,
            "Subject": subject,
            "Message": message,
            "Timestamp": now.replace("+00:00", "Z"),
            "SignatureVersion": "1",
            "Signature": _UNSIGNED,
            "SigningCertUrl": _UNSIGNED,
            "UnsubscribeUrl": _UNSIGNED,
            "MessageAttributes": message_attributes or {},
        }
        record = {
            "EventSource": "aws:sns",
            "EventVersion": "1.0",
            "EventSubscriptionArn": self.arn,
            "Sns": notification,
        }
        self._deliver(self.endpoint, {"Records": [record]})


def sns_backend(deliver: Deliver) -> type[SNSBackend]:
    """A backend for moto to make, which invokes by `deliver`."""

    class Backend(MotoPaths, SNSBackend):
        """SNS whose subscriptions of functions are ours."""

        def subscribe(self, topic_arn: str, endpoint: str, protocol: str) -> Subscription:
            """Adds a subscription, or gives the one that is there."""
            made = super().subscribe(topic_arn, endpoint, protocol)
            if protocol != "lambda" or isinstance(made, _LambdaSubscription):
                return made
            self.subscriptions[made.arn] = mine = _LambdaSubscription(made, deliver)
            return mine

    return Backend
