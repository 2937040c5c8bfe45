"""The messages that were sent, as their readers would see them."""

from __future__ import annotations

import io
import re

from werkzeug.exceptions import NotFound
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from ..mail import SentMail
from .headers import isolate
from .letter import headers_of, html_of, links_of, others_of
from .site import Site

__all__ = ["attachment", "body", "raw", "show", "show_all"]

# What no file system takes in a name, or what would show another name than it is.
_NOT_IN_NAMES = re.compile(r"[^\w .,;()\[\]{}@#%&+=~^!\'$-]")
_MAX_NAME = 120


def show_all(site: Site, _request: Request) -> Response:
    """All messages, newest first."""
    numbered = list(enumerate(site.cloud.mail(), 1))
    return site.render("mails", mails=numbered[::-1])


def show(site: Site, _request: Request, number: int) -> Response:
    """One message."""
    message = _find(site, number)
    return site.render(
        "mail",
        number=number,
        shown=message,
        others=others_of(message),
        links=links_of(message),
        headers=headers_of(message),
    )


def body(site: Site, _request: Request, number: int) -> Response:
    """A message's HTML as it is, where it can do nothing."""
    html = html_of(_find(site, number))
    if html is None:
        raise NotFound("The message has no HTML part.")
    return isolate(
        Response(html.encode("utf-8", "replace"), content_type="text/html; charset=utf-8")
    )


def raw(site: Site, request: Request, number: int) -> Response:
    """A message as SES was given it, for other programs to open."""
    message = _find(site, number)
    if not message.raw:
        raise NotFound("SES composed the message itself: there is no file of it.")
    return _download(request, message.raw, f"message-{number}.eml")


def attachment(site: Site, request: Request, number: int, position: int) -> Response:
    """A file of a message."""
    found = _find(site, number).attachments
    if not 1 <= position <= len(found):
        raise NotFound(f"The message has {len(found)} attachment(s).")
    file = found[position - 1]
    name = _NOT_IN_NAMES.sub("_", file.filename)[-_MAX_NAME:].strip(" .")
    return _download(request, file.content, name or f"attachment-{position}")


def _find(site: Site, number: int) -> SentMail:
    messages = site.cloud.mail()
    if not 1 <= number <= len(messages):
        raise NotFound(f"There is no message {number}; {len(messages)} were sent.")
    return messages[number - 1]


def _download(request: Request, content: bytes, name: str) -> Response:
    return isolate(
        send_file(
            io.BytesIO(content),
            request.environ,
            mimetype="application/octet-stream",
            as_attachment=True,
            download_name=name,
            etag=False,
        )
    )
