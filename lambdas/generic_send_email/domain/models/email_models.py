"""What a caller asks to be sent."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue
from pydantic_core import PydanticCustomError

from ekans.notations import (
    Base64Data,
    EmailAddress,
    FileName,
    HeaderText,
    JsonObject,
    MediaType,
    PlainText,
)

MAX_RECIPIENTS = 50
"""`to`, `cc` and `bcc` together ("Service quotas in Amazon SES", recipients per message)."""

MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024
"""All attachments of one e-mail together, decoded, in bytes."""

ATTACHMENT_PREFIX = "attachments/"
"""Where, in the stage's bucket, a file must lie to be attached. Everything else there is private."""


def _not_too_many(value: Any) -> Any:
    # Before the addresses are looked at: pydantic would name a hundred thousand bad ones first.
    if isinstance(value, list | tuple) and len(value) > MAX_RECIPIENTS:
        raise PydanticCustomError(
            "too_long",
            "it names {count} recipients; at most {limit} are allowed",
            {"count": len(value), "limit": MAX_RECIPIENTS},
        )
    return value


Recipients = Annotated[
    tuple[EmailAddress, ...],
    BeforeValidator(_not_too_many),
    Field(json_schema_extra={"maxItems": MAX_RECIPIENTS}),
]
_EXAMPLE: dict[str, JsonValue] = {
    "to": ["ana@example.com"],
    "subject": "Your receipt",
    "text": "Thank you.",
    "html": "<p>Thank you.</p>",
}

Tag = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,256}$")]


class _Model(BaseModel):
    # Errors of these models may end in a log; a body or a variable may not.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Attachment(_Model):
    """A file that travels with the e-mail: its `content`, or the `key` of an object."""

    filename: FileName
    content_type: MediaType = "application/octet-stream"
    content: Base64Data | None = Field(
        default=None, description="The file itself, as base64; exclusive with `key`"
    )
    key: HeaderText | None = Field(
        default=None,
        min_length=len(ATTACHMENT_PREFIX) + 1,
        max_length=1024,
        description=f"Its object in the stage's bucket, under `{ATTACHMENT_PREFIX}`",
    )
    etag: HeaderText | None = Field(
        default=None,
        max_length=200,
        description="With `key`: the ETag of the version that is meant; what is there now if absent",
    )


class TemplateUse(_Model):
    """A template of this lambda and what to fill it with."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_]{0,63}$", examples=["welcome"])
    variables: JsonObject = Field(default_factory=dict)


class Email(_Model):
    """One e-mail: its recipients, and either a template or a subject with text, HTML or both."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    to: Recipients = Field(
        default=(), description=f"With cc and bcc 1 to {MAX_RECIPIENTS} addresses"
    )
    cc: Recipients = Field(default=(), description="Whom everybody sees as having a copy")
    bcc: Recipients = Field(default=(), description="Whom nobody sees")
    reply_to: Annotated[tuple[EmailAddress, ...], Field(max_length=10)] = Field(
        default=(), description="Where answers go; to the sender if empty"
    )
    subject: Annotated[HeaderText, Field(min_length=1, max_length=255)] | None = Field(
        default=None, description="Needed without a template; replaces the template's own"
    )
    text: PlainText | None = Field(default=None, description="The body for plain readers")
    html: PlainText | None = Field(default=None, description="The body as HTML")
    template: TemplateUse | None = Field(
        default=None, description="What makes the bodies; exclusive with text and html"
    )
    attachments: Annotated[tuple[Attachment, ...], Field(max_length=50)] = Field(
        default=(), description=f"Files of at most {MAX_ATTACHMENT_BYTES} bytes together"
    )
    tags: Annotated[dict[Tag, Tag], Field(max_length=10)] = Field(
        default_factory=dict, description="Message tags, which SES repeats in its events"
    )


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An object that can be attached: its size in bytes, and the ETag of its present version."""

    size: int
    etag: str
