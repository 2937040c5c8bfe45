"""What each notation takes and refuses."""

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from ekans.notations import (
    Base64Data,
    EmailAddress,
    FileName,
    HeaderText,
    IdempotencyKey,
    JsonObject,
    MediaType,
    PlainText,
    check_email_address,
    suppression_form,
)


def refusal(notation: Any, value: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(notation).validate_python(value)
    return str(caught.value.errors()[0]["msg"])


@pytest.mark.parametrize(
    "address",
    [
        "a@b.co",
        "ana.maria+tag@sub.example.com",
        "o'brien@example.com",
        "!#$%&'*+-/=^_`{|}~@example.com",
        f"{'x' * 64}@example.com",
        f"x@{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 56}.com",
        "x@xn--bcher-kva.example",
        "x@1.2.3.example",
        "UPPER@EXAMPLE.COM",
        "x@a--b.example",
    ],
)
def test_an_address_that_mail_reaches_is_kept_as_it_is(address: str) -> None:
    assert check_email_address(address) == address


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "no '@'"),
        ("ana", "no '@'"),
        ("@example.com", "nothing stands before"),
        ("ana@", "at least two labels"),
        ("ana@localhost", "at least two labels"),
        ("ana@example..com", "empty label"),
        ("ana@.example.com", "empty label"),
        ("ana@example.com.", "empty label"),
        ("ana@-example.com", "hyphen"),
        ("ana@example-.com", "hyphen"),
        ("ana@exa_mple.com", "may not stand there"),
        ("ana@192.0.2.1", "IP address"),
        ("ana@[192.0.2.1]", "may not stand there"),
        ("ana@[IPv6:::1]", "at least two labels"),
        (".ana@example.com", "a dot"),
        ("ana.@example.com", "a dot"),
        ("a..na@example.com", "a dot"),
        ('"ana"@example.com', "may not stand there"),
        ("a na@example.com", "may not stand there"),
        ("ana@exam ple.com", "may not stand there"),
        ("ana@b@example.com", "may not stand there"),
        ("Ana <ana@example.com>", "may not stand there"),
        ("ana(comment)@example.com", "may not stand there"),
        ("ana,bruno@example.com", "may not stand there"),
        ("ana@example.com, bruno@example.com", "may not stand there"),
        ("ana;@example.com", "may not stand there"),
        (" ana@example.com", "may not stand there"),
        ("ana@example.com\n", "may not stand there"),
        ("ana\r\nBcc: x@example.com", "may not stand there"),
        ("ana\x00@example.com", "may not stand there"),
        ("josé@example.com", "SMTPUTF8"),
        ("ana@bücher.example", "Punycode"),
        ("ana@example.com\u200b", "Punycode"),
        ("\u0430na@example.com", "SMTPUTF8"),
        (f"{'x' * 65}@example.com", "longer than 64"),
        (f"x@{'a' * 64}.com", "longer than 63"),
        (f"x@{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 57}.com", "longer than 254"),
        ("=?utf-8?q?=0D=0A?=@example.com", "encoded word"),
    ],
)
def test_an_address_that_mail_cannot_reach_is_refused_with_the_reason(
    address: str, reason: str
) -> None:
    assert reason in refusal(EmailAddress, address)


@pytest.mark.parametrize("value", [None, 7, ["ana@example.com"], {"email": "ana@example.com"}])
def test_an_address_is_a_string(value: Any) -> None:
    refusal(EmailAddress, value)


def test_a_refused_address_is_named_cut_and_cleaned() -> None:
    assert refusal(EmailAddress, "ana") == (
        "'ana' is not an address that mail can be sent to: it has no '@'"
    )
    message = refusal(EmailAddress, "\x1b[31m\r\n" + "x" * 10_000)
    assert message.isprintable()
    assert len(message) < 250


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=80))
def test_no_text_gets_through_that_a_header_could_not_hold(text: str) -> None:
    try:
        address = check_email_address(text)
    except ValueError:
        return
    assert address.isascii()
    assert address.isprintable()
    assert not set(address) & set(' ,;:<>()[]\\"')


def test_addresses_that_differ_in_capitals_alone_are_one_mailbox() -> None:
    assert suppression_form("Ana@Example.COM") == suppression_form("ana@example.com")


@pytest.mark.parametrize(
    "text", ["a\nb", "a\rb", "a\x00b", "a\x7fb", "a\x85b", "a\u2028b", "a\ud800b"]
)
def test_a_header_text_is_one_line(text: str) -> None:
    assert "control character" in refusal(HeaderText, text)


@pytest.mark.parametrize("text", ["", "Olá", "👩‍🚀", "a\u00a0b", "a\u202fb"])
def test_a_header_text_holds_whatever_people_write(text: str) -> None:
    assert TypeAdapter(HeaderText).validate_python(text) == text


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\x7fb", "a\x0bb", "a\udfffb"])
def test_plain_text_holds_no_control_character(text: str) -> None:
    assert "control character" in refusal(PlainText, text)


def test_plain_text_holds_tabs_and_line_breaks() -> None:
    assert TypeAdapter(PlainText).validate_python("a\tb\r\nc\n") == "a\tb\r\nc\n"


@pytest.mark.parametrize("key", ["", "x" * 256, "a b", "a\nb", "ä", "\x7f"])
def test_an_idempotency_key_is_short_visible_ascii(key: str) -> None:
    assert "Idempotency-Key" in refusal(IdempotencyKey, key)


@pytest.mark.parametrize("key", ["x", "x" * 255, '"8e03978e-40d5-43dd-bc93-6894a57f9324"', "a:b/c"])
def test_an_idempotency_key_may_be_of_any_scheme(key: str) -> None:
    assert TypeAdapter(IdempotencyKey).validate_python(key) == key


@pytest.mark.parametrize(
    "name", ["", ".", "..", " ", "a/b", "a\\b", "../a", "a\nb", "a\x00b", "C:a", "x" * 201, "a?b"]
)
def test_a_file_name_is_never_a_path(name: str) -> None:
    assert "file name" in refusal(FileName, name)


def test_a_file_name_cannot_pretend_another_ending() -> None:
    refusal(FileName, "invoice\u202efdp.exe")


@pytest.mark.parametrize("name", ["a", "relatório final.pdf", "日本語.txt", ".profile", "a.tar.gz"])
def test_a_file_name_is_kept_as_it_is(name: str) -> None:
    assert TypeAdapter(FileName).validate_python(name) == name


@pytest.mark.parametrize(
    "value",
    ["", "image", "image/", "/png", "image/png/x", "image/png; x=y", "a b/c", "image/png\r\nX: y"],
)
def test_a_media_type_is_two_names(value: str) -> None:
    assert "media type" in refusal(MediaType, value)


def test_a_media_type_is_in_lower_case() -> None:
    assert TypeAdapter(MediaType).validate_python("Application/VND.ms-Excel") == (
        "application/vnd.ms-excel"
    )


@given(st.binary(max_size=200))
def test_bytes_come_out_of_json_as_they_went_in(data: bytes) -> None:
    adapter = TypeAdapter(Base64Data)
    assert adapter.validate_json(adapter.dump_json(data)) == data
    assert adapter.validate_python(data) == data


@pytest.mark.parametrize("value", ["A", "AA", "A===", "AA==\n", "A A=", "AA-_", None, 1, ["AA=="]])
def test_what_is_not_base64_is_refused(value: Any) -> None:
    assert "base64" in refusal(Base64Data, value)


@pytest.mark.parametrize(
    "value", [{"a": float("nan")}, {"a": {"b": [float("-inf")]}}, {"a": "\ud800"}, {"\udc00": 1}]
)
def test_a_json_object_is_one_that_every_reader_takes(value: Any) -> None:
    refusal(JsonObject, value)


def test_a_json_object_is_not_nested_without_end() -> None:
    deep: Any = 1
    for _ in range(30):
        deep = {"a": deep}
    assert TypeAdapter(JsonObject).validate_python(deep) == deep
    assert "deep" in refusal(JsonObject, {"a": {"b": {"c": deep}}})


def test_importing_the_notations_loads_nothing_that_is_heavy() -> None:
    script = (
        "import sys, ekans.notations; "
        "heavy = {'email_validator', 'dns', 'fastapi', 'starlette', 'boto3', 'asyncio'}; "
        "sys.exit(', '.join(heavy & set(sys.modules)) or None)"
    )
    subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
        timeout=60,
    )
