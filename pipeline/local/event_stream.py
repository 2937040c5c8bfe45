"""Messages of AWS's event streams, written down.

Source: AWS SDKs' specification "Amazon Event Stream", as botocore reads it.
"""

from __future__ import annotations

import binascii
import struct
from collections.abc import Mapping

__all__ = ["event_message"]

_TEXT = 7


def event_message(headers: Mapping[str, str], payload: bytes = b"") -> bytes:
    """One message; each header is a text."""
    written = b"".join(
        struct.pack("!B", len(name)) + name.encode() + struct.pack("!BH", _TEXT, len(value)) + value
        for name, value in ((name, value.encode()) for name, value in headers.items())
    )
    # Both lengths and their sum's check, and the check of all that at the end.
    prelude = struct.pack("!II", len(written) + len(payload) + 16, len(written))
    message = prelude + struct.pack("!I", binascii.crc32(prelude)) + written + payload
    return message + struct.pack("!I", binascii.crc32(message))
