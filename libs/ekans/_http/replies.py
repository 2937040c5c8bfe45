"""Answers: a whole one, and one that is still coming."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ekans._http.errors import AnswerTooLarge, BadAnswer


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer. Its repr shows no header and nothing of the body.

    Args:
        status: the status code.
        headers: by their names in lower case; several of one name are joined with a comma.
        content: the body, decompressed.
        of: which call it answers, for errors.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)
    of: str = ""

    @property
    def text(self) -> str:
        """The body as UTF-8; what is not becomes U+FFFD."""
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body's JSON. Raises BadAnswer when it is none."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError):
            # From none: the vendor's error holds the body.
            raise BadAnswer(
                f"{self.of}: the answer (status {self.status}) is not JSON",
                outcome_unknown=True,
            ) from None


class Stream:
    """An answer whose body is still coming. Read it once, inside the `with` block.

    Args:
        status: the status code.
        headers: by their names in lower case.
        chunks: reads the body, decompressed; raises ServiceErrors.
        close: gives the connection back.
        of: which call it answers, for errors.
    """

    def __init__(
        self,
        status: int,
        headers: Mapping[str, str],
        chunks: Iterator[bytes],
        close: Callable[[], None],
        of: str,
    ) -> None:
        self.status = status
        self.headers = headers
        self.close = close
        self._chunks = chunks
        self._of = of

    def __repr__(self) -> str:
        return f"Stream(status={self.status})"

    def chunks(self) -> Iterator[bytes]:
        """The body as it comes. Raises TimedOut, ConnectionLost, BadAnswer."""
        return self._chunks

    def lines(self) -> Iterator[str]:
        """The body's lines as UTF-8, without their ends; the last one may lack its end."""
        kept = b""
        for chunk in self._chunks:
            *whole, kept = (kept + chunk).split(b"\n")
            for line in whole:
                yield line.removesuffix(b"\r").decode("utf-8", "replace")
        if kept:
            yield kept.decode("utf-8", "replace")

    def read(self) -> Reply:
        """The whole answer."""
        return Reply(self.status, self.headers, b"".join(self._chunks), self._of)


def at_most(limit: int, chunks: Iterator[bytes], of: str) -> Iterator[bytes]:
    """`chunks` while they are `limit` bytes or fewer in all. Raises AnswerTooLarge."""
    taken = 0
    for chunk in chunks:
        taken += len(chunk)
        if taken > limit:
            raise AnswerTooLarge(
                f"{of}: the answer is larger than {limit} bytes, `Limits.answer_bytes`",
                outcome_unknown=True,
            )
        yield chunk
