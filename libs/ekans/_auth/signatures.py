"""Signed webhooks.

Source document: Standard Webhooks, "Specification" (headers `webhook-id`, `webhook-timestamp` and
`webhook-signature`, scheme `v1`: HMAC-SHA256 of `id.timestamp.body`); RFC 2104 "HMAC".
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from ekans.helpers import is_visible_ascii

TOLERANCE_SECONDS = 300
_PREFIX = "whsec_"
_MOST_SIGNATURES = 16


def _key_of(secret: str) -> bytes:
    """The bytes of `whsec_...`. Raises ValueError, whose message holds nothing of it."""
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("a webhook secret is whsec_ and base64") from None
    if not secret.startswith(_PREFIX) or not 24 <= len(key) <= 64:
        raise ValueError("a webhook secret is whsec_ and the base64 of 24 to 64 bytes")
    return key


def _checked(secret: str) -> str:
    try:
        _key_of(secret)
    except ValueError as error:
        raise PydanticCustomError("webhook_secret", "{why}", {"why": str(error)}) from None
    return secret


WebhookSecret = Annotated[str, AfterValidator(_checked)]
"""A settings field's type: `whsec_` and the base64 of 24 to 64 bytes."""


def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The `webhook-signature` of a message.

    Args:
        secret: `whsec_...`.
        message_id: the `webhook-id`, the same when the message is sent again.
        timestamp: seconds since the epoch of this sending.
        body: as it goes over the wire.

    Raises:
        ValueError: the secret is none.
    """
    signed = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.digest(_key_of(secret), signed, hashlib.sha256)
    return "v1," + base64.b64encode(digest).decode("ascii")


def is_signed(
    secrets: Sequence[str],
    message_id: str,
    timestamp: str,
    signatures: str,
    body: bytes,
    *,
    now: float,
    tolerance: float,
) -> bool:
    """Whether a message bears the signature of one of `secrets` and was signed just now.

    Args:
        secrets: `whsec_...`; two while they are being rotated.
        message_id: the `webhook-id` header.
        timestamp: the `webhook-timestamp` header.
        signatures: the `webhook-signature` header: several are parted by spaces.
        body: as it came.
        now: seconds since the epoch.
        tolerance: how far from now the timestamp may be, in seconds.

    Raises:
        ValueError: a secret is none.
    """
    if not (1 <= len(message_id) <= 256 and is_visible_ascii(message_id)):
        return False
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    if abs(now - int(timestamp)) > tolerance:
        return False
    given = [one.encode("utf-8", "replace") for one in signatures.split(" ")[:_MOST_SIGNATURES]]
    good = False
    for secret in secrets:
        expected = sign(secret, message_id, int(timestamp), body).encode("ascii")
        for one in given:
            good |= hmac.compare_digest(expected, one)
    return good
