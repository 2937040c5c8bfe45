"""What whatever keeps notifications that wait must do."""

from typing import Any

import pytest

from ...domain.models.error_models import TryLater
from ...domain.models.notification_models import Notification
from ...domain.ports import Outbox


class OutboxContract:
    """A subclass gives the fixture `outbox`, in which three wait."""

    def test_all_are_handed_over_once(self, outbox: Outbox) -> None:
        taken: list[Notification] = []
        assert outbox.drain(taken.append, 2) == 2
        assert outbox.drain(taken.append, 2) == 1
        assert outbox.drain(taken.append, 2) == 0
        assert len({one.id for one in taken}) == 3

    def test_what_was_not_taken_comes_again_and_nothing_else(self, outbox: Outbox) -> None:
        taken: list[Any] = []

        def take(one: Notification) -> None:
            if len(taken) == 1:
                taken.append(None)
                raise TryLater("full")
            taken.append(one.id)

        with pytest.raises(TryLater):
            outbox.drain(take, 10)
        assert outbox.drain(take, 10) == 2
        assert len(set(taken)) == 4

    def test_a_process_that_dies_leaves_all_to_the_next(self, outbox: Outbox) -> None:
        def die(_: Notification) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            outbox.drain(die, 10)
        assert outbox.drain(lambda _: None, 10) == 3
