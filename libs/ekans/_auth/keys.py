"""Keys as they are stored, and finding the one that a caller shows.

A key is 256 random bits, so one round of SHA-256 is enough: there is nothing to guess that a slow
hash would slow down. A password that a person chose does not belong here.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

Scope = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_.:-]{1,64}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]


class StoredKey(BaseModel):
    """A key or a Basic credential as Secrets Manager holds it: its hash, never itself.

    name: whose it is, for logs.  sha256: 64 hex digits of the key's SHA-256 (of `user:password` for
    Basic).  scopes: what it may do.  until: when it ends, with its offset; None for never.

    A settings field holds a tuple of them, so a key is rotated without a gap: add the new one, have
    the caller change over, remove the old one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: Name
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] = Field(repr=False)
    scopes: tuple[Scope, ...] = ()
    until: AwareDatetime | None = None


def hash_of(key: str) -> str:
    """What `StoredKey.sha256` holds for `key`."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def new_key(name: str, scopes: Iterable[str] = ()) -> tuple[str, StoredKey]:
    """A new API key, to be given to the caller once, and what to store of it.

    Raises pydantic's ValidationError for a name or scope of other characters.
    """
    key = f"ek_{secrets.token_urlsafe(32)}"
    return key, StoredKey(name=name, sha256=hash_of(key), scopes=tuple(scopes))


def new_basic(user: str, scopes: Iterable[str] = ()) -> tuple[str, StoredKey]:
    """A new password for `user`, to be given to the partner once, and what to store of it.

    Raises pydantic's ValidationError for a user or scope of other characters.
    """
    password = secrets.token_urlsafe(32)
    stored = StoredKey(name=user, sha256=hash_of(f"{user}:{password}"), scopes=tuple(scopes))
    return password, stored


def find(shown: str, stored: Sequence[StoredKey], now: datetime) -> StoredKey | None:
    """The stored key that `shown` is, if it is one and has not ended.

    All are compared, each in constant time, so that the answer's time tells nothing about them.
    """
    presented = hash_of(shown)
    found = None
    for one in stored:
        same = hmac.compare_digest(presented, one.sha256)
        if same and (one.until is None or now < one.until):
            found = one
    return found
