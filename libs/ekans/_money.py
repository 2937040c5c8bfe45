"""Money: whole centavos, never a float.

Loaded when `ekans.notations` is asked for it. An amount names nobody, so there is no mask for it: a
log shows it, or leaves it out.
"""

import re
from typing import Annotated

from pydantic import Field

MOST_CENTAVOS = 2**53 - 1
"""What every JSON reader still holds as the same whole number (RFC 8259, section 6)."""

_BRL = re.compile(r"(?:R\$[ \u00a0]?)?([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,15})(?:,([0-9]{2}))?")

Centavos = Annotated[
    int,
    Field(
        strict=True,
        ge=0,
        le=MOST_CENTAVOS,
        examples=[123456],
        description="An amount in whole centavos: 123456 is R$ 1.234,56",
    ),
]
"""An amount of BRL in whole centavos; `12.0`, `"12"` and `true` are refused."""


def parse_brl(text: str) -> int:
    """The centavos of `R$ 1.234,56`, `1234,56` or `1.234`, which is whole reais.

    Raises ValueError for whatever else; `1,5` and `1.50` could mean two things.
    """
    found = _BRL.fullmatch(text.strip())
    if found is None:
        raise ValueError("it is no amount such as R$ 1.234,56 or 1234,56")
    centavos = int(found[1].replace(".", "")) * 100 + int(found[2] or 0)
    if centavos > MOST_CENTAVOS:
        raise ValueError(f"it is more than {MOST_CENTAVOS} centavos")
    return centavos


def format_brl(centavos: int) -> str:
    """`R$ 1.234,56`; negative amounts as `-R$ 1.234,56`. Raises TypeError for a float."""
    if not isinstance(centavos, int) or isinstance(centavos, bool):
        raise TypeError(f"centavos are an int, not {type(centavos).__name__}")
    reais, rest = divmod(abs(centavos), 100)
    grouped = f"{reais:,}".replace(",", ".")
    return f"{'-' if centavos < 0 else ''}R$ {grouped},{rest:02d}"
