"""ETags and conditional requests.

    @router.get("/banners/{id}")
    def read(id: str, asked: Annotated[Conditions, Depends(conditions)], response: Response):
        banner = ...
        etag = etag_of(banner.model_dump(mode="json"))
        if asked.holds_for_read(etag):
            return not_modified(etag)
        response.headers["ETag"] = str(etag)
        return banner

    @router.put("/banners/{id}")
    def write(..., asked: Annotated[Conditions, Depends(conditions)]):
        asked.check_for_write(etag_of(...) if exists else None, required=True)

What `check_for_write` found may have changed before the write: the write itself must be conditional
too (a version in the WHERE, a ConditionExpression).

Source documents: RFC 9110 "HTTP Semantics", sections 8.8.3 (ETag) and 13 (conditional requests);
RFC 6585, section 3 (428).
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Header
from starlette.responses import Response

from ekans.errors import PreconditionFailed, PreconditionMissing
from ekans.helpers import canonical_json

__all__ = ["Conditions", "ETag", "conditions", "etag_of", "not_modified"]

_OPAQUE = r"[\x21\x23-\x7e\x80-\xff]*"
_VALUE = re.compile(_OPAQUE)
_TAG = re.compile(rf'[ \t]*(?:(W/)?"({_OPAQUE})")?[ \t]*(?:,|\Z)')


@dataclass(frozen=True, slots=True)
class ETag:
    """A validator of one representation.

    Args:
        value: visible characters without a quote.
        weak: equal tags mean equivalent content, not the same bytes.

    Raises:
        ValueError: another character.
    """

    value: str
    weak: bool = False

    def __post_init__(self) -> None:
        """Refuse what no header can carry."""
        if not _VALUE.fullmatch(self.value):
            raise ValueError("an ETag holds visible characters, and no quote or space")

    def __str__(self) -> str:
        return f'W/"{self.value}"' if self.weak else f'"{self.value}"'

    def is_same_bytes(self, other: "ETag") -> bool:
        """Strong comparison."""
        return self == other and not self.weak

    def is_equivalent(self, other: "ETag") -> bool:
        """Weak comparison."""
        return self.value == other.value


def etag_of(content: Any, *, weak: bool = False) -> ETag:
    """The ETag of bytes, or of what JSON can hold.

    Raises ValueError for a number that JSON cannot hold.
    """
    data = content if isinstance(content, bytes) else canonical_json(content)
    return ETag(hashlib.sha256(data).hexdigest()[:32], weak)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a request asks to be true.

    Args:
        match: tags of `If-Match`; None without one, and empty when it cannot be read.
        none_match: tags of `If-None-Match`; None without one or when it cannot be read.
        match_any, none_match_any: whether the header is `*`.
    """

    match: tuple[ETag, ...] | None = None
    none_match: tuple[ETag, ...] | None = None
    match_any: bool = False
    none_match_any: bool = False

    def holds_for_read(self, current: ETag) -> bool:
        """Whether the caller has it already, so that the answer is `not_modified`.

        Args:
            current: of the representation that would be sent.

        Raises:
            PreconditionFailed: `If-Match` names others.
        """
        self._check_match(current)
        return self._has(current)

    def check_for_write(self, current: ETag | None, *, required: bool = False) -> None:
        """Let a write through only when the resource is what the caller thinks.

        Args:
            current: of the resource as it is; None when there is none.
            required: whether a request without a condition is refused.

        Raises:
            PreconditionFailed: the resource is another one.
            PreconditionMissing: there is no condition, and one is required.
        """
        self._check_match(current)
        if current is not None and self._has(current):
            raise PreconditionFailed("it exists already, or is what If-None-Match names")
        if required and self.match is None and self.none_match is None and not self._any():
            raise PreconditionMissing("send If-Match with the ETag that you last saw")

    def _any(self) -> bool:
        return self.match_any or self.none_match_any

    def _check_match(self, current: ETag | None) -> None:
        if self.match_any:
            met = current is not None
        elif self.match is not None:
            met = current is not None and any(current.is_same_bytes(tag) for tag in self.match)
        else:
            return
        if not met:
            raise PreconditionFailed("it has changed since; read it again")

    def _has(self, current: ETag) -> bool:
        tags = self.none_match or ()
        return self.none_match_any or any(current.is_equivalent(tag) for tag in tags)


def conditions(
    if_match: Annotated[str | None, Header(max_length=4096, examples=['"33a64df5"'])] = None,
    if_none_match: Annotated[str | None, Header(max_length=4096, examples=['"33a64df5"'])] = None,
) -> Conditions:
    """The dependency of a route that takes conditional requests."""
    match, none_match = _tags(if_match), _tags(if_none_match)
    return Conditions(
        # What cannot be read lets no write through, and saves no answer.
        match=() if if_match is not None and match is None else match,
        none_match=none_match,
        match_any=if_match is not None and if_match.strip() == "*",
        none_match_any=if_none_match is not None and if_none_match.strip() == "*",
    )


def not_modified(etag: ETag) -> Response:
    """The 304 for a caller that has it already."""
    return Response(status_code=304, headers={"ETag": str(etag)})


def _tags(header: str | None) -> tuple[ETag, ...] | None:
    """The tags of a header; None without one or when it cannot be read."""
    if header is None:
        return None
    found, at = [], 0
    while at < len(header):
        part = _TAG.match(header, at)
        if part is None:
            return None
        if part[2] is not None:
            found.append(ETag(part[2], part[1] is not None))
        at = part.end()
    return tuple(found)
