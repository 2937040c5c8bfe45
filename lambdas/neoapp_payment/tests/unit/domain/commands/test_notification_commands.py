"""Telling customers what happened."""

import pytest

from .....domain.commands.notification_commands import DrainOutbox
from .....domain.models.error_models import TryLater
from .....domain.models.notification_models import Notification
from ....fakes import FakeMail, FakeOutbox


@pytest.fixture
def outbox() -> FakeOutbox:
    """Three that wait."""
    return FakeOutbox([Notification(f"n{n}", "ana@example.com", "t", ("p",)) for n in range(3)])


def test_what_waits_is_handed_over_the_oldest_first_and_once(outbox: FakeOutbox) -> None:
    mail = FakeMail()
    assert DrainOutbox(most=2).execute(outbox, mail) == 2
    assert DrainOutbox(most=2).execute(outbox, mail) == 1
    assert DrainOutbox(most=2).execute(outbox, mail) == 0
    assert [one.id for one in mail.taken] == ["n0", "n1", "n2"]


def test_what_was_not_taken_waits_on(outbox: FakeOutbox) -> None:
    mail = FakeMail(full_after=1)
    with pytest.raises(TryLater):
        DrainOutbox().execute(outbox, mail)
    mail.full_after = None
    assert DrainOutbox().execute(outbox, mail) == 2
    assert [one.id for one in mail.taken] == ["n0", "n1", "n2"]
