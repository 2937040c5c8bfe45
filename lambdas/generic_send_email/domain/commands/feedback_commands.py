"""What the world says about what we sent."""

from dataclasses import dataclass

from ..models.feedback_models import Feedback
from ..operations.delivery_operations import after_feedback
from ..operations.feedback_operations import suppressions
from ..ports import Clock, Emails, Suppressions


@dataclass(frozen=True, slots=True)
class FeedbackPorts:
    """What `RecordFeedback` needs."""

    emails: Emails
    suppressions: Suppressions
    clock: Clock


@dataclass(frozen=True, slots=True)
class RecordFeedback:
    """Note a delivery, a bounce or a complaint, and stop writing to whom it says so."""

    feedback: Feedback

    def execute(self, ports: FeedbackPorts) -> bool:
        """Whether it is about an e-mail of ours. Raises TryLater.

        The sending identity may be shared, so feedback about unknown messages is no error; the
        suppression counts all the same.
        """
        feedback = self.feedback
        for suppression in suppressions(feedback):
            ports.suppressions.add(suppression)
        email_id = feedback.email_id or ports.emails.find_message(feedback.message_id)
        if email_id is None:
            return False
        status, before = after_feedback(feedback.kind)
        return ports.emails.add_feedback(email_id, feedback, status, before, ports.clock())


@dataclass(frozen=True, slots=True)
class LiftSuppression:
    """Write to an address again, for instance after its owner asked for it."""

    address: str

    def execute(self, ports: Suppressions) -> bool:
        """Whether it was suppressed. Raises TryLater."""
        return ports.lift(self.address)
