"""Writing modules in UTF-8, which is all that the formatter reads."""

from __future__ import annotations

import io
import re
import tokenize

__all__ = ["in_utf_8"]

# PEP 263, "Defining the Encoding".
_DECLARATION = re.compile(r"^([ \t\f]*#.*?coding[:=][ \t]*)([-_.a-zA-Z0-9]+)", re.MULTILINE)


def in_utf_8(content: bytes) -> bytes:
    """A module that declares another encoding, in UTF-8, its declaration included; any other as it is.

    Raises:
        SyntaxError: what it declares is no encoding, or not its own.
    """
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    if encoding.startswith("utf-8"):
        return content
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise SyntaxError(str(error)) from error
    return _DECLARATION.sub(r"\1utf-8", text, count=1).encode()
