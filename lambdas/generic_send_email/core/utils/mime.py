"""From an outgoing message to the bytes of RFC 5322, with the standard library's email package.

Source documents: RFC 5322 "Internet Message Format", RFC 2045 to 2047 "Multipurpose Internet Mail
Extensions"; "Amazon Simple Email Service Developer Guide", on sending raw e-mail.
"""

import functools
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from ...domain.models.delivery_models import OutgoingMessage

if TYPE_CHECKING:
    from email.message import EmailMessage
    from email.policy import EmailPolicy


def mime_bytes(message: OutgoingMessage, sender: str, sender_name: str | None) -> bytes:
    """The message as it goes over the wire: 7 bit, CRLF, lines within the limits.

    Hidden recipients are nowhere in it. A line break in any header is refused by the policy
    (ValueError), whatever was checked before.

    Args:
        message: what to write.
        sender: the address in `From`.
        sender_name: the display name in `From`.
    """
    from email.headerregistry import Address
    from email.message import EmailMessage

    mail = EmailMessage(policy=_policy())
    mail["From"] = Address(display_name=sender_name or "", addr_spec=sender)
    if message.envelope.to:
        mail["To"] = ", ".join(message.envelope.to)
    if message.envelope.cc:
        mail["Cc"] = ", ".join(message.envelope.cc)
    if not message.envelope.to and not message.envelope.cc:
        mail["To"] = "undisclosed-recipients:;"
    if message.reply_to:
        mail["Reply-To"] = ", ".join(message.reply_to)
    mail["Subject"] = message.content.subject
    if message.content.text is not None:
        mail.set_content(message.content.text)
    if message.content.html is not None:
        if message.content.text is None:
            mail.set_content(message.content.html, subtype="html")
        else:
            mail.add_alternative(message.content.html, subtype="html")
    for file in message.files:
        main, _, sub = file.media_type.partition("/")
        mail.add_attachment(file.data, maintype=main, subtype=sub, filename=file.name)
    return mail.as_bytes()


@functools.cache
def _policy() -> "EmailPolicy[EmailMessage]":
    from email.header import Header
    from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
    from email.policy import SMTP

    class Subject(UnstructuredHeader, BaseHeader):
        """A subject that is taken literally.

        The library's own decodes what looks like an encoded word (RFC 2047), so that a subject
        could bring in what was checked for and not found: another text, or a line break.
        """

        max_count: ClassVar[Literal[1] | None] = 1

        @classmethod
        def parse(cls, value: str, kwds: dict[str, Any]) -> None:
            kwds["parse_tree"] = cls.value_parser("")
            kwds["decoded"] = value

        def fold(self, *, policy: Any) -> str:
            plain = self.isascii() and "=?" not in self
            header = Header(str(self), "us-ascii" if plain else "utf-8", 76, self.name)
            return f"{self.name}: {header.encode(linesep=policy.linesep)}{policy.linesep}"

    registry = HeaderRegistry()
    registry.map_to_type("subject", Subject)
    return SMTP.clone(cte_type="7bit", header_factory=registry)
