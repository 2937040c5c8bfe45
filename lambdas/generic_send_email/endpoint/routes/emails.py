"""`/emails`: hand one in, ask what became of it."""

from typing import Annotated

from fastapi import APIRouter, Header, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from ekans.notations import IdempotencyKey

from ...domain.commands.email_commands import AcceptEmail, ReadEmail
from ...domain.models.delivery_models import Status
from ...domain.models.email_models import Email
from .. import utils

router = APIRouter(prefix="/emails", tags=["emails"])


class _View(BaseModel):
    # FastAPI builds what its routes need; their own schemas wait for their first use.
    model_config = ConfigDict(from_attributes=True, defer_build=True)


class Accepted(_View):
    """The e-mail was taken."""

    id: str = Field(examples=["e064d61bd8144b159fea8003f01857f3"])
    status: Status = Field(examples=["queued"])


class FailureView(_View):
    """Why it will not be sent."""

    code: str = Field(description="Stable")
    reason: str


class FeedbackView(_View):
    """What a receiving host said about one address."""

    kind: str
    address: str
    at: str


class EmailView(_View):
    """What is known about an e-mail. Its content is not kept."""

    id: str
    status: Status
    created_at: str
    updated_at: str
    recipients: list[str]
    attempts: int = Field(description="How often sending it began")
    message_id: str | None = Field(description="SES's id of the message")
    failure: FailureView | None
    suppressed: list[str] = Field(description="Recipients left out: they bounced or complained")
    feedback: list[FeedbackView]


@router.post(
    "",
    status_code=202,
    responses={
        400: {"description": "The body is not JSON"},
        409: {"description": "The Idempotency-Key was used for a different e-mail"},
        413: {"description": "The body is too large"},
        503: {"description": "Nothing was sent; try again with the same key"},
    },
)
def post_email(
    email: Email,
    response: Response,
    idempotency_key: Annotated[
        IdempotencyKey | None,
        Header(description="Names this request for 24 hours: the same key again sends nothing"),
    ] = None,
) -> Accepted:
    """Send an e-mail; the answer comes when it is safely queued, not when it is sent."""
    accepted = AcceptEmail(email, idempotency_key).execute(utils.accept_ports())
    response.headers["Location"] = f"/emails/{accepted.id}"
    if accepted.replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return Accepted(id=accepted.id, status=accepted.status)


@router.get("/{email_id}", responses={404: {"description": "No e-mail has this id"}})
def get_email(email_id: Annotated[str, Path(max_length=64)]) -> EmailView:
    """What became of an e-mail; known for 90 days."""
    record = ReadEmail(email_id).execute(utils.emails())
    return EmailView.model_validate(record)
