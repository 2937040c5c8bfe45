"""The use case `invoke`: one event through the artifact, and everything that follows from it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from .cloud import LocalCloud
from .function import Response
from .mail import SentMail
from .queues import Delivery, QueueSource, queues_of
from .seeding import seed
from .version import Configuration

__all__ = ["InvokeOnce", "Invoked"]


@dataclass(frozen=True, slots=True)
class InvokeOnce:
    """Invoke lambda `name` at `stage` once, in a cloud that is made for it.

    `timeout` (seconds) replaces the manifest's; `qualifier` is invoked instead of the stage's alias;
    `drain` is whether the stage's queues are delivered afterwards.
    """

    name: str
    stage: str
    event: bytes
    zip_path: Path
    checkout: Path
    timeout: float | None = None
    qualifier: str | None = None
    drain: bool = True


@dataclass(frozen=True, slots=True)
class Invoked:
    """What came of it; `seeded` is whether the lambda's own script filled AWS before."""

    response: Response
    deliveries: tuple[Delivery, ...]
    mail: tuple[SentMail, ...]
    seeded: bool

    @property
    def failed(self) -> bool:
        """Whether the function failed, in the invocation itself or in a delivery."""
        answers = [self.response, *(each.response for each in self.deliveries)]
        return any(each.function_error for each in answers)


def invoke_once(command: InvokeOnce) -> Invoked:
    """Carries out `command`.

    Raises:
        LocalError: it could not be carried out; a function that fails is an answer.
    """
    configuration = Configuration.from_manifest(command.zip_path.with_suffix(".json"))
    if command.timeout is not None:
        configuration = dataclasses.replace(configuration, timeout=command.timeout)
    with LocalCloud() as cloud:
        function = cloud.deploy(command.name, command.zip_path, configuration)
        seeded = seed(command.name, command.stage, command.checkout, cloud.aws.environment)
        response = function.invoke(command.event, command.qualifier or command.stage)
        deliveries: list[Delivery] = []
        if command.drain:
            sqs = cloud.aws.client("sqs")
            for url in queues_of(command.name, command.stage, sqs):
                deliveries += QueueSource(sqs, url, function, command.stage).drain()
        return Invoked(response, tuple(deliveries), tuple(cloud.aws.sent_mail()), seeded)
