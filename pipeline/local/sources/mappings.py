"""The event source mappings of an account.

Source: AWS Lambda API reference, "CreateEventSourceMapping" and the other actions on them.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..clock import Clock
from ..errors import ResourceConflict, ResourceInUse, ResourceNotFound
from .mapped_queue import Find, mappable_queue, poller_of
from .mapping import Mapping, MappingSettings
from .poller import Poller
from .sqs_backend import LockedSqsBackend

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

__all__ = ["EventSourceMappings"]


class EventSourceMappings:
    """Mappings by their ids, thread-safe; use it as a context manager.

    Args:
        sqs: makes a client of the queues' server.
        find: finds a function by its name and the qualifier that it was asked for with.
        clock: the time.
        settle: how long a creation or a change takes until it counts, in seconds.
    """

    def __init__(
        self,
        sqs: Callable[[], SQSClient],
        find: Find,
        clock: Clock,
        settle: float = 0.0,
    ) -> None:
        self._make_client = sqs
        self._find = find
        self._clock = clock
        self._settle = settle
        self._mappings: dict[str, Mapping] = {}
        self._pollers: dict[str, Poller] = {}
        self._ended: list[Poller] = []
        self._lock = threading.RLock()

    def create(self, settings: MappingSettings) -> Mapping:
        """Adds a mapping.

        Raises:
            ResourceConflict: there is one of that queue and function.
            ResourceNotFound: there is no such function, version or alias.
            InvalidParameterValue: there is no such queue, or it hides messages for too short.
        """
        url = mappable_queue(settings, self._sqs, self._find)
        with self._lock:
            for other in self.all():
                if (other.settings.queue_arn, other.settings.function) == (
                    settings.queue_arn,
                    settings.function,
                ):
                    raise ResourceConflict(
                        f"An event source mapping with SQS arn ({settings.queue_arn}) and function"
                        f" ({settings.function_arn}) already exists. Please update or delete the"
                        f" existing mapping with UUID {other.uuid}"
                    )
            mapping = Mapping(settings, self._settle, self._clock, self._clock.date)
            self._mappings[mapping.uuid] = mapping
            self._start(mapping, url)
        return mapping

    def get(self, uuid: str) -> Mapping:
        """The mapping of that id.

        Raises:
            ResourceNotFound: there is none.
        """
        with self._lock:
            found = [each for each in self.all() if each.uuid == uuid]
        if not found:
            raise ResourceNotFound("The resource you requested does not exist.")
        return found[0]

    def all(self) -> list[Mapping]:
        """Every mapping, the oldest first."""
        with self._lock:
            for mapping in list(self._mappings.values()):
                if mapping.phase == "Deleting" and mapping.settled:
                    del self._mappings[mapping.uuid]
            return list(self._mappings.values())

    def update(self, uuid: str, change: Callable[[MappingSettings], MappingSettings]) -> Mapping:
        """Changes a mapping.

        Raises:
            ResourceNotFound: there is none of that id, or no such function.
            ResourceInUse: another change is in progress.
            ServiceRefused: `change` refuses.
        """
        with self._lock:
            mapping = self._idle(uuid)
            settings = change(mapping.settings)
            url = mappable_queue(settings, self._sqs, self._find)
            self._stop(uuid)
            mapping.change(settings)
            self._start(mapping, url)
        return mapping

    def delete(self, uuid: str) -> Mapping:
        """Removes a mapping; what is being delivered goes on.

        Raises:
            ResourceNotFound: there is none.
            ResourceInUse: a change is in progress.
        """
        with self._lock:
            mapping = self._idle(uuid)
            self._stop(uuid)
            mapping.delete()
        return mapping

    def close(self) -> None:
        """Ends every mapping and waits for its threads; end the functions first."""
        with self._lock:
            for uuid in list(self._pollers):
                self._stop(uuid)
            ended, self._ended = self._ended, []
            self._mappings.clear()
        for poller in ended:
            poller.close()

    def __enter__(self) -> EventSourceMappings:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @functools.cached_property
    def _sqs(self) -> SQSClient:
        return self._make_client()

    def _idle(self, uuid: str) -> Mapping:
        mapping = self.get(uuid)
        if not mapping.settled:
            raise ResourceInUse(
                f"The event source mapping {uuid} is {mapping.state}. Try again when it is not."
            )
        return mapping

    def _start(self, mapping: Mapping, url: str) -> None:
        if mapping.settings.enabled:
            poller = poller_of(mapping, url, self._sqs, self._find, self._clock)
            self._pollers[mapping.uuid] = poller

    def _stop(self, uuid: str) -> None:
        poller = self._pollers.pop(uuid, None)
        if poller is not None:
            poller.stop(LockedSqsBackend.wake)
            self._ended.append(poller)
