"""The running cloud as its front page and other terminals see it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from ..alias import LATEST
from ..cloud import LocalCloud
from ..errors import ResourceNotFound, ServiceRefused
from ..function import Function
from ..mail import SentMail
from ..page.view import (
    Example,
    Exchange,
    Invocation,
    LambdaInfo,
    LogLine,
    QueueInfo,
    Route,
    ScheduleInfo,
    StageInfo,
    VersionInfo,
)
from .queue_list import list_queues
from .recorder import Recorder
from .schedule_list import list_schedules

__all__ = ["View"]


class View:
    """A `CloudView` of a cloud.

    Args:
        cloud: the cloud.
        recorder: its observer.
        stages: which aliases count as stages.
        routes: the routes of each lambda; looked at anew each time.
        examples: events to start from, of each lambda.
    """

    def __init__(
        self,
        cloud: LocalCloud,
        recorder: Recorder,
        stages: Sequence[str],
        routes: Mapping[str, tuple[Route, ...]],
        examples: Mapping[str, tuple[Example, ...]],
    ) -> None:
        self._cloud = cloud
        self._recorder = recorder
        self._stages = tuple(stages)
        self._routes = routes
        self._examples = examples

    def lambdas(self) -> Sequence[LambdaInfo]:
        """Every lambda, by name."""
        return [self._info(function) for function in self._cloud.functions.all()]

    def _info(self, function: Function) -> LambdaInfo:
        with function.releases() as (latest, versions, aliases):
            return LambdaInfo(
                name=function.name,
                stages=tuple(
                    StageInfo(alias.name, alias.version, alias.weights)
                    for alias in aliases.all()
                    if alias.name in self._stages
                ),
                versions=tuple(
                    VersionInfo(
                        version.number,
                        version.last_modified,
                        version.code.code_sha256,
                        version.description,
                    )
                    for version in versions.all()
                    if version.number != LATEST
                ),
                routes=self._routes.get(function.name, ()),
                examples=self._examples.get(function.name, ()),
                description=latest.described.description,
            )

    def queues(self) -> Sequence[QueueInfo]:
        """Every queue that is not another one's dead-letter queue, by name."""
        names = [function.name for function in self._cloud.functions.all()]
        return list_queues(self._cloud.aws.client("sqs"), names, self._stages)

    def schedules(self) -> Sequence[ScheduleInfo]:
        """Every schedule, by name."""
        return list_schedules(self._cloud.clock.date())

    def invocations(self, limit: int, lambda_name: str | None = None) -> Sequence[Invocation]:
        """The latest invocations, newest first."""
        return self._recorder.invocations(limit, lambda_name)

    def exchange(self, invocation_id: str) -> Exchange | None:
        """One invocation in full; None where it is unknown or forgotten."""
        return self._recorder.exchange(invocation_id)

    def logs(self, limit: int, after: int | None = None) -> Sequence[LogLine]:
        """Lines in order: the first ones above the cursor `after`, or the latest of all."""
        return self._recorder.logs(limit, after)

    def mail(self) -> Sequence[SentMail]:
        """Every message that was sent, in order."""
        return self._cloud.aws.sent_mail()

    def send_event(self, lambda_name: str, stage: str, payload: bytes) -> Exchange:
        """Invokes a lambda by its stage's alias and waits for the answer.

        Raises:
            ServiceRefused: it was not invoked.
        """
        function = self._cloud.functions.get(lambda_name, stage)
        if not stage:
            # Lambda would take no qualifier for $LATEST, which is no stage.
            raise ResourceNotFound(f"{lambda_name} is invoked by a stage, and none is named")
        response = function.invoke(payload, stage)
        exchange = self._recorder.exchange(response.request_id)
        if exchange is None:
            raise _Forgotten("it was invoked, but so much happened since that it is forgotten")
        return exchange

    def now(self) -> datetime.datetime:
        """The time on the clock that schedules, delays and retries go by."""
        return self._cloud.clock.date()

    def move_clock(self, by: datetime.timedelta) -> None:
        """Sets that clock forward, and lets happen what is due by then."""
        self._cloud.clock.pass_by(by.total_seconds())


class _Forgotten(ServiceRefused):
    status = 500
    code = "ServiceException"
