"""The jobs: what comes from the queue, from the topic of feedback, and by direct invocation."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from mew.core import current_invocation
from mew.errors import Retry
from mew.jobs import Jobs

from ..domain.commands.delivery_commands import DeliverEmail
from ..domain.commands.feedback_commands import LiftSuppression, RecordFeedback
from ..domain.models.delivery_models import Status
from ..domain.models.error_models import TryLater
from . import utils
from .payloads import LiftSuppressionPayload, SendEmailPayload, SesNotification

jobs = Jobs()
_logger = logging.getLogger(__name__)


@contextmanager
def _retried() -> Iterator[None]:
    try:
        yield
    except TryLater as error:
        raise Retry(str(error), after_seconds=error.after_seconds) from error


@jobs.job("send_email")
def send_email(payload: SendEmailPayload) -> Status | None:
    """Send one e-mail; a refusal for good is recorded and is a success of the job."""
    with _retried():
        remaining = current_invocation().remaining_seconds()
        status = DeliverEmail(payload.delivery(), remaining).execute(utils.deliver_ports())
    outcome = str(status) if status else "nothing to do"
    _logger.info("e-mail %s: %s", payload.id, outcome, extra={"email_id": payload.id})
    return status


@jobs.job("record_feedback", sns="generic-{stage}-ses-feedback")
def record_feedback(payload: SesNotification | str) -> None:
    """Note what became of a message.

    SES greets a topic that was newly connected with a sentence instead of JSON; there is nothing
    to note about it.
    """
    feedback = None if isinstance(payload, str) else payload.feedback()
    if feedback is None:
        _logger.info("the notification is none that is followed")
        return
    with _retried():
        known = RecordFeedback(feedback).execute(utils.feedback_ports())
    _logger.info("feedback: %s", feedback.kind, extra={"message_known": known})


@jobs.job("lift_suppression")
def lift_suppression(payload: LiftSuppressionPayload) -> bool:
    """Write to an address again; for operators, who invoke the function directly."""
    with _retried():
        return LiftSuppression(payload.address).execute(utils.suppressions())
