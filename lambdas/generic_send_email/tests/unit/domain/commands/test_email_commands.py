"""Handing in an e-mail."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from .....domain.commands.email_commands import AcceptEmail, AcceptPorts, ReadEmail
from .....domain.models.delivery_models import Status
from .....domain.models.email_models import MAX_ATTACHMENT_BYTES, Email
from .....domain.models.error_models import BrokenRules, KeyReused, TryLater, UnknownEmail
from ....fakes import FakeEmails, FakeFiles, FakeKeys, FakeOutbox, FakeTemplates, ManualClock

GOOD: dict[str, Any] = {"to": ["ana@example.org"], "subject": "Hi", "text": "Hello"}


def email(**changes: Any) -> Email:
    return Email.model_validate(GOOD | changes)


@dataclass
class World:
    """All fakes of one test."""

    keys: FakeKeys = field(default_factory=FakeKeys)
    emails: FakeEmails = field(default_factory=FakeEmails)
    outbox: FakeOutbox = field(default_factory=FakeOutbox)
    files: FakeFiles = field(default_factory=FakeFiles)
    clock: ManualClock = field(default_factory=ManualClock)

    @property
    def ports(self) -> AcceptPorts:
        return AcceptPorts(
            self.keys, self.emails, self.outbox, self.files, FakeTemplates(), self.clock
        )

    def broken(self, **changes: Any) -> list[tuple[tuple[str | int, ...], str]]:
        with pytest.raises(BrokenRules) as caught:
            AcceptEmail(email(**changes)).execute(self.ports)
        assert self.outbox.put_emails == []
        assert self.emails.records == {}
        return [(rule.path, rule.code) for rule in caught.value.rules]


@pytest.fixture
def world() -> World:
    return World()


def test_an_accepted_email_is_recorded_and_queued(world: World) -> None:
    accepted = AcceptEmail(email()).execute(world.ports)
    assert not accepted.replayed
    assert accepted.status is Status.QUEUED
    assert world.outbox.put_emails == [(accepted.id, email())]
    assert ReadEmail(accepted.id).execute(world.emails).status is Status.QUEUED


def test_without_a_key_every_request_is_a_new_one(world: World) -> None:
    one, two = (AcceptEmail(email()).execute(world.ports) for _ in range(2))
    assert one.id != two.id
    assert len(world.outbox.put_emails) == 2


def test_the_same_key_again_sends_nothing_more(world: World) -> None:
    one, two = (AcceptEmail(email(), "key").execute(world.ports) for _ in range(2))
    assert one.id == two.id
    assert (one.replayed, two.replayed) == (False, True)
    assert len(world.outbox.put_emails) == 1


def test_the_same_key_with_a_different_email_is_refused(world: World) -> None:
    AcceptEmail(email(), "key").execute(world.ports)
    with pytest.raises(KeyReused):
        AcceptEmail(email(subject="Ho"), "key").execute(world.ports)
    assert len(world.outbox.put_emails) == 1


def test_after_a_day_a_key_is_a_new_one(world: World) -> None:
    one = AcceptEmail(email(), "key").execute(world.ports)
    world.clock.now += 24 * 60 * 60 + 1
    assert AcceptEmail(email(subject="Ho"), "key").execute(world.ports).id != one.id


def test_a_request_that_was_recorded_but_not_queued_is_queued_when_it_is_repeated(
    world: World,
) -> None:
    world.outbox.error = TryLater("the queue is down")
    with pytest.raises(TryLater):
        AcceptEmail(email(), "key").execute(world.ports)
    world.outbox.error = None
    again = AcceptEmail(email(), "key").execute(world.ports)
    assert again.replayed
    assert again.status is Status.QUEUED
    assert [item[0] for item in world.outbox.put_emails] == [again.id]


def test_a_request_that_broke_a_rule_leaves_its_key_free(world: World) -> None:
    with pytest.raises(BrokenRules):
        AcceptEmail(email(text=None), "key").execute(world.ports)
    assert not AcceptEmail(email(), "key").execute(world.ports).replayed


def test_a_template_that_does_not_exist_is_refused(world: World) -> None:
    found = world.broken(text=None, template={"name": "nothing"})
    assert found == [(("template", "name"), "template")]


def test_a_variable_that_the_template_lacks_is_named(world: World) -> None:
    found = world.broken(text=None, template={"name": "greeting"})
    assert found == [(("template", "variables", "name"), "template")]


def test_the_version_of_an_attached_object_is_kept(world: World) -> None:
    world.files.objects["attachments/a"] = ("etag-1", b"12345")
    AcceptEmail(email(attachments=[{"filename": "a", "key": "attachments/a"}])).execute(world.ports)
    ((_, queued),) = world.outbox.put_emails
    assert queued.attachments[0].etag == "etag-1"


def test_an_object_that_is_not_there_or_is_another_cannot_be_attached(world: World) -> None:
    world.files.objects["attachments/a"] = ("etag-1", b"12345")
    found = world.broken(
        attachments=[
            {"filename": "a", "key": "attachments/a", "etag": "etag-0"},
            {"filename": "b", "key": "attachments/b"},
        ]
    )
    assert found == [
        (("attachments", 0, "key"), "attachment"),
        (("attachments", 1, "key"), "attachment"),
    ]


def test_inline_and_referenced_attachments_count_together(world: World) -> None:
    world.files.objects["attachments/a"] = ("etag-1", bytes(MAX_ATTACHMENT_BYTES))
    attachments = [{"filename": "a", "key": "attachments/a"}]
    AcceptEmail(email(attachments=attachments)).execute(world.ports)
    world.outbox.put_emails.clear()
    world.emails.records.clear()
    attachments.append({"filename": "b", "content": "eA=="})
    assert world.broken(attachments=attachments) == [(("attachments",), "attachments_too_large")]


def test_a_replay_is_answered_though_the_attached_object_is_gone(world: World) -> None:
    world.files.objects["attachments/a"] = ("etag-1", b"12345")
    made = email(attachments=[{"filename": "a", "key": "attachments/a"}])
    one = AcceptEmail(made, "key").execute(world.ports)
    world.files.objects.clear()
    two = AcceptEmail(made, "key").execute(world.ports)
    assert two.id == one.id
    assert two.replayed


def test_a_replay_that_was_never_queued_is_told_that_the_object_is_gone(world: World) -> None:
    world.files.objects["attachments/a"] = ("etag-1", b"12345")
    made = email(attachments=[{"filename": "a", "key": "attachments/a"}])
    world.outbox.error = TryLater("the queue is down")
    with pytest.raises(TryLater):
        AcceptEmail(made, "key").execute(world.ports)
    world.files.objects.clear()
    with pytest.raises(BrokenRules):
        AcceptEmail(made, "key").execute(world.ports)


def test_an_unknown_id_is_unknown(world: World) -> None:
    with pytest.raises(UnknownEmail):
        ReadEmail("id-1").execute(world.emails)
