"""A request and its answer, as the parts of the gateway hand them to each other."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

__all__ = ["HttpAnswer", "HttpRequest", "json_answer"]


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A whole request; header names are in lower case, `path` and `query` are as they were sent."""

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)
    client: str = "127.0.0.1"
    protocol: str = "HTTP/1.1"

    def header(self, name: str) -> str:
        """The values of a header, joined by commas; nothing where there is none."""
        return ",".join(value for each, value in self.headers if each == name)

    def segments(self, count: int) -> list[str]:
        """The path's first parts, and one more with all the rest where there is one."""
        return self.path.removeprefix("/").split("/", count)


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """A whole answer; its length is added when it is sent.

    `length` is what a HEAD request is told where that is not the length of `body`.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)
    length: int | None = None

    def header(self, name: str) -> str:
        """The first value of a header; nothing where there is none."""
        return next((value for each, value in self.headers if each.lower() == name), "")

    def replaced(self, *headers: tuple[str, str]) -> HttpAnswer:
        """The answer with `headers` in place of those of the same names."""
        names = {name.lower() for name, _ in headers}
        kept = tuple(each for each in self.headers if each[0].lower() not in names)
        return HttpAnswer(self.status, (*kept, *headers), self.body, self.length)


def json_answer(status: int, content: Any, *headers: tuple[str, str]) -> HttpAnswer:
    """An answer whose body is JSON."""
    return HttpAnswer(
        status, (("content-type", "application/json"), *headers), json.dumps(content).encode()
    )
