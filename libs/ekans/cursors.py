"""Pages of a list, one after the other, by a cursor that the caller cannot make.

    cursors = Cursors(lambda: Settings.load().cursor_keys, of="emails")

    @router.get("/emails")
    def list_emails(size: PageSize = 50, cursor: str | None = None) -> Page[EmailView]:
        after = cursors.position(cursor)          # None on the first page
        rows = ...                                # the `size` rows after `after`
        return Page(items=rows, next_cursor=cursors.cursor(rows[-1].id) if more else None)

A cursor says where the last page ended, signed for this list at this stage. It is no secret: what
must not be read does not belong into a position.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, Field

from ekans.errors import InvalidRequest, Violation
from ekans.helpers import canonical_json
from mew.core import current_invocation

__all__ = ["Cursors", "Page", "PageSize"]

MAX_CURSOR_LENGTH = 2048
_MAC_BYTES = 16

PageSize = Annotated[int, Query(ge=1, le=100, description="How many items a page has at most")]
"""How many items a page may have: 1 to 100."""


class Page[T](BaseModel):
    """Some items of a list."""

    items: list[T]
    next_cursor: str | None = Field(
        description="Where the next page begins; null on the last one", examples=[None]
    )


class Cursors:
    """Makes and reads the cursors of one list.

    Args:
        keys: the running stage's keys, 32 characters or more each; the first one signs, all are
            taken, so that a rotation breaks no caller's walk.
        of: the list's name.
        name: of the query parameter, for errors.
    """

    def __init__(self, keys: Callable[[], Sequence[str]], *, of: str, name: str = "cursor") -> None:
        self._keys = keys
        self._of = of
        self._name = name

    def cursor(self, position: Any, within: Any = None) -> str:
        """The cursor for the page after `position`.

        Args:
            position: what JSON can hold: the sort key of the last item.
            within: what the list is filtered and sorted by; a cursor of other filters is refused.

        Raises:
            ValueError: a key is too short, or the position cannot be in a cursor.
        """
        body = canonical_json(position)
        signed = self._mac(self._checked_keys()[0], body, within) + body
        text = base64.urlsafe_b64encode(signed).rstrip(b"=").decode("ascii")
        if len(text) > MAX_CURSOR_LENGTH:
            raise ValueError(f"a position of the list {self._of} is too long for a cursor")
        return text

    def position(self, cursor: str | None, within: Any = None) -> Any:
        """What `cursor` was made of; None without one.

        Args:
            cursor: as the caller sent it.
            within: as it was when the cursor was made.

        Raises:
            InvalidRequest: it was not made here, or for another list, stage or filter.
            ValueError: a key is too short.
        """
        if cursor is None:
            return None
        keys = self._checked_keys()
        signed = _decoded(cursor)
        mac, body = signed[:_MAC_BYTES], signed[_MAC_BYTES:]
        good = False
        for key in keys:
            good |= hmac.compare_digest(mac, self._mac(key, body, within))
        if not good:
            place = Violation(
                "it is no cursor of this list: begin without one",
                f"#/{self._name}",
                source="query",
                code="cursor",
            )
            raise InvalidRequest.naming([place])
        return json.loads(body)

    def _checked_keys(self) -> Sequence[str]:
        keys = self._keys()
        if not keys or any(len(key) < 32 for key in keys):
            raise ValueError(f"the list {self._of} needs cursor keys of 32 characters or more")
        return keys

    def _mac(self, key: str, body: bytes, within: Any) -> bytes:
        stage = current_invocation().stage.value
        told = canonical_json([stage, self._of, within])
        return hmac.digest(key.encode(), told + b"\n" + body, "sha256")[:_MAC_BYTES]


def _decoded(text: str) -> bytes:
    if len(text) > MAX_CURSOR_LENGTH or not text.isascii():
        return b""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
    # One spelling each: the unused bits of the last character must be zero.
    same = base64.urlsafe_b64encode(data).rstrip(b"=") == text.encode("ascii")
    return data if same else b""
