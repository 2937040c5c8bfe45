"""As much of HTTP/1.1 as a runtime client speaks.

The standard library's server refuses header lines above 64 KB, and the runtime client sends a
failure's stack in a header of up to 1 MB.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from io import BufferedIOBase

__all__ = ["BadRequest", "Request", "read_request", "write_response"]

_MAX_LINE_BYTES = 2 * 1024 * 1024
_MAX_HEADERS = 100


class BadRequest(Exception):
    """What came is no HTTP request that this server understands."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request; header names are in lower case, `length` is the body's full length in bytes."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = field(repr=False)
    length: int


def read_request(stream: BufferedIOBase, answers: BufferedIOBase, max_body: int) -> Request | None:
    """Reads one request; None at the end of the connection.

    Args:
        stream: the connection's incoming bytes.
        answers: where a client that waits for `100 Continue` gets it.
        max_body: how many bytes of a body are kept; the rest is left unread.

    Raises:
        BadRequest: it is malformed, or says its length in no way that is understood here.
    """
    line = _line(stream)
    if not line:
        return None
    parts = line.split(" ")
    if len(parts) != 3:
        raise BadRequest(f"malformed request line {line[:80]!r}")
    headers = _headers(stream)
    if "transfer-encoding" in headers:
        raise BadRequest("a body without Content-Length is not supported")
    try:
        length = int(headers.get("content-length", "0"))
    except ValueError as error:
        raise BadRequest("Content-Length is no number") from error
    if headers.get("expect", "").lower() == "100-continue":
        answers.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        answers.flush()
    return Request(parts[0], parts[1], headers, stream.read(min(length, max_body)), length)


def write_response(
    stream: BufferedIOBase, status: HTTPStatus, body: bytes, headers: dict[str, str]
) -> None:
    """Writes one complete response; `Content-Length` is added."""
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    stream.write("\r\n".join([*lines, "", ""]).encode("utf-8") + body)
    stream.flush()


def _headers(stream: BufferedIOBase) -> dict[str, str]:
    headers: dict[str, str] = {}
    while line := _line(stream):
        name, separator, value = line.partition(":")
        if not separator or len(headers) >= _MAX_HEADERS:
            raise BadRequest("malformed or too many headers")
        headers[name.strip().lower()] = value.strip()
    return headers


def _line(stream: BufferedIOBase) -> str:
    line = stream.readline(_MAX_LINE_BYTES)
    if len(line) == _MAX_LINE_BYTES:
        raise BadRequest("a line is too long")
    return line.decode("utf-8", "replace").rstrip("\r\n")
