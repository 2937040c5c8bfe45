"""What jobs are given: their payloads, checked, and turned into words of the domain.

Source document: "Amazon SES Developer Guide", on the contents of notifications that SES publishes
to Amazon SNS, by an identity (`notificationType`) and by a configuration set (`eventType`).
"""

from typing import Annotated, Self

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from ekans.notations import EmailAddress

from ..domain.models.delivery_models import Delivery
from ..domain.models.email_models import Email
from ..domain.models.feedback_models import Feedback, FeedbackKind

EmailId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]


class _Payload(BaseModel):
    # An invocation runs one job: the payloads of the others need not be built.
    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )


class SendEmailPayload(_Payload):
    """An e-mail to send; another lambda of the stage may put one on the queue too.

    `id` is what makes a second delivery of it harmless: whoever enqueues chooses one for each
    e-mail and keeps it when trying again.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "order-7-receipt",
                    "email": {
                        "to": ["ana@example.com"],
                        "template": {
                            "name": "notice",
                            "variables": {"title": "Paid", "paragraphs": ["Thank you."]},
                        },
                    },
                }
            ]
        }
    )

    id: EmailId = Field(description="Names the e-mail: the same id again sends nothing")
    email: Email | None = None
    parked: bool = Field(
        default=False, description="Its content waits in the bucket; this lambda's own use alone"
    )

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        if (self.email is None) is not self.parked:
            raise PydanticCustomError("content", "either email or parked is needed")
        return self

    def delivery(self) -> Delivery:
        """The same in words of the domain; without a content when that waits in the bucket."""
        return Delivery(self.id, self.email)


class LiftSuppressionPayload(_Payload):
    """An address that is to be written to again."""

    address: EmailAddress


class _Ses(BaseModel):
    # SES adds fields as it likes; what is not read here is not kept.
    model_config = ConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, defer_build=True
    )


class _Recipient(_Ses):
    address: str = Field(alias="emailAddress", max_length=320)


class _Bounce(_Ses):
    type: str = Field(alias="bounceType")
    sub_type: str = Field("", alias="bounceSubType")
    recipients: tuple[_Recipient, ...] = Field((), alias="bouncedRecipients")
    timestamp: str = ""


class _Complaint(_Ses):
    feedback_type: str | None = Field(None, alias="complaintFeedbackType")
    recipients: tuple[_Recipient, ...] = Field((), alias="complainedRecipients")
    timestamp: str = ""


class _Delivery(_Ses):
    recipients: tuple[str, ...] = ()
    timestamp: str = ""


class _Reject(_Ses):
    reason: str = ""


class _Mail(_Ses):
    message_id: str = Field(alias="messageId")
    timestamp: str = ""
    destination: tuple[str, ...] = ()
    tags: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class SesNotification(_Ses):
    """What SES says about one message."""

    kind: str = Field(validation_alias=AliasChoices("eventType", "notificationType"))
    mail: _Mail
    bounce: _Bounce | None = None
    complaint: _Complaint | None = None
    delivery: _Delivery | None = None
    reject: _Reject | None = None

    def feedback(self) -> Feedback | None:
        """The same in words of the domain; None for what we do not follow (opens, clicks, ...)."""
        ids = self.mail.tags.get("email_id", ())
        message_id, email_id = self.mail.message_id, ids[0] if ids else None
        at = self.mail.timestamp
        if self.kind == "Bounce" and self.bounce is not None:
            return Feedback(
                FeedbackKind.BOUNCE,
                message_id,
                tuple(_bare(item.address) for item in self.bounce.recipients),
                self.bounce.timestamp or at,
                email_id,
                lasting=self.bounce.type == "Permanent",
                reason=f"{self.bounce.type} {self.bounce.sub_type}".strip(),
            )
        if self.kind == "Complaint" and self.complaint is not None:
            return Feedback(
                FeedbackKind.COMPLAINT,
                message_id,
                tuple(_bare(item.address) for item in self.complaint.recipients),
                self.complaint.timestamp or at,
                email_id,
                lasting=self.complaint.feedback_type != "not-spam",
                reason=self.complaint.feedback_type or "",
            )
        if self.kind == "Delivery" and self.delivery is not None:
            addresses = tuple(_bare(address) for address in self.delivery.recipients)
            when = self.delivery.timestamp or at
            return Feedback(FeedbackKind.DELIVERY, message_id, addresses, when, email_id)
        if self.kind == "Send":
            return Feedback(FeedbackKind.SEND, message_id, (), at, email_id)
        if self.kind == "Reject" and self.reject is not None:
            reason = self.reject.reason
            return Feedback(FeedbackKind.REJECT, message_id, (), at, email_id, reason=reason)
        return None


def _bare(address: str) -> str:
    # SES repeats a display name where the message had one: `Ana <ana@example.com>`.
    if address.endswith(">") and "<" in address:
        return address.rpartition("<")[2].removesuffix(">")
    return address
