"""One JSON object a line on standard output, with the invocation's own fields in each.

Nothing here ever writes a payload. Values of secrets that mew has read are replaced wherever they
turn up, should a library or an application log one.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ._invocation import Invocation, find_invocation
from ._redact import holds_hidden, redact
from .errors import MewError

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def fields_of(invocation: Invocation | None) -> dict[str, Any]:
    """The fields by which one finds the lines of one invocation, or of one correlation."""
    if invocation is None:
        return {}
    return {
        "stage": invocation.stage.value,
        "function": invocation.function_name,
        "version": invocation.version,
        "request_id": invocation.request_id,
        "correlation_id": invocation.correlation_id,
        "trace_id": invocation.trace.trace_id,
    }


def emit(level: str, message: str, fields: Mapping[str, Any] | None = None) -> None:
    """Write one line. fields: JSON values; those that are None are left out."""
    sys.stdout.write(line(level, message, fields))
    sys.stdout.flush()


def line(level: str, message: str, fields: Mapping[str, Any] | None = None) -> str:
    """The line that `emit` writes, with its end."""
    said = {key: value for key, value in (fields or {}).items() if value is not None}
    head = {"timestamp": _now(), "level": level}
    tail = fields_of(find_invocation())
    try:
        text = _encode({**head, "message": message, **said, **tail})
    except (TypeError, ValueError):
        # Something that JSON does not know, which has to be made text first.
        text = None
    if text is None or holds_hidden(text):
        text = _encode({**head, "message": redact(message), **_clean(said), **tail})
    return text + "\n"


def describe(error: BaseException) -> dict[str, Any]:
    """An error for a line of mew's own: type and stack; the message only where it holds no value.

    A foreign exception's message may quote a payload ("duplicate key (email)=(...)"), so it stays
    out; the stack says where to look.
    """
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_qualname}")
        trace = trace.tb_next
    found: dict[str, Any] = {"error": type(error).__name__, "stack": frames[-12:]}
    if isinstance(error, MewError):
        found["reason"] = str(error)
    if error.__cause__ is not None:
        found["cause"] = type(error.__cause__).__name__
    return found


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {redact(str(key)): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return redact(str(value))


def _now() -> str:
    seconds = time.time()
    whole = int(seconds)
    return f"{_text_of(whole)}.{int((seconds - whole) * 1000):03d}Z"


@lru_cache(maxsize=1)
def _text_of(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
