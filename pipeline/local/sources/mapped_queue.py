"""The queue of an event source mapping: whether it may be mapped, and what polls it."""

from __future__ import annotations

import dataclasses
import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from ..errors import InvalidParameterValue, ServiceRefused
from ..function import Function
from .batch_delivery import BatchDelivery
from .mapping import Mapping, MappingSettings
from .poller import Poller

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient
    from types_boto3_sqs.type_defs import MessageTypeDef

__all__ = ["Find", "mappable_queue", "poller_of"]

type Find = Callable[[str, str | None], Function]

_logger = logging.getLogger(__name__)


def mappable_queue(settings: MappingSettings, sqs: SQSClient, find: Find) -> str:
    """The URL of the queue that `settings` name, if it may feed their function.

    Raises:
        ResourceNotFound: there is no such function, version or alias.
        InvalidParameterValue: there is no such queue, or it hides messages for too short.
    """
    function = find(settings.function.name, settings.function.qualifier)
    timeout = function.resolve(settings.function.qualifier).configuration.timeout
    try:
        url = sqs.get_queue_url(QueueName=settings.queue)["QueueUrl"]
        found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])
    except ClientError as error:
        raise InvalidParameterValue(
            "Error occurred while ReceiveMessage. SQS Error Code:"
            f" {error.response['Error']['Code']}. SQS Error Message:"
            f" {error.response['Error']['Message']}"
        ) from error
    hidden = int(found["Attributes"]["VisibilityTimeout"])
    if hidden < timeout:
        raise InvalidParameterValue(
            f"Queue visibility timeout: {hidden} seconds is less than Function timeout:"
            f" {timeout:g} seconds"
        )
    return url


def poller_of(
    mapping: Mapping, url: str, sqs: SQSClient, find: Find, clock: Callable[[], float]
) -> Poller:
    """Starts what polls a mapping's queue and notes in the mapping what comes of it."""
    settings = mapping.settings
    qualifier = settings.function.qualifier
    stopped = threading.Event()

    def found() -> Function:
        return find(settings.function.name, qualifier)

    def ready() -> bool:
        try:
            found().resolve(qualifier)
        except ServiceRefused as error:
            mapping.last_result = f"PROBLEM: {error}"
            return False
        return mapping.settled

    delivery = BatchDelivery(sqs, url, settings, found, clock, stopped)

    def deliver(messages: list[MessageTypeDef]) -> None:
        try:
            mapping.last_result = delivery.deliver(messages)
        except Exception as error:
            # The messages come back; whoever looks at the mapping is to know why.
            mapping.last_result = f"PROBLEM: {error}"
            _logger.exception("a batch of %s was not delivered", settings.queue)

    def on_gone(why: str) -> None:
        if not stopped.is_set():
            mapping.give_up(f"PROBLEM: {why}", dataclasses.replace(settings, enabled=False))

    return Poller(
        sqs,
        url,
        settings,
        ready=ready,
        deliver=deliver,
        on_gone=on_gone,
        clock=clock,
        stopped=stopped,
    )
