"""The rules for what follows from bounces and complaints."""

from ..models.feedback_models import Feedback, FeedbackKind, Suppression


def suppressions(feedback: Feedback) -> tuple[Suppression, ...]:
    """Whom we must no longer write to after this feedback.

    An address that does not exist and a reader who complained stay on the list until somebody
    lifts them; a full mailbox, a host that is down or a report "this is not spam" does not.
    """
    if not feedback.lasting or feedback.kind not in (FeedbackKind.BOUNCE, FeedbackKind.COMPLAINT):
        return ()
    return tuple(
        Suppression(address, feedback.kind, feedback.at, feedback.reason, feedback.email_id)
        for address in feedback.addresses
    )
