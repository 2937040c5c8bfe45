"""ODBC connection strings, read and written.

Source: Microsoft ODBC Programmer's Reference, "SQLDriverConnect function", Comments.
"""

from __future__ import annotations

from collections.abc import Mapping


def keywords_of(text: str) -> dict[str, str]:
    """The keywords of an ODBC connection string. A value in braces may hold `;`, and `}}` for `}`.

    Raises ValueError, which shows no part of the text.
    """
    found: dict[str, str] = {}
    rest = text.strip().strip(";")
    while rest:
        key, equals, rest = rest.partition("=")
        if not equals:
            raise ValueError("its ODBC string has a part without `=`")
        rest = rest.lstrip()
        if rest.startswith("{"):
            value, rest = _braced(rest)
        else:
            value, _, rest = rest.partition(";")
        found[key.strip()] = value.strip()
        rest = rest.lstrip("; ")
    return found


def _braced(text: str) -> tuple[str, str]:
    """The value in braces at the start of `text`, and what follows it."""
    at, value = 1, ""
    while True:
        end = text.find("}", at)
        if end < 0:
            raise ValueError("its ODBC string opens a brace that it does not close")
        value += text[at:end]
        if text[end + 1 : end + 2] != "}":
            return value, text[end + 1 :]
        value += "}"
        at = end + 2


def string_of(keywords: Mapping[str, str]) -> str:
    """A connection string; a value with a special character is put into braces."""
    return "".join(f"{key}={_quoted(value)};" for key, value in keywords.items())


def _quoted(value: str) -> str:
    if value == value.strip() and not set(value) & set("[]{}(),;?*=!@"):
        return value
    return "{" + value.replace("}", "}}") + "}"
