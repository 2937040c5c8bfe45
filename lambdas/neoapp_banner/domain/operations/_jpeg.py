"""JPEG.

Source documents: ITU-T T.81 "Digital compression and coding of continuous-tone still images", annex
B; ITU-T T.871 (JFIF); CIPA DC-008 "Exchangeable image file format" (the orientation, tag 0x0112).
"""

import re

from ._parts import Broken, Found, Reader

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive with Huffman codes: what browsers show."""
_TABLES = frozenset({0xC4, 0xDB, 0xDD})
_JFIF, _EXIF, _ICC, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
# Stuffed bytes, restarts and fill bytes are part of a scan.
_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")


def read(data: bytes) -> Found:
    """What the file is. Raises Broken."""
    reader = Reader(data, 2)
    kept, size, scanned = [b"\xff\xd8"], (0, 0), False
    while (marker := _marker(reader)) != _END:
        length = reader.number(2)
        body = reader.take(length - 2) if length >= 2 else b""
        if marker in _FRAMES:
            if size != (0, 0) or len(body) < 6:
                raise Broken("it has not one frame")
            size = (int.from_bytes(body[3:5]), int.from_bytes(body[1:3]))
        elif marker == _EXIF:
            _check_upright(body)
        elif marker < 0xE0 and marker not in (_SCAN, *_TABLES):
            raise Broken("it is coded in a way that browsers do not show", "unusual_coding")
        if _shows(marker, body):
            kept.append(b"\xff" + bytes([marker]) + len(body + b"..").to_bytes(2) + body)
        if marker == _SCAN:
            if size == (0, 0):
                raise Broken("it has no frame before its scan")
            scanned = True
            kept.append(_scan(reader))
    reader.check_ended()
    if not scanned:
        raise Broken("it has no scan")
    return Found(*size, b"".join([*kept, b"\xff\xd9"]))


def _marker(reader: Reader) -> int:
    if reader.number(1) != 0xFF:
        raise Broken("a marker is missing")
    while (marker := reader.number(1)) == 0xFF:
        pass
    return marker


def _shows(marker: int, body: bytes) -> bool:
    """Whether a decoder needs the segment to show the picture as it is meant."""
    if marker == _JFIF:
        # Without the thumbnail that may follow.
        return body.startswith(b"JFIF\0") and len(body) == 14 and body[12:] == b"\0\0"
    if marker == _ICC:
        return body.startswith(b"ICC_PROFILE\0")
    if marker == _ADOBE:
        return body.startswith(b"Adobe") and len(body) == 12
    return marker < 0xE0


def _scan(reader: Reader) -> bytes:
    end = _MARKER.search(reader.data, reader.at)
    if end is None:
        raise Broken("it ends too early", "truncated")
    return reader.take(end.start() - reader.at)


def _check_upright(body: bytes) -> None:
    """Exif is left out, so what it says about the way up would be lost."""
    if not body.startswith(b"Exif\0\0") or len(body) < 14:
        return
    tiff = body[6:]
    order = "little" if tiff[:2] == b"II" else "big"
    start = int.from_bytes(tiff[4:8], order)  # type: ignore[arg-type]  # one of the two words
    count = int.from_bytes(tiff[start : start + 2], order)  # type: ignore[arg-type]
    for number in range(count):
        entry = tiff[start + 2 + 12 * number :][:12]
        if len(entry) < 12:
            return
        if int.from_bytes(entry[:2], order) != 0x0112:  # type: ignore[arg-type]
            continue
        if int.from_bytes(entry[8:10], order) > 1:  # type: ignore[arg-type]
            raise Broken("it lies on its side: turn its pixels, not its Exif", "not_upright")
