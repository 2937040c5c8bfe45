"""Trace context: taken from what comes in, carried to what goes out.

Sources: W3C Recommendation "Trace Context"; AWS X-Ray Developer Guide, "AWS X-Ray concepts"
(tracing header) and "Sending trace data to X-Ray" (a W3C trace id is the root without its dashes).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import NamedTuple

from ._cards import is_card_number_in, may_hide_card_number

_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})\Z")
_XRAY_ROOT = re.compile(r"(?:^|;)\s*Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;|$)")
_XRAY_HEADER = re.compile(r"[\x21-\x7e ]{1,500}\Z")
_TRACESTATE = re.compile(r"[\x20-\x7e]{1,512}\Z")
_CORRELATION = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}\Z")


class Trace(NamedTuple):
    """The trace that an invocation belongs to.

    trace_id: 32 hex digits.  span_id: 16 hex digits, this invocation's own.  flags: 2 hex digits.
    state: W3C `tracestate` as it came, or "".  xray: the X-Ray tracing header as it came, or "".
    """

    trace_id: str
    span_id: str
    flags: str
    state: str
    xray: str

    @property
    def traceparent(self) -> str:
        """The W3C header for whatever this invocation calls."""
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"


def new_trace(traceparent: str = "", tracestate: str = "", xray: str = "") -> Trace:
    """The trace of an invocation that was called with these headers; a new one without any.

    What is malformed is dropped, as the recommendation asks: a bad header never fails a request.
    What could hold the number of a card is dropped too: traces are logged, and carried to others.
    """
    fresh = os.urandom(24).hex()
    span_id = fresh[:16]
    if not (traceparent or xray):
        return Trace(fresh[16:], span_id, "00", "", "")
    # As it is carried on, and as it is logged: without its dashes.
    if not _XRAY_HEADER.match(xray) or may_hide_card_number(f"{xray} {xray.replace('-', '')}"):
        xray = ""
    parent = _TRACEPARENT.match(traceparent)
    if (
        parent
        and parent[1] != "0" * 32
        and parent[2] != "0" * 16
        and not may_hide_card_number(parent[1])
    ):
        fit = _TRACESTATE.match(tracestate) and not may_hide_card_number(tracestate)
        state = tracestate if fit else ""
        return Trace(parent[1], span_id, parent[3], state, xray)
    if root := _XRAY_ROOT.search(xray):
        flags = "01" if "Sampled=1" in xray else "00"
        return Trace(root[1] + root[2], span_id, flags, "", xray)
    return Trace(fresh[16:], span_id, "00", "", xray)


def trace_of(headers: Mapping[str, str], xray: str) -> Trace:
    """The trace of a request with these (lower-case) headers; `xray` is the runtime's own header."""
    return new_trace(
        headers.get("traceparent", ""),
        headers.get("tracestate", ""),
        xray or headers.get("x-amzn-trace-id", ""),
    )


def clean_correlation_id(value: object) -> str | None:
    """`value` when it is fit for a header and a log line, else None.

    What holds the number of a card is not: it would be in every log that the id is carried to.
    """
    if not isinstance(value, str) or not _CORRELATION.match(value):
        return None
    return None if is_card_number_in(value) else value
