"""What a reader's program would make of a message."""

from __future__ import annotations

import base64
import email
import html
import re
from email.utils import getaddresses

from ..mail import SentMail

__all__ = ["headers_of", "html_of", "links_of", "others_of"]

_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"<>]{1,2000})"|'([^'<>]{1,2000})')""", re.IGNORECASE)
_CONTENT_ID = re.compile(r"""\bcid:([^\s"'<>()]{1,250})""", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"']{1,2000}", re.IGNORECASE)
_MAX_LINKS = 50

# How much of a part is looked through; more than any honest message has.
_MAX_BODY = 1_000_000
_MAX_HEADERS = 100_000


def headers_of(message: SentMail) -> str:
    """The headers as they were sent; empty where SES composed the message."""
    return _BLANK_LINE.split(message.raw[:_MAX_HEADERS], 1)[0].decode("utf-8", "replace")


def html_of(message: SentMail) -> str | None:
    """The HTML part with its own pictures in place; None where there is none."""
    if message.html is None or "cid:" not in message.html.lower():
        return message.html
    try:
        pictures = _pictures(message.raw)
    except Exception:  # noqa: BLE001
        # For what breaks the rules the email package raises nearly anything, even its own mistakes.
        return message.html
    return _CONTENT_ID.sub(
        lambda found: pictures.get(html.unescape(found.group(1)), found.group()), message.html
    )


def _pictures(raw: bytes) -> dict[str, str]:
    """The pictures of a message as data URLs, by content id."""
    found: dict[str, str] = {}
    for part in email.message_from_bytes(raw).walk():
        name = str(part.get("Content-ID", "")).strip().strip("<>")
        content = part.get_payload(decode=True)
        if name and part.get_content_maintype() == "image" and isinstance(content, bytes):
            data = base64.b64encode(content).decode("ascii")
            found[name] = f"data:{part.get_content_type()};base64,{data}"
    return found


def links_of(message: SentMail) -> list[str]:
    """Where the links of the message lead on the web, each once, in order."""
    hrefs = _HREF.findall((message.html or "")[:_MAX_BODY])
    targets = [html.unescape(first or second).strip() for first, second in hrefs]
    targets += [
        found.rstrip(".,;:!?)]") for found in _ADDRESS.findall((message.text or "")[:_MAX_BODY])
    ]
    return list(dict.fromkeys(each for each in targets if _ADDRESS.fullmatch(each)))[:_MAX_LINKS]


def others_of(message: SentMail) -> list[str]:
    """Who received the message without standing in its `To`."""
    named = {address for _, address in getaddresses([message.to[:_MAX_HEADERS]])}
    return [each for each in message.recipients if message.to and each not in named]
