"""CPF, CNPJ, CEP and telephone numbers of Brazil.

Loaded when `ekans.notations` is asked for one of them, not before.

Source documents: Receita Federal, "Instrução Normativa RFB nº 2.172/2024" (CPF) and "Instrução
Normativa RFB nº 2.229/2024" with the technical note COCAD/SUARA/RFB 49/2024 (alphanumeric CNPJ, from
July 2026: a letter counts as its ASCII code less 48); Anatel, "Regulamento de Numeração",
Resolução 749/2022; ITU-T Recommendation E.164; Correios, "Guia técnico de endereçamento" (CEP).
"""

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_CPF = re.compile(r"[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}-?[0-9]{2}")
_CNPJ = re.compile(r"[0-9A-Z]{2}\.?[0-9A-Z]{3}\.?[0-9A-Z]{3}/?[0-9A-Z]{4}-?[0-9]{2}")
_CEP = re.compile(r"[0-9]{5}-?[0-9]{3}")
_PHONE = re.compile(r"\+?[0-9 ().-]{8,24}")
_MOBILE = re.compile(r"9[0-9]{8}")
_FIXED = re.compile(r"[2-5][0-9]{7}")
# The 67 areas that exist.
_AREA = re.compile(r"[14689][1-9]|2[12478]|3[1-578]|5[1345]|7[134579]")


def _check_digit(characters: str, heaviest: int) -> str:
    """Modulo 11 with weights from the right: 2, 3, ... `heaviest`, then 2 again."""
    weights = range(2, heaviest + 1)
    total = sum(
        (ord(char) - 48) * weights[place % len(weights)]
        for place, char in enumerate(reversed(characters))
    )
    rest = total % 11
    return "0" if rest < 2 else str(11 - rest)


def _checked(text: str, form: re.Pattern[str], heaviest: int) -> str:
    # Before `upper`, which makes ASCII of letters that are none, such as a dotless i.
    if not text.isascii() or not form.fullmatch(text.upper()):
        raise ValueError("it does not have the form")
    characters = re.sub(r"[./-]", "", text.upper())
    if len(set(characters)) == 1:
        raise ValueError("it is one character throughout")
    digits = _check_digit(characters[:-2], heaviest)
    digits += _check_digit(characters[:-2] + digits, heaviest)
    if characters[-2:] != digits:
        raise ValueError("its check digits are wrong")
    return characters


def check_cpf(text: str) -> str:
    """The 11 digits of a CPF. Raises ValueError, without the CPF, for what is none."""
    return _checked(text, _CPF, 11)


def check_cnpj(text: str) -> str:
    """The 14 characters of a CNPJ, numeric or alphanumeric, in upper case.

    Raises ValueError, without the CNPJ, for what is none.
    """
    return _checked(text, _CNPJ, 9)


def check_cep(text: str) -> str:
    """The 8 digits of a CEP. Raises ValueError for what is none; whether it is in use is not asked."""
    if not _CEP.fullmatch(text):
        raise ValueError("it does not have the form 00000-000")
    digits = text.replace("-", "")
    if digits < "01000000":
        raise ValueError("no CEP is below 01000-000")
    return digits


def check_phone(text: str) -> str:
    """A Brazilian telephone number in E.164: `+55`, area and subscriber.

    Args:
        text: with or without country code, area in parentheses, trunk `0`, spaces, dots, hyphens.

    Raises:
        ValueError: without the number, for what is none: of another country, without its area, with
            a carrier's code, a service such as 0800 or 190.
    """
    if not text.isascii() or not _PHONE.fullmatch(text):
        raise ValueError("it does not have the form of a telephone number")
    digits = re.sub(r"[^0-9]", "", text)
    if text.startswith("+"):
        if not digits.startswith("55"):
            raise ValueError("it is of another country")
        digits = digits[2:]
    elif len(digits) in (12, 13) and digits.startswith("55"):
        digits = digits[2:]
    elif len(digits) in (11, 12) and digits.startswith("0"):
        digits = digits[1:]
    area, subscriber = digits[:2], digits[2:]
    if not _AREA.fullmatch(area):
        raise ValueError("it does not begin with an area code (DDD)")
    if not (_MOBILE.fullmatch(subscriber) or _FIXED.fullmatch(subscriber)):
        raise ValueError("after its area it has neither 9 digits from 9 on nor 8 from 2 to 5 on")
    return f"+55{area}{subscriber}"


def mask_cpf(text: str) -> str:
    """A CPF as a log may show it: its last two digits, which follow from the others."""
    return _masked(check_cpf, text, lambda cpf: f"***.***.***-{cpf[-2:]}")


def mask_cnpj(text: str) -> str:
    """A CNPJ as a log may show it: branch and check digits."""
    return _masked(check_cnpj, text, lambda cnpj: f"**.***.***/{cnpj[8:12]}-{cnpj[12:]}")


def mask_cep(text: str) -> str:
    """A CEP as a log may show it: its region, never the street."""
    return _masked(check_cep, text, lambda cep: f"{cep[:2]}***-***")


def mask_phone(text: str) -> str:
    """A telephone number as a log may show it: its area and last two digits."""
    return _masked(check_phone, text, lambda e164: f"{e164[:5]}{'*' * (len(e164) - 7)}{e164[-2:]}")


def format_cpf(text: str) -> str:
    """`529.982.247-25`. Raises ValueError for what is no CPF."""
    cpf = check_cpf(text)
    return f"{cpf[:3]}.{cpf[3:6]}.{cpf[6:9]}-{cpf[9:]}"


def format_cnpj(text: str) -> str:
    """`12.ABC.345/01DE-35`. Raises ValueError for what is no CNPJ."""
    cnpj = check_cnpj(text)
    return f"{cnpj[:2]}.{cnpj[2:5]}.{cnpj[5:8]}/{cnpj[8:12]}-{cnpj[12:]}"


def _masked(check: Callable[[str], str], text: str, show: Callable[[str], str]) -> str:
    try:
        return show(check(text))
    except ValueError:
        # Whatever it is, it was put where something personal belongs.
        return "***"


def _validator(name: str, what: str, check: Callable[[str], str]) -> AfterValidator:
    def validate(text: str) -> str:
        try:
            return check(text)
        except ValueError as error:
            raise PydanticCustomError(
                name, f"it is no {what}: {{reason}}", {"reason": str(error)}
            ) from None

    return AfterValidator(validate)


Cpf = Annotated[
    str,
    _validator("cpf", "CPF", check_cpf),
    WithJsonSchema(
        {"type": "string", "pattern": f"^{_CPF.pattern}$", "examples": ["529.982.247-25"]}
    ),
]
"""A person's CPF; becomes its 11 digits."""

Cnpj = Annotated[
    str,
    _validator("cnpj", "CNPJ", check_cnpj),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": f"^{_CNPJ.pattern.replace('A-Z', 'A-Za-z')}$",
            "examples": ["11.222.333/0001-81", "12.ABC.345/01DE-35"],
        }
    ),
]
"""A company's CNPJ, numeric or alphanumeric; becomes its 14 characters in upper case."""

Cep = Annotated[
    str,
    _validator("cep", "CEP", check_cep),
    WithJsonSchema({"type": "string", "pattern": f"^{_CEP.pattern}$", "examples": ["01310-100"]}),
]
"""A postal code; becomes its 8 digits."""

BrazilianPhone = Annotated[
    str,
    _validator("phone", "Brazilian telephone number", check_phone),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\+?[0-9 ().-]{8,24}$",
            "examples": ["+5511987654321", "(11) 98765-4321"],
        }
    ),
]
"""A telephone number of Brazil; becomes E.164."""
