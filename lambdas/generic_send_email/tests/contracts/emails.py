"""What every implementation of the port `Emails` does."""

from ...domain.models.delivery_models import ClaimResult, Failure, FeedbackEntry, Status
from ...domain.models.feedback_models import Feedback, FeedbackKind
from ...domain.operations.delivery_operations import after_feedback
from ...domain.ports import Emails

NOW = 1_780_000_000.0


def bounce(address: str = "ana@example.org") -> Feedback:
    return Feedback(FeedbackKind.BOUNCE, "ses-1", (address,), "2026-05-28T20:26:41.000Z")


class EmailsContract:
    """Subclasses give the fixture `emails`."""

    def test_a_new_email_is_accepted(self, emails: Emails) -> None:
        record = emails.create("id-1", ("ana@example.org",), NOW)
        assert record.status is Status.ACCEPTED
        assert record.recipients == ("ana@example.org",)
        assert record.created_at == "2026-05-28T20:26:40.000Z"
        assert emails.get("id-1") == record

    def test_creating_again_gives_what_is_there(self, emails: Emails) -> None:
        emails.create("id-1", ("ana@example.org",), NOW)
        emails.mark_queued("id-1", NOW + 1)
        record = emails.create("id-1", ("bruno@example.org",), NOW + 2)
        assert record.status is Status.QUEUED
        assert record.recipients == ("ana@example.org",)

    def test_an_unknown_email_is_none(self, emails: Emails) -> None:
        assert emails.get("id-1") is None

    def test_queueing_never_goes_back(self, emails: Emails) -> None:
        emails.create("id-1", (), NOW)
        emails.claim("id-1", (), "me", NOW, 30)
        emails.mark_queued("id-1", NOW)
        assert self.status(emails) is Status.SENDING

    def test_one_of_two_gets_the_claim(self, emails: Emails) -> None:
        emails.create("id-1", (), NOW)
        assert emails.claim("id-1", (), "me", NOW, 30).result is ClaimResult.CLAIMED
        other = emails.claim("id-1", (), "you", NOW + 10, 30)
        assert other.result is ClaimResult.BUSY
        assert other.busy_seconds == 20

    def test_who_has_the_claim_may_ask_for_it_again(self, emails: Emails) -> None:
        for _ in range(2):
            claim = emails.claim("id-1", (), "me", NOW, 30)
            assert (claim.result, claim.attempts) == (ClaimResult.CLAIMED, 1)

    def test_a_claim_that_ran_out_goes_to_the_next(self, emails: Emails) -> None:
        emails.create("id-1", (), NOW)
        emails.claim("id-1", (), "me", NOW, 30)
        again = emails.claim("id-1", (), "you", NOW + 31, 30)
        assert again.result is ClaimResult.CLAIMED
        assert again.attempts == 2

    def test_a_claim_makes_the_record_of_what_another_lambda_enqueued(self, emails: Emails) -> None:
        claim = emails.claim("id-1", ("ana@example.org",), "me", NOW, 30)
        assert claim.result is ClaimResult.CLAIMED
        assert claim.attempts == 1
        record = emails.get("id-1")
        assert record is not None
        assert record.recipients == ("ana@example.org",)
        assert record.created_at == "2026-05-28T20:26:40.000Z"

    def test_what_was_sent_is_not_claimed_again(self, emails: Emails) -> None:
        emails.claim("id-1", (), "me", NOW, 30)
        assert emails.finish("id-1", "me", Status.SENT, NOW, message_id="ses-1")
        assert emails.claim("id-1", (), "you", NOW + 99, 30).result is ClaimResult.DONE

    def test_what_is_released_can_be_claimed_at_once(self, emails: Emails) -> None:
        emails.claim("id-1", (), "me", NOW, 30)
        emails.release("id-1", "me", NOW)
        assert self.status(emails) is Status.QUEUED
        assert emails.claim("id-1", (), "you", NOW, 30).result is ClaimResult.CLAIMED

    def test_nobody_releases_anothers_claim(self, emails: Emails) -> None:
        emails.claim("id-1", (), "me", NOW, 30)
        emails.release("id-1", "you", NOW)
        assert self.status(emails) is Status.SENDING

    def test_the_end_is_recorded(self, emails: Emails) -> None:
        emails.claim("id-1", ("ana@example.org",), "me", NOW, 30)
        emails.finish(
            "id-1", "me", Status.SENT, NOW + 1, message_id="ses-1", suppressed=("b@example.org",)
        )
        record = emails.get("id-1")
        assert record is not None
        assert record.status is Status.SENT
        assert record.message_id == "ses-1"
        assert record.suppressed == ("b@example.org",)
        assert record.updated_at == "2026-05-28T20:26:41.000Z"
        assert emails.find_message("ses-1") == "id-1"

    def test_a_failure_is_recorded(self, emails: Emails) -> None:
        emails.claim("id-1", (), "me", NOW, 30)
        emails.finish("id-1", "me", Status.FAILED, NOW, failure=Failure("MessageRejected", "no"))
        record = emails.get("id-1")
        assert record is not None
        assert record.status is Status.FAILED
        assert record.failure == Failure("MessageRejected", "no")

    def test_who_lost_the_claim_cannot_record_an_end(self, emails: Emails) -> None:
        emails.claim("id-1", (), "me", NOW, 30)
        emails.claim("id-1", (), "you", NOW + 31, 30)
        assert not emails.finish("id-1", "me", Status.SENT, NOW + 32, message_id="ses-1")
        assert self.status(emails) is Status.SENDING
        assert emails.find_message("ses-1") == "id-1"

    def test_an_unknown_message_is_nobodys(self, emails: Emails) -> None:
        assert emails.find_message("ses-1") is None

    def test_feedback_is_recorded_once(self, emails: Emails) -> None:
        self.sent(emails)
        for _ in range(2):
            status, before = after_feedback(FeedbackKind.BOUNCE)
            assert emails.add_feedback("id-1", bounce(), status, before, NOW + 2)
        record = emails.get("id-1")
        assert record is not None
        assert record.status is Status.BOUNCED
        assert record.feedback == (
            FeedbackEntry("bounce", "ana@example.org", "2026-05-28T20:26:41.000Z"),
        )

    def test_feedback_from_a_later_status_leaves_it(self, emails: Emails) -> None:
        self.sent(emails)
        status, before = after_feedback(FeedbackKind.BOUNCE)
        emails.add_feedback("id-1", bounce(), status, before, NOW + 2)
        delivered = Feedback(FeedbackKind.DELIVERY, "ses-1", ("b@example.org",), "2026-05-28")
        status, before = after_feedback(FeedbackKind.DELIVERY)
        emails.add_feedback("id-1", delivered, status, before, NOW + 3)
        record = emails.get("id-1")
        assert record is not None
        assert record.status is Status.BOUNCED
        assert len(record.feedback) == 2

    def test_feedback_that_overtakes_the_record_keeps_its_status(self, emails: Emails) -> None:
        emails.claim("id-1", (), "me", NOW, 30)
        status, before = after_feedback(FeedbackKind.BOUNCE)
        emails.add_feedback("id-1", bounce(), status, before, NOW)
        assert emails.finish("id-1", "me", Status.SENT, NOW + 1, message_id="ses-1")
        assert self.status(emails) is Status.BOUNCED
        assert emails.find_message("ses-1") == "id-1"

    def test_feedback_about_an_unknown_email_makes_no_record(self, emails: Emails) -> None:
        status, before = after_feedback(FeedbackKind.BOUNCE)
        assert not emails.add_feedback("id-1", bounce(), status, before, NOW)
        assert emails.get("id-1") is None

    def test_feedback_without_addresses_still_counts(self, emails: Emails) -> None:
        emails.claim("id-1", (), "me", NOW, 30)
        status, before = after_feedback(FeedbackKind.SEND)
        told = Feedback(FeedbackKind.SEND, "ses-1", (), "2026-05-28")
        assert emails.add_feedback("id-1", told, status, before, NOW)
        assert self.status(emails) is Status.SENT
        assert emails.claim("id-1", (), "you", NOW + 99, 30).result is ClaimResult.DONE

    def status(self, emails: Emails) -> Status:
        record = emails.get("id-1")
        assert record is not None
        return record.status

    def sent(self, emails: Emails) -> None:
        emails.claim("id-1", (), "me", NOW, 30)
        emails.finish("id-1", "me", Status.SENT, NOW, message_id="ses-1")
