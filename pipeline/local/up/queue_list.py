"""The queues of a cloud, how full they are and who consumes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..page.view import QueueInfo

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

__all__ = ["consumed", "consumed_name", "list_queues"]


def consumed_name(lambda_name: str, stage: str) -> str:
    """How the queue is called that a lambda consumes at a stage, and how others of it begin."""
    project, _, functionality = lambda_name.partition("_")
    return f"{project}-{stage}-{functionality.replace('_', '-')}"


def consumed(queue: str, lambda_name: str, stage: str) -> bool:
    """Whether a lambda consumes a queue by its name (a dead-letter queue's looks the same)."""
    name = consumed_name(lambda_name, stage)
    rest = queue.removesuffix(".fifo").removeprefix(name)
    return queue.startswith(name) and (not rest or rest.startswith("-"))


def list_queues(sqs: SQSClient, lambdas: Iterable[str], stages: Iterable[str]) -> list[QueueInfo]:
    """Every queue that is not another one's dead-letter queue, by name."""
    urls = sqs.list_queues().get("QueueUrls", [])
    found = {url.rsplit("/", 1)[-1]: _attributes(sqs, url) for url in urls}
    dead = {name: _dead_letter_queue(attributes) for name, attributes in found.items()}
    owners = {
        queue: (name, stage)
        # The longest name is the nearest: neoapp_pay and neoapp_pay_later may both match.
        for name in sorted(lambdas, key=len)
        for stage in stages
        for queue in found
        if consumed(queue, name, stage)
    }
    return [
        QueueInfo(
            name=name,
            visible=_count(attributes, ""),
            in_flight=_count(attributes, "NotVisible") + _count(attributes, "Delayed"),
            dead_letter=_count(found[dead_name], "")
            if (dead_name := dead[name]) in found
            else None,
            lambda_name=owners.get(name, (None, None))[0],
            stage=owners.get(name, (None, None))[1],
        )
        for name, attributes in sorted(found.items())
        if name not in dead.values()
    ]


def _attributes(sqs: SQSClient, url: str) -> Mapping[str, str]:
    answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
    return {str(key): value for key, value in answer.get("Attributes", {}).items()}


def _count(attributes: Mapping[str, str], kind: str) -> int:
    return int(attributes.get(f"ApproximateNumberOfMessages{kind}", 0))


def _dead_letter_queue(attributes: Mapping[str, str]) -> str | None:
    policy = attributes.get("RedrivePolicy")
    return json.loads(policy)["deadLetterTargetArn"].rsplit(":", 1)[-1] if policy else None
