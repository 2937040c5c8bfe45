"""Sending an accepted e-mail."""

import uuid
from dataclasses import dataclass, field

from ..models.delivery_models import (
    Claim,
    ClaimResult,
    Content,
    Delivery,
    File,
    OutgoingMessage,
    Status,
)
from ..models.email_models import MAX_ATTACHMENT_BYTES, Email
from ..models.error_models import OutcomeUnknown, Rejected, TryLater
from ..operations.delivery_operations import backoff_seconds, lease_seconds
from ..operations.email_operations import broken_rules, envelope, recipients
from ..ports import Clock, Emails, Files, Mailer, Parcels, Suppressions, Templates


@dataclass(frozen=True, slots=True)
class DeliverPorts:
    """What `DeliverEmail` needs."""

    emails: Emails
    suppressions: Suppressions
    parcels: Parcels
    files: Files
    templates: Templates
    mailer: Mailer
    clock: Clock


@dataclass(frozen=True, slots=True)
class DeliverEmail:
    """Send one e-mail, unless it was sent, is being sent, or can never be sent.

    Args:
        delivery: which one.
        remaining_seconds: until the platform stops us; the claim lasts a little longer.
        owner: who claims; unique to this attempt.

    A message goes out twice in one case alone: the mailer took it, and we die, lose the table or
    get no answer before that is recorded. Then the claim runs out and the next delivery sends
    again. A SEND event of the mailer that arrives meanwhile closes this window too, which is why
    the claim is kept when the outcome is unknown.
    """

    delivery: Delivery
    remaining_seconds: float
    owner: str = field(default_factory=lambda: uuid.uuid4().hex)

    def execute(self, ports: DeliverPorts) -> Status | None:
        """The status it ended in; None when there was nothing to do. Raises TryLater."""
        email_id = self.delivery.id
        claim = ports.emails.claim(
            email_id,
            recipients(self.delivery.email) if self.delivery.email else (),
            self.owner,
            ports.clock(),
            lease_seconds(self.remaining_seconds),
        )
        if claim.result is ClaimResult.BUSY:
            raise TryLater(f"e-mail {email_id} is being sent elsewhere", claim.busy_seconds + 1)
        if claim.result is ClaimResult.DONE:
            self._forget_parcel(ports)
            return None
        try:
            message, suppressed = self._prepare(ports)
        except Rejected as error:
            return self._fail(ports, error)
        except Exception as error:
            self._give_back(ports, claim, error)
            raise
        try:
            message_id = ports.mailer.send(message) if message.envelope.everybody() else None
        except Rejected as error:
            return self._fail(ports, error)
        except OutcomeUnknown as error:
            lease = lease_seconds(self.remaining_seconds)
            raise TryLater(str(error), int(lease) + 1) from error
        except TryLater as error:
            # Any other error may have come after the mailer took the message: the claim stays.
            self._give_back(ports, claim, error)
            raise
        status = Status.SENT if message_id else Status.SUPPRESSED
        ports.emails.finish(
            email_id,
            self.owner,
            status,
            ports.clock(),
            message_id=message_id,
            suppressed=suppressed,
        )
        self._forget_parcel(ports)
        return status

    def _give_back(self, ports: DeliverPorts, claim: Claim, error: Exception) -> None:
        ports.emails.release(self.delivery.id, self.owner, ports.clock())
        if isinstance(error, TryLater) and error.after_seconds is None:
            error.after_seconds = backoff_seconds(claim.attempts)

    def _fail(self, ports: DeliverPorts, error: Rejected) -> Status:
        ports.emails.finish(
            self.delivery.id, self.owner, Status.FAILED, ports.clock(), failure=error.failure
        )
        self._forget_parcel(ports)
        return Status.FAILED

    def _prepare(self, ports: DeliverPorts) -> tuple[OutgoingMessage, tuple[str, ...]]:
        email = self.delivery.email or ports.parcels.read(self.delivery.id)
        if email is None:
            raise Rejected("content_lost", "the content that waited in the bucket is not there")
        rules = broken_rules(email)
        if rules:
            raise Rejected("invalid", "; ".join(rule.message for rule in rules))
        suppressed = ports.suppressions.among(recipients(email))
        whom = envelope(email, suppressed)
        nobody = not whom.everybody()
        message = OutgoingMessage(
            email_id=self.delivery.id,
            envelope=whom,
            content=Content("") if nobody else _content(email, ports.templates),
            reply_to=email.reply_to,
            files=() if nobody else _files(email, ports.files),
            tags=dict(email.tags),
        )
        return message, tuple(sorted(suppressed))

    def _forget_parcel(self, ports: DeliverPorts) -> None:
        if self.delivery.email is None:
            ports.parcels.delete(self.delivery.id)


def _content(email: Email, templates: Templates) -> Content:
    if email.template is None:
        return Content(email.subject or "", email.text, email.html)
    made = templates.render(email.template)
    return Content(email.subject or made.subject, made.text, made.html)


def _files(email: Email, files: Files) -> tuple[File, ...]:
    read: list[File] = []
    left = MAX_ATTACHMENT_BYTES
    for attachment in email.attachments:
        data = attachment.content
        if data is None:
            data = files.read(attachment.key or "", attachment.etag, left)
        left -= len(data)
        if left < 0:
            raise Rejected(
                "attachments_too_large",
                f"the attachments have more than {MAX_ATTACHMENT_BYTES} bytes",
            )
        read.append(File(attachment.filename, attachment.content_type, data))
    return tuple(read)
