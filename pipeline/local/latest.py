"""`$LATEST`: the one version of a function that changes, and takes a moment to do so.

Sources: AWS Lambda developer guide, "Lambda function states"; AWS Lambda API reference,
"UpdateFunctionCode" and "UpdateFunctionConfiguration".
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from typing import Literal

from .alias import LATEST, new_revision
from .errors import PreconditionFailed, ResourceConflict
from .task_root import TaskRoot
from .version import Configuration, Version

__all__ = ["Latest", "check_revision"]

_BUSY = "The operation cannot be performed at this time."


class Latest:
    """`$LATEST` of one function; not thread-safe.

    Args:
        name: the function's name.
        code: what it runs.
        configuration: what it runs with.
        description: what people read of it.
        settle: how long the creation or an update takes until it counts, in seconds.
        clock: seconds that only go forward.
    """

    def __init__(
        self,
        name: str,
        code: TaskRoot,
        configuration: Configuration,
        description: str = "",
        *,
        settle: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.unpublished = True
        self._settle = settle
        self._clock = clock
        self._next = Version(name, LATEST, configuration, code, description)
        self._serving = self._next
        self._phase: Literal["creating", "updating"] | None = "creating"
        self._settles_at = clock() + settle
        self._revision = new_revision()

    @property
    def state(self) -> str:
        """`Pending` while the function is being created, then `Active`."""
        self._catch_up()
        return "Pending" if self._phase == "creating" else "Active"

    @property
    def last_update_status(self) -> str | None:
        """`InProgress` or `Successful`; None while the function is being created."""
        self._catch_up()
        if self._phase == "creating":
            return None
        return "InProgress" if self._phase == "updating" else "Successful"

    @property
    def described(self) -> Version:
        """What the service says of it: what an update in progress will make of it, included."""
        self._catch_up()
        return dataclasses.replace(self._next, revision_id=self._revision)

    @property
    def serving(self) -> Version:
        """What an invocation runs now."""
        self._catch_up()
        return self._serving

    def update(
        self,
        *,
        code: TaskRoot | None = None,
        configuration: Configuration | None = None,
        description: str | None = None,
        revision_id: str | None = None,
    ) -> Version:
        """Changes what is given; until that has settled, invocations run what was before.

        Raises:
            ResourceConflict: another change is in progress.
            PreconditionFailed: `revision_id` is given and is not the latest.
        """
        self.check(revision_id)
        self._next = Version(
            self._next.function_name,
            LATEST,
            self._next.configuration if configuration is None else configuration,
            self._next.code if code is None else code,
            self._next.description if description is None else description,
        )
        self.unpublished = True
        self._revision = new_revision()
        self._phase, self._settles_at = "updating", self._clock() + self._settle
        return self.described

    def check(self, revision_id: str | None = None) -> None:
        """Raises what `update()` would raise, and changes nothing."""
        self.refuse_while_changing()
        check_revision(revision_id, self._revision)

    def published(self) -> None:
        """A version was made of it: its revision is another from now on."""
        self.unpublished = False
        self._revision = new_revision()

    def refuse_while_pending(self) -> None:
        """Raises ResourceConflict while the function is being created."""
        if self.state == "Pending":
            raise ResourceConflict(
                f"{_BUSY} The function is currently in the following state: Pending"
            )

    def refuse_while_changing(self) -> None:
        """Raises ResourceConflict while it is being created or updated."""
        self.refuse_while_pending()
        if self._phase == "updating":
            raise ResourceConflict(
                f"{_BUSY} An update is in progress for resource: {self._serving.arn()}"
            )

    def _catch_up(self) -> None:
        if self._phase is not None and self._clock() >= self._settles_at:
            self._phase = None
            self._serving = self._next
            self._revision = new_revision()


def check_revision(given: str | None, latest: str) -> None:
    """Raises PreconditionFailed when a revision is given and is not the latest."""
    if given not in {None, latest}:
        raise PreconditionFailed(
            "The Revision Id provided does not match the latest Revision Id. Call the"
            " GetFunction/GetAlias API to retrieve the latest Revision Id"
        )
