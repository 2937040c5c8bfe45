"""Sending an accepted e-mail."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from .....domain.commands.delivery_commands import DeliverEmail, DeliverPorts
from .....domain.models.delivery_models import Delivery, EmailRecord, Failure, Status
from .....domain.models.email_models import MAX_ATTACHMENT_BYTES, Email
from .....domain.models.error_models import OutcomeUnknown, Rejected, TryLater
from .....domain.models.feedback_models import FeedbackKind, Suppression
from ....fakes import (
    FakeEmails,
    FakeFiles,
    FakeMailer,
    FakeParcels,
    FakeSuppressions,
    FakeTemplates,
    ManualClock,
)

GOOD: dict[str, Any] = {"to": ["ana@example.org"], "subject": "Hi", "text": "Hello"}


def email(**changes: Any) -> Email:
    return Email.model_validate(GOOD | changes)


@dataclass
class World:
    """All fakes of one test."""

    emails: FakeEmails = field(default_factory=FakeEmails)
    suppressions: FakeSuppressions = field(default_factory=FakeSuppressions)
    parcels: FakeParcels = field(default_factory=FakeParcels)
    files: FakeFiles = field(default_factory=FakeFiles)
    mailer: FakeMailer = field(default_factory=FakeMailer)
    clock: ManualClock = field(default_factory=ManualClock)

    def deliver(self, content: Email | None, remaining: float = 30) -> Status | None:
        ports = DeliverPorts(
            self.emails,
            self.suppressions,
            self.parcels,
            self.files,
            FakeTemplates(),
            self.mailer,
            self.clock,
        )
        return DeliverEmail(Delivery("id-1", content), remaining).execute(ports)

    @property
    def record(self) -> EmailRecord:
        return self.emails.records["id-1"]

    def suppress(self, address: str) -> None:
        self.suppressions.add(Suppression(address, FeedbackKind.BOUNCE, "2026-05-28"))


@pytest.fixture
def world() -> World:
    return World()


def test_a_queued_email_is_sent_and_recorded(world: World) -> None:
    assert world.deliver(email(tags={"a": "1"}, reply_to=["help@example.org"])) is Status.SENT
    (sent,) = world.mailer.sent
    assert sent.email_id == "id-1"
    assert sent.content.subject == "Hi"
    assert sent.reply_to == ("help@example.org",)
    assert sent.tags == {"a": "1"}
    assert world.record.status is Status.SENT
    assert world.record.message_id == "ses-1"


def test_a_second_delivery_of_the_same_message_sends_nothing(world: World) -> None:
    world.deliver(email())
    assert world.deliver(email()) is None
    assert len(world.mailer.sent) == 1


def test_a_delivery_while_another_is_at_it_waits_until_that_has_ended(world: World) -> None:
    world.emails.claim("id-1", (), "another", world.clock(), 20)
    with pytest.raises(TryLater) as caught:
        world.deliver(email())
    assert caught.value.after_seconds == 21
    assert world.mailer.sent == []


def test_a_delivery_whose_worker_died_is_taken_over(world: World) -> None:
    world.emails.claim("id-1", (), "dead", world.clock(), 20)
    world.clock.now += 21
    assert world.deliver(email()) is Status.SENT


def test_a_throttled_mailer_gives_the_claim_back_and_waits_longer_each_time(world: World) -> None:
    waits = []
    for _ in range(3):
        world.mailer.errors = [TryLater("too many requests")]
        with pytest.raises(TryLater) as caught:
            world.deliver(email())
        waits.append(caught.value.after_seconds)
        assert world.record.status is Status.QUEUED
    assert waits == [5, 10, 20]
    assert world.deliver(email()) is Status.SENT
    assert world.record.attempts == 4


def test_a_refusal_for_good_is_recorded_and_not_tried_again(world: World) -> None:
    world.mailer.errors = [Rejected("MessageRejected", "Email address is not verified.")]
    assert world.deliver(email()) is Status.FAILED
    assert world.record.failure == Failure("MessageRejected", "Email address is not verified.")
    assert world.deliver(email()) is None
    assert world.mailer.sent == []


def test_a_defect_before_the_mailer_gives_the_claim_back_and_is_seen(world: World) -> None:
    world.files.objects["attachments/a"] = ("etag-1", None)  # type: ignore[assignment]
    with pytest.raises(TypeError):
        world.deliver(email(attachments=[{"filename": "a", "key": "attachments/a"}]))
    assert world.record.status is Status.QUEUED


def test_a_defect_at_the_mailer_keeps_the_claim_for_the_message_may_be_out(world: World) -> None:
    world.mailer.errors = [ZeroDivisionError()]
    with pytest.raises(ZeroDivisionError):
        world.deliver(email())
    assert world.record.status is Status.SENDING


def test_a_mailer_that_did_not_answer_keeps_the_claim_until_it_runs_out(world: World) -> None:
    world.mailer.errors = [OutcomeUnknown("no answer")]
    with pytest.raises(TryLater) as caught:
        world.deliver(email(), remaining=30)
    assert world.record.status is Status.SENDING
    assert caught.value.after_seconds is not None
    assert caught.value.after_seconds > 30
    with pytest.raises(TryLater, match="being sent elsewhere"):
        world.deliver(email())


def test_suppressed_recipients_are_left_out_and_named_in_the_record(world: World) -> None:
    world.suppress("ana@example.org")
    world.deliver(email(to=["Ana@example.org", "bruno@example.org"]))
    (sent,) = world.mailer.sent
    assert sent.envelope.everybody() == ("bruno@example.org",)
    assert world.record.status is Status.SENT
    assert world.record.suppressed == ("Ana@example.org",)


def test_when_nobody_is_left_nothing_is_sent(world: World) -> None:
    world.suppress("ana@example.org")
    assert world.deliver(email(template={"name": "no_such"}, text=None)) is Status.SUPPRESSED
    assert world.mailer.sent == []
    assert world.record.status is Status.SUPPRESSED


def test_a_parked_email_is_fetched_sent_and_forgotten(world: World) -> None:
    world.parcels.parked["id-1"] = email()
    assert world.deliver(None) is Status.SENT
    assert world.parcels.parked == {}


def test_a_parked_email_stays_while_it_may_still_be_sent(world: World) -> None:
    world.parcels.parked["id-1"] = email()
    world.mailer.errors = [TryLater("too many requests")]
    with pytest.raises(TryLater):
        world.deliver(None)
    assert "id-1" in world.parcels.parked


@pytest.mark.parametrize("known", [True, False])
def test_a_parked_email_is_forgotten_when_it_was_sent_or_refused(world: World, known: bool) -> None:
    if known:
        world.deliver(email())
    else:
        world.mailer.errors = [Rejected("MessageRejected", "no")]
    world.parcels.parked["id-1"] = email()
    world.deliver(None)
    assert world.parcels.parked == {}


def test_a_parcel_that_is_lost_is_a_failure_that_is_recorded(world: World) -> None:
    assert world.deliver(None) is Status.FAILED
    assert world.record.failure is not None
    assert world.record.failure.code == "content_lost"


def test_what_another_lambda_enqueued_is_held_to_the_same_rules(world: World) -> None:
    assert world.deliver(email(text=None)) is Status.FAILED
    assert world.record.failure is not None
    assert world.record.failure.code == "invalid"
    assert world.record.recipients == ("ana@example.org",)


def test_a_template_is_filled_and_a_subject_of_the_request_replaces_its_own(world: World) -> None:
    template = {"name": "greeting", "variables": {"name": "Ana"}}
    world.deliver(email(subject=None, text=None, template=template))
    (sent,) = world.mailer.sent
    assert (sent.content.subject, sent.content.text) == ("Hi", "Hi Ana")


def test_a_template_that_breaks_is_a_failure_that_is_recorded(world: World) -> None:
    world.deliver(email(text=None, template={"name": "greeting"}))
    assert world.record.failure is not None
    assert world.record.failure.code == "template_failed"


def test_attachments_are_read_in_their_order(world: World) -> None:
    world.files.objects["attachments/b"] = ("etag-1", b"two")
    world.deliver(
        email(
            attachments=[
                {"filename": "a", "content": "b25l", "content_type": "text/plain"},
                {"filename": "b", "key": "attachments/b", "etag": "etag-1"},
            ]
        )
    )
    (sent,) = world.mailer.sent
    assert [(file.name, file.media_type, file.data) for file in sent.files] == [
        ("a", "text/plain", b"one"),
        ("b", "application/octet-stream", b"two"),
    ]


def test_objects_that_grew_since_they_were_accepted_are_a_failure(world: World) -> None:
    world.files.objects["attachments/b"] = ("etag-1", bytes(MAX_ATTACHMENT_BYTES))
    attachments = [
        {"filename": "a", "content": "b25l"},
        {"filename": "b", "key": "attachments/b"},
    ]
    assert world.deliver(email(attachments=attachments)) is Status.FAILED
    assert world.record.failure is not None
    assert world.record.failure.code == "attachments_too_large"
