"""Annotated types that say what a string is, for pydantic models and for route parameters.

Checks are plain string operations: nothing is compiled and nothing heavy is imported with this
module. Messages of errors may show the offending text of an address (cut and cleaned), because
the caller must know which of fifty it was; no other notation repeats its input.

What is Brazil's (CPF, CNPJ, CEP, telephone), money, ULIDs and São Paulo's time are loaded when they
are asked for: `from ekans.notations import Cpf`.

Source documents: RFC 6838 "Media Type Specifications" (section 4.2), RFC 4648 "Base64" (section
4), "The Idempotency-Key HTTP Header Field" (IETF draft); for addresses see `ekans._addresses`.
"""

import string
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator, JsonValue, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from ekans._addresses import check_email_address, mask_email, suppression_form
from ekans.helpers import is_visible_ascii, shown

if TYPE_CHECKING:
    from ekans._brazil import BrazilianPhone as BrazilianPhone
    from ekans._brazil import Cep as Cep
    from ekans._brazil import Cnpj as Cnpj
    from ekans._brazil import Cpf as Cpf
    from ekans._brazil import check_cep as check_cep
    from ekans._brazil import check_cnpj as check_cnpj
    from ekans._brazil import check_cpf as check_cpf
    from ekans._brazil import check_phone as check_phone
    from ekans._brazil import format_cnpj as format_cnpj
    from ekans._brazil import format_cpf as format_cpf
    from ekans._brazil import mask_cep as mask_cep
    from ekans._brazil import mask_cnpj as mask_cnpj
    from ekans._brazil import mask_cpf as mask_cpf
    from ekans._brazil import mask_phone as mask_phone
    from ekans._ids import Ulid as Ulid
    from ekans._ids import check_ulid as check_ulid
    from ekans._ids import new_ulid as new_ulid
    from ekans._ids import ulid_time as ulid_time
    from ekans._money import Centavos as Centavos
    from ekans._money import format_brl as format_brl
    from ekans._money import parse_brl as parse_brl
    from ekans._times import SaoPauloTime as SaoPauloTime
    from ekans._times import day_in_sao_paulo as day_in_sao_paulo
    from ekans._times import in_sao_paulo as in_sao_paulo

__all__ = [
    "Base64Data",
    "BrazilianPhone",
    "Centavos",
    "Cep",
    "Cnpj",
    "Cpf",
    "EmailAddress",
    "FileName",
    "HeaderText",
    "IdempotencyKey",
    "JsonObject",
    "MediaType",
    "PlainText",
    "SaoPauloTime",
    "Ulid",
    "check_cep",
    "check_cnpj",
    "check_cpf",
    "check_email_address",
    "check_phone",
    "check_ulid",
    "day_in_sao_paulo",
    "format_brl",
    "format_cnpj",
    "format_cpf",
    "in_sao_paulo",
    "mask_cep",
    "mask_cnpj",
    "mask_cpf",
    "mask_email",
    "mask_phone",
    "new_ulid",
    "parse_brl",
    "suppression_form",
    "ulid_time",
]

_LOADED_WHEN_ASKED_FOR = {
    "_brazil": (
        *("BrazilianPhone", "Cep", "Cnpj", "Cpf", "check_cep", "check_cnpj", "check_cpf"),
        *("check_phone", "format_cnpj", "format_cpf", "mask_cep", "mask_cnpj", "mask_cpf"),
        "mask_phone",
    ),
    "_ids": ("Ulid", "check_ulid", "new_ulid", "ulid_time"),
    "_money": ("Centavos", "format_brl", "parse_brl"),
    "_times": ("SaoPauloTime", "day_in_sao_paulo", "in_sao_paulo"),
}


def __getattr__(name: str) -> Any:
    for part, names in _LOADED_WHEN_ASKED_FOR.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f"ekans.{part}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


MAX_JSON_DEPTH = 32

_MEDIA = frozenset(string.ascii_letters + string.digits + "!#$&-^_.+")
_FORBIDDEN_IN_FILE_NAMES = frozenset('/\\:*?"<>|')
# Marks that turn the direction of what follows: `cod.exe` can be made to read `exe.doc`.
_TURNING_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _email_address(address: str) -> str:
    try:
        return check_email_address(address)
    except ValueError as error:
        raise PydanticCustomError(
            "email_address",
            "'{address}' is not an address that mail can be sent to: {reason}",
            {"address": shown(address, 80), "reason": str(error)},
        ) from None


def _is_surrogate(char: str) -> bool:
    # Python's JSON parser makes them of a lone "\\ud800", and no encoding takes them back.
    return "\ud800" <= char <= "\udfff"


def _breaks_a_line(text: str) -> bool:
    # Not `isprintable`: it refuses the joiner inside many emoji and every no-break space.
    return any(
        char < " " or "\x7f" <= char <= "\x9f" or char in "\u2028\u2029" or _is_surrogate(char)
        for char in set(text)
    )


def _header_text(text: str) -> str:
    if _breaks_a_line(text):
        raise PydanticCustomError(
            "header_text", "a line break or another control character may not stand here"
        )
    return text


def _plain_text(text: str) -> str:
    # C0 controls other than tab and line breaks are not text: SQS and XML refuse them, and no
    # mail reader shows them.
    if any(
        (char < " " and char not in "\t\n\r") or char == "\x7f" or _is_surrogate(char)
        for char in set(text)
    ):
        raise PydanticCustomError("plain_text", "a control character may not stand here")
    return text


def _idempotency_key(key: str) -> str:
    if not 1 <= len(key) <= 255 or not is_visible_ascii(key):
        raise PydanticCustomError(
            "idempotency_key", "an Idempotency-Key is 1 to 255 visible ASCII characters"
        )
    return key


def _file_name(name: str) -> str:
    if not 1 <= len(name) <= 200 or _breaks_a_line(name) or set(name) & _TURNING_MARKS:
        raise PydanticCustomError(
            "file_name", "a file name is 1 to 200 characters and holds no control character"
        )
    if set(name) & _FORBIDDEN_IN_FILE_NAMES or name.strip(". ") == "":
        raise PydanticCustomError(
            "file_name", 'a file name is no path: it may not hold any of / \\ : * ? " < > |'
        )
    return name


def _media_type(value: str) -> str:
    parts = value.lower().split("/")
    if len(parts) != 2 or not all(
        1 <= len(part) <= 127 and set(part) <= _MEDIA and part[0].isalnum() for part in parts
    ):
        raise PydanticCustomError(
            "media_type", "a media type is 'type/subtype' without parameters, such as image/png"
        )
    return "/".join(parts)


def _json_object(value: dict[str, Any]) -> dict[str, Any]:
    # Python's parser takes NaN, lone surrogates and any depth; the next JSON reader does not.
    left: list[tuple[Any, int]] = [(value, 1)]
    while left:
        item, depth = left.pop()
        if depth > MAX_JSON_DEPTH:
            raise PydanticCustomError("json_object", "it is nested too deeply")
        if isinstance(item, dict):
            left += ((part, depth + 1) for pair in item.items() for part in pair)
        elif isinstance(item, list):
            left += ((part, depth + 1) for part in item)
        elif isinstance(item, float) and not isfinite(item):
            raise PydanticCustomError("json_object", "NaN and infinities are no JSON")
        elif isinstance(item, str) and any(map(_is_surrogate, set(item))):
            raise PydanticCustomError("json_object", "a lone surrogate is no character")
    return value


def _from_base64(value: Any) -> Any:
    if isinstance(value, bytes):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("base64", "base64 comes as a string")
    import base64
    import binascii

    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise PydanticCustomError(
            "base64", "it is not base64 (RFC 4648, section 4, with padding, no line breaks)"
        ) from None


def _to_base64(value: bytes) -> str:
    import base64

    return base64.b64encode(value).decode("ascii")


EmailAddress = Annotated[
    str,
    AfterValidator(_email_address),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": 254}),
]
"""A bare address that mail can be sent to; see `check_email_address`."""

HeaderText = Annotated[str, AfterValidator(_header_text)]
"""Text for one header line: printable, so that no second header can be smuggled in."""

PlainText = Annotated[str, AfterValidator(_plain_text)]
"""Text of several lines: no control characters but tab and line breaks."""

IdempotencyKey = Annotated[
    str,
    AfterValidator(_idempotency_key),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 255}),
]
"""The value of an `Idempotency-Key` header."""

JsonObject = Annotated[dict[str, JsonValue], AfterValidator(_json_object)]
"""A JSON object that every JSON reader takes: finite numbers, whole characters, modest depth."""

FileName = Annotated[
    str,
    AfterValidator(_file_name),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 200}),
]
"""The name of a file, never a path."""

MediaType = Annotated[
    str,
    AfterValidator(_media_type),
    WithJsonSchema({"type": "string", "examples": ["application/pdf"]}),
]
"""A media type without parameters, in lower case."""

Base64Data = Annotated[
    bytes,
    BeforeValidator(_from_base64),
    PlainSerializer(_to_base64, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "contentEncoding": "base64"}),
]
"""Bytes that are base64 in JSON and bytes in Python."""
