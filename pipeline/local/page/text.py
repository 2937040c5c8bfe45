"""How values are written for people to read."""

from __future__ import annotations

import datetime
import json
import re

__all__ = ["amount", "bounded", "duration", "moment", "pretty", "until", "visible"]

# Far more than anybody reads, and little enough for a browser.
MAX_SHOWN = 200_000

# Controls (but tab and newline), what turns the direction of text around, and half characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_FIRST_PICTURE = 0x2400


def visible(text: str) -> str:
    """`text` with a visible sign for each character that would show nothing or change the rest."""
    return _INVISIBLE.sub(_sign, text.replace("\r\n", "\n"))


def _sign(found: re.Match[str]) -> str:
    code = ord(found.group())
    return chr(_FIRST_PICTURE + code) if code < 0x20 else f"\\u{code:04x}"


def bounded(text: str, limit: int = MAX_SHOWN) -> str:
    """`text`, or its beginning and how much is left out."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}\n… {len(text) - limit:,} more characters are not shown"


def pretty(payload: bytes) -> str:
    """A payload, indented where it is JSON."""
    text = payload.decode("utf-8", "backslashreplace")
    if len(text) > MAX_SHOWN:
        return bounded(text)
    try:
        return bounded(json.dumps(json.loads(text), indent=2, ensure_ascii=False))
    except (ValueError, RecursionError):
        return text


def amount(size: int) -> str:
    """A number of bytes."""
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{size / 1000:.1f} kB"
    return f"{size / 1_000_000:.1f} MB"


def duration(milliseconds: float) -> str:
    """A duration in the unit that suits it."""
    if milliseconds >= 1000:
        return f"{milliseconds / 1000:.2f} s"
    return f"{milliseconds:.0f} ms" if milliseconds >= 10 else f"{milliseconds:.1f} ms"


def moment(time: datetime.datetime) -> str:
    """A time on this machine's clock, with its day where that is not today."""
    local = time.astimezone()
    today = datetime.datetime.now(datetime.UTC).astimezone().date()
    return f"{local:%H:%M:%S}" if local.date() == today else f"{local:%d %b %Y, %H:%M:%S}"


def until(time: datetime.datetime, now: datetime.datetime) -> str:
    """How long it is from `now` to `time`."""
    seconds = (time - now).total_seconds()
    if seconds <= 0:
        return "now"
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"in {round(seconds / length)} {unit}"
    return f"in {round(seconds)} s"
