"""Connects a deployed lambda with what invokes it at a stage, as whoever sets up AWS would.

Sources: AWS Lambda developer guide, "Using Lambda with Amazon SQS" and "Invoking Lambda with events
from other AWS services".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from ..queues import queues_of
from ..version import ACCOUNT, REGION
from .mapping import GIVEN_UP
from .triggers import Trigger

if TYPE_CHECKING:
    from ..cloud import LocalCloud

__all__ = ["Connected", "connect"]


@dataclass(frozen=True, slots=True)
class Connected:
    """What invokes a lambda at a stage now: names of queues, and triggers.

    `missing` is what should, but is not there; make it and connect again.
    """

    queues: tuple[str, ...]
    triggers: tuple[Trigger, ...]
    missing: tuple[Trigger, ...]


def connect(
    cloud: LocalCloud, name: str, stage: str, triggers: Sequence[Trigger] = ()
) -> Connected:
    """Has everything that is meant for lambda `name` at `stage` invoke its alias.

    Nothing is made that invokes: queues, topics, rules, schedules and buckets have to be there. Doing
    it again changes nothing, so it may follow every deployment.

    Args:
        cloud: where the lambda is deployed.
        name: the lambda.
        stage: the alias.
        triggers: what its jobs are bound to.

    Raises:
        ClientError: AWS refuses, such as a queue that hides messages for less than the timeout.
    """
    connecting = _Connecting(cloud, name, stage)
    queues = connecting.queues()
    actions: dict[str, Callable[[str], bool]] = {
        "sns": connecting.topic,
        "s3": connecting.bucket,
        "rule": connecting.rule,
    }
    there = [each for each in triggers if actions[each.source](each.at(stage))]
    missing = [each for each in triggers if each not in there]
    return Connected(tuple(queues), tuple(there), tuple(missing))


class _Connecting:
    def __init__(self, cloud: LocalCloud, name: str, stage: str) -> None:
        self._aws = cloud.aws
        self._name = name
        self._stage = stage
        self._arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}:{stage}"
        self._id = f"{name}-{stage}"

    def queues(self) -> list[str]:
        """Maps every queue of the lambda's name that is not mapped yet; their names."""
        client = self._aws.client("lambda")
        names = []
        for url in queues_of(self._name, self._stage, self._aws.client("sqs")):
            queue = url.rsplit("/", 1)[-1]
            names.append(queue)
            arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}"
            mapped = client.list_event_source_mappings(
                EventSourceArn=arn, FunctionName=f"{self._name}:{self._stage}"
            )
            for mapping in mapped["EventSourceMappings"]:
                # Its queue was deleted and is there again.
                if mapping["State"] == "Disabled" and mapping["StateTransitionReason"] == GIVEN_UP:
                    client.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)
            if not mapped["EventSourceMappings"]:
                client.create_event_source_mapping(
                    EventSourceArn=arn,
                    FunctionName=self._arn,
                    FunctionResponseTypes=["ReportBatchItemFailures"],
                )
        return names

    def topic(self, name: str) -> bool:
        """Subscribes the alias to a topic; whether there is one."""
        sns = self._aws.client("sns")
        arn = f"arn:aws:sns:{REGION}:{ACCOUNT}:{name}"
        if not _found(lambda: sns.get_topic_attributes(TopicArn=arn)):
            return False
        sns.subscribe(TopicArn=arn, Protocol="lambda", Endpoint=self._arn)
        return True

    def bucket(self, name: str) -> bool:
        """Has a bucket tell the alias of every new object; whether there is one."""
        s3 = self._aws.client("s3")
        if not _found(lambda: s3.head_bucket(Bucket=name)):
            return False
        now = s3.get_bucket_notification_configuration(Bucket=name)
        kept = {key: value for key, value in now.items() if key.endswith("Configurations")}
        functions: Any = kept.get("LambdaFunctionConfigurations", [])
        if all(each["LambdaFunctionArn"] != self._arn for each in functions):
            mine = {"Id": self._id, "LambdaFunctionArn": self._arn, "Events": [_CREATED]}
            wanted: Any = {**kept, "LambdaFunctionConfigurations": [*functions, mine]}
            s3.put_bucket_notification_configuration(Bucket=name, NotificationConfiguration=wanted)
        return True

    def rule(self, name: str) -> bool:
        """Makes the alias a target of a rule; whether there is a rule or a schedule of that name.

        A schedule has one target, which whoever makes it has to name.
        """
        events = self._aws.client("events")
        if _found(lambda: events.describe_rule(Name=name)):
            events.put_targets(Rule=name, Targets=[{"Id": self._id, "Arn": self._arn}])
            return True
        scheduler = self._aws.client("scheduler")
        return _found(lambda: scheduler.get_schedule(Name=name))


_CREATED = "s3:ObjectCreated:*"
# What services say of something that is not there.
_NOT_THERE = ("NotFound", "404", "ResourceNotFoundException")


def _found(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except ClientError as error:
        if error.response["Error"]["Code"] not in _NOT_THERE:
            raise
        return False
    return True
