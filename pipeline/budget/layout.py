"""How a record's JSON is laid out: a package or a folder a line, so that a change is read as such."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

__all__ = ["in_lines"]


def in_lines(fields: Mapping[str, object]) -> bytes:
    """The object as JSON: a field a line, and in tables of lists and tables an entry a line."""
    lines = ",\n".join(map("".join, map(_field, fields.items())))
    return f"{{\n{lines}\n}}\n".encode("ascii")


def _field(field: tuple[str, object]) -> Iterator[str]:
    name, value = field
    yield f"  {json.dumps(name)}: "
    if not isinstance(value, dict) or not any(isinstance(x, (list, dict)) for x in value.values()):
        yield json.dumps(value)
        return
    lines = (f"    {json.dumps(key)}: {json.dumps(value[key])}" for key in sorted(value))
    yield "{\n"
    yield ",\n".join(lines)
    yield "\n  }"
