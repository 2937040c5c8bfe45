"""Everything that invokes functions by itself: queues, topics, rules, schedules and buckets."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

from moto.awslambda.models import lambda_backends
from moto.events.models import events_backends
from moto.scheduler.models import scheduler_backends
from moto.sns.models import sns_backends

from ..async_invocations import AsyncInvocations, Submitted
from ..aws import LocalAws
from ..clock import Clock
from ..function import Response
from ..lambda_call import Route
from ..lambda_service import LambdaService
from .async_delivery import AsyncDelivery
from .destinations import Destinations
from .events_backend import events_backend
from .invoke_config import InvokeConfigs
from .invoke_config_actions import InvokeConfigActions
from .lambda_backend import lambda_backend
from .mapping_actions import MappingActions
from .mappings import EventSourceMappings
from .registered import registered
from .scheduler import Scheduler
from .scheduler_backend import scheduler_backend
from .schedules import known_schedules
from .sns_backend import sns_backend

__all__ = ["EventSources"]


class EventSources:
    """The event sources of a local cloud; use it as a context manager.

    `mappings` are those of queues; `later` is where asynchronous invocations go.

    Args:
        aws: where queues, topics, rules, schedules and buckets are.
        functions: what they invoke.
        clock: the time that they go by.
        settle: how long a change of a mapping takes until it counts, in seconds.
    """

    def __init__(
        self,
        aws: LocalAws,
        functions: LambdaService,
        clock: Clock,
        settle: float = 0.0,
    ) -> None:
        self._functions = functions
        self._clock = clock
        self._configs = InvokeConfigs()
        with contextlib.ExitStack() as closing:
            self.later = later = closing.enter_context(
                AsyncInvocations(self._done, clock, self._configs.limits)
            )
            self.deliver = deliver = AsyncDelivery(functions, later)
            self._destinations = Destinations(self._configs, deliver, clock.date)
            closing.callback(clock.on_moved(aws.pass_by))
            closing.callback(clock.on_moved(lambda _seconds: later.wake()))
            self.mappings = closing.enter_context(
                EventSourceMappings(lambda: aws.client("sqs"), functions.get, clock, settle)
            )
            scheduler = Scheduler(lambda: known_schedules(deliver), clock)
            for backends, own in (
                (lambda_backends, lambda_backend(deliver)),
                (sns_backends, sns_backend(deliver)),
                (events_backends, events_backend(deliver, scheduler.look)),
                (scheduler_backends, scheduler_backend(scheduler.look)),
            ):
                closing.enter_context(registered(backends, own))
            closing.enter_context(scheduler)
            self._closing = closing.pop_all()

    def routes(self) -> Iterable[Route]:
        """What Lambda's API answers about them."""
        yield from MappingActions(self.mappings).routes()
        configs = InvokeConfigActions(self._functions, self._configs, self._clock.date)
        yield from configs.routes()

    def _done(self, submitted: Submitted, response: Response | None) -> None:
        self._destinations(submitted, response)

    def close(self) -> None:
        """Ends them and waits for their threads; end the functions first."""
        self._closing.close()

    def __enter__(self) -> EventSources:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
