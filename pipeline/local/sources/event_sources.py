"""Everything that invokes functions by itself: queues now, and what is added to this list."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

from ..async_invocations import AsyncInvocations
from ..aws import LocalAws
from ..clock import Clock
from ..lambda_call import Route
from ..lambda_service import LambdaService
from .mapping_actions import MappingActions
from .mappings import EventSourceMappings

__all__ = ["EventSources"]


class EventSources:
    """The event sources of a local cloud; use it as a context manager.

    Args:
        aws: where queues, topics, rules, schedules and buckets are.
        functions: what they invoke.
        later: where asynchronous invocations go.
        clock: the time that they go by.
        settle: how long a change of a mapping takes until it counts, in seconds.
    """

    def __init__(
        self,
        aws: LocalAws,
        functions: LambdaService,
        later: AsyncInvocations,
        clock: Clock,
        settle: float = 0.0,
    ) -> None:
        with contextlib.ExitStack() as closing:
            closing.callback(clock.on_moved(aws.pass_by))
            closing.callback(clock.on_moved(lambda _seconds: later.wake()))
            self.mappings = closing.enter_context(
                EventSourceMappings(lambda: aws.client("sqs"), functions.get, clock, settle)
            )
            self._closing = closing.pop_all()

    def routes(self) -> Iterable[Route]:
        """What Lambda's API answers about them."""
        yield from MappingActions(self.mappings).routes()

    def close(self) -> None:
        """Ends them and waits for their threads; end the functions first."""
        self._closing.close()

    def __enter__(self) -> EventSources:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
