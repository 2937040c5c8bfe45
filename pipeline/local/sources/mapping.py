"""An event source mapping: which queue feeds which function, how, and what became of it.

Sources: AWS Lambda API reference, "EventSourceMappingConfiguration"; AWS Lambda developer guide,
"How Lambda processes records from stream and queue-based event sources".
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from ..function_name import FunctionName
from ..version import ACCOUNT, REGION

__all__ = ["GIVEN_UP", "Mapping", "MappingSettings"]

_BY_USER = "USER_INITIATED"
# The reason of a change that nobody asked for.
GIVEN_UP = "LAMBDA_INITIATED"


@dataclass(frozen=True, slots=True)
class MappingSettings:
    """What a mapping does.

    `batch_size` is in messages, `window` in seconds, `concurrency` in batches at once (None for the
    service's choice). `filters` are patterns as JSON; a message that fits none is thrown away.
    """

    queue_arn: str
    function: FunctionName
    enabled: bool = True
    batch_size: int = 10
    window: int = 0
    reports_failures: bool = False
    concurrency: int | None = None
    filters: tuple[str, ...] = ()

    @property
    def queue(self) -> str:
        """The queue's name."""
        return self.queue_arn.rsplit(":", 1)[-1]

    @property
    def function_arn(self) -> str:
        """The function's ARN, with the alias or version that is invoked."""
        arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.function.name}"
        return f"{arn}:{self.function.qualifier}" if self.function.qualifier else arn


class Mapping:
    """One mapping and its state.

    Args:
        settings: what it does.
        settle: how long a change takes until it counts, in seconds.
        clock: seconds that only go forward.
        date: the date now.
    """

    def __init__(
        self,
        settings: MappingSettings,
        settle: float,
        clock: Callable[[], float],
        date: Callable[[], datetime.datetime],
    ) -> None:
        self.uuid = str(uuid.uuid4())
        self.settings = settings
        self.last_result = "No records processed"
        self.reason = _BY_USER
        self._settle = settle
        self._clock = clock
        self._date = date
        self._enter("Creating")

    @property
    def arn(self) -> str:
        """Its own ARN."""
        return f"arn:aws:lambda:{REGION}:{ACCOUNT}:event-source-mapping:{self.uuid}"

    @property
    def settled(self) -> bool:
        """Whether its last change is over."""
        return self._clock() >= self._settles_at

    @property
    def state(self) -> str:
        """`Enabled` or `Disabled`, or what it is just going through."""
        if not self.settled:
            return self.phase
        return "Enabled" if self.settings.enabled else "Disabled"

    def change(self, settings: MappingSettings) -> None:
        """Has it do something else from now on."""
        if settings.enabled == self.settings.enabled:
            phase = "Updating"
        else:
            phase = "Enabling" if settings.enabled else "Disabling"
        self.settings, self.reason = settings, _BY_USER
        self._enter(phase)

    def give_up(self, why: str, settings: MappingSettings) -> None:
        """Disables it, for a reason that nobody asked for."""
        self.settings, self.reason, self.last_result = settings, GIVEN_UP, why

    def delete(self) -> None:
        """Lets it end."""
        self.reason = _BY_USER
        self._enter("Deleting")

    def _enter(self, phase: str) -> None:
        self.phase = phase
        self.last_modified = self._date()
        self._settles_at = self._clock() + self._settle
