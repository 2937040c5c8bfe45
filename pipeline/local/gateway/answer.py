"""What a function answered, as the client gets it: the payload format 2.0.

Sources: as those of `event.py`.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any

from .messages import HttpAnswer

__all__ = ["MalformedAnswer", "answer_of"]

_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_BAD_VALUE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")
_JSON = (("content-type", "application/json"),)
# What concerns one connection alone, and the length, which is counted.
_HOP = frozenset(
    {"connection", "content-length", "keep-alive", "proxy-authenticate", "proxy-connection"}
    | {"te", "trailer", "transfer-encoding", "upgrade"}
)


class MalformedAnswer(Exception):
    """The function's answer is none that HTTP could carry; the text says what is wrong with it."""


def answer_of(
    payload: bytes, *, default_type: str = "text/plain; charset=utf-8", quoted: bool = False
) -> HttpAnswer:
    """The answer that a function's payload stands for.

    Args:
        payload: what it returned, JSON.
        default_type: the content type of an answer that has a status and names no type.
        quoted: whether a mere text is answered as JSON, in quotes, or as it is.

    Raises:
        MalformedAnswer: it has a status, and something in it has no place in an HTTP answer.
    """
    content = json.loads(payload)
    if not isinstance(content, dict) or "statusCode" not in content:
        body = _utf8(content) if isinstance(content, str) and not quoted else payload
        return HttpAnswer(200, _JSON, body)
    headers = [*_headers(content.get("headers")), *_cookies(content.get("cookies"))]
    if not any(name == "content-type" for name, _ in headers):
        headers.insert(0, ("content-type", default_type))
    return HttpAnswer(
        _status(content["statusCode"]), tuple(headers), _body(content), _length(content)
    )


def _status(value: Any) -> int:
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if re.fullmatch(r"[2-5]\d\d", text, re.ASCII) is None:
        raise MalformedAnswer(
            f"statusCode is {json.dumps(value)[:40]}, not a number from 200 to 599"
        )
    return int(text)


def _headers(value: Any) -> list[tuple[str, str]]:
    if value is None:
        return []
    if not isinstance(value, dict):
        raise MalformedAnswer("headers is not an object")
    found = []
    for name, each in value.items():
        if isinstance(each, bool | int | float):
            each = json.dumps(each)
        if _NAME.fullmatch(name) is None:
            raise MalformedAnswer(f"a header cannot be called {json.dumps(name)[:60]}")
        if not isinstance(each, str) or _BAD_VALUE.search(each):
            raise MalformedAnswer(f"the value of the header {name[:60]} is no line of text")
        if name.lower() not in _HOP:
            found.append((name.lower(), each.strip()))
    return found


def _cookies(value: Any) -> list[tuple[str, str]]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise MalformedAnswer("cookies is not a list")
    for each in value:
        if not isinstance(each, str) or _BAD_VALUE.search(each):
            raise MalformedAnswer("one of cookies is no line of text")
    return [("set-cookie", each.strip()) for each in value]


def _body(content: dict[str, Any]) -> bytes:
    body = content.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise MalformedAnswer(f"body is a JSON {type(body).__name__}, not a text")
    if not content.get("isBase64Encoded"):
        return _utf8(body)
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError) as error:
        raise MalformedAnswer("isBase64Encoded is true and body is not base64") from error


def _utf8(text: str) -> bytes:
    """JSON can name halves of characters, which no encoding has."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _length(content: dict[str, Any]) -> int | None:
    """What an answer to HEAD says of the length, where the body itself was left out."""
    headers = content.get("headers") or {}
    if content.get("body"):
        return None
    said = [str(value) for name, value in headers.items() if name.lower() == "content-length"]
    return int(said[0]) if said and re.fullmatch(r"\d{1,15}", said[0], re.ASCII) else None
