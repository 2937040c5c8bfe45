"""What the API of every peer takes and answers."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Address = Annotated[str, Field(max_length=254, pattern=r"^[^@\s]{1,64}@[^@\s]+\.[^@\s]+$")]
Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\r\n]+$")]


class Message(BaseModel):
    """An e-mail to send."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    to: Annotated[list[Address], Field(min_length=1, max_length=50)]
    subject: Line
    text: Annotated[str, Field(min_length=1, max_length=100_000)]
    reply_to: Address | None = None
    tags: dict[Line, Line] = Field(default_factory=dict, max_length=10)


class Sent(BaseModel):
    """An e-mail that SES has taken."""

    id: str


class Preview(BaseModel):
    """What would be sent."""

    recipients: int
    subject: str
    bytes: int
