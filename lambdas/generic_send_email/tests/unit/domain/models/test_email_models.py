"""What may be said in an e-mail at all."""

from typing import Any

import pytest
from pydantic import ValidationError

from .....domain.models.email_models import Email

GOOD: dict[str, Any] = {"to": ["ana@example.org"], "subject": "Hi", "text": "Hello"}


def errors(**changes: Any) -> list[tuple[tuple[int | str, ...], str]]:
    """Place and kind of each thing that is wrong."""
    with pytest.raises(ValidationError) as caught:
        Email.model_validate(GOOD | changes)
    return [(item["loc"], item["type"]) for item in caught.value.errors()]


def test_every_invalid_address_is_named_by_its_place() -> None:
    found = errors(to=["ana@example.org", "no-at", "a@b@c.d"], cc=["ana@"], reply_to=["@x.org"])
    assert found == [
        (("to", 1), "email_address"),
        (("to", 2), "email_address"),
        (("cc", 0), "email_address"),
        (("reply_to", 0), "email_address"),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x00", "\x85", "\u2028", "\x0b"])
def test_nothing_that_goes_into_a_header_takes_a_line_break(end: str) -> None:
    smuggled = f"Hi{end}Bcc: eve@example.net"
    assert errors(subject=smuggled) == [(("subject",), "header_text")]
    assert errors(to=[f"ana@example.org{end}"]) == [(("to", 0), "email_address")]
    assert errors(reply_to=[f"ana@example.org{end}"]) == [(("reply_to", 0), "email_address")]
    attachment = {"filename": f"a{end}b", "content": "eA=="}
    assert errors(attachments=[attachment]) == [(("attachments", 0, "filename"), "file_name")]
    attachment = {"filename": "a", "content": "eA==", "content_type": f"image/png{end}X: y"}
    assert errors(attachments=[attachment]) == [(("attachments", 0, "content_type"), "media_type")]
    (tag,) = errors(tags={"name": f"value{end}"})
    assert tag == (("tags", "name"), "string_pattern_mismatch")


def test_a_subject_may_hold_what_people_write() -> None:
    subject = "Olá \N{NO-BREAK SPACE}👩‍🚀 — 日本語"
    assert Email.model_validate(GOOD | {"subject": subject}).subject == subject


@pytest.mark.parametrize("field", ["text", "html"])
def test_a_body_holds_no_control_character_but_tab_and_line_breaks(field: str) -> None:
    assert getattr(Email.model_validate(GOOD | {field: "a\tb\r\nc\n"}), field) == "a\tb\r\nc\n"
    assert errors(**{field: "a\x00b"}) == [((field,), "plain_text")]


@pytest.mark.parametrize("field", ["from", "sender", "Subject", "attachment"])
def test_a_field_that_does_not_exist_is_refused(field: str) -> None:
    assert errors(**{field: "x"}) == [((field,), "extra_forbidden")]


def test_content_is_base64_and_comes_out_as_bytes() -> None:
    email = Email.model_validate(GOOD | {"attachments": [{"filename": "a", "content": "AAEC"}]})
    assert email.attachments[0].content == b"\x00\x01\x02"
    assert Email.model_validate_json(email.model_dump_json()) == email


@pytest.mark.parametrize("content", ["AAE", "AA E=", "AAEC\n", "data:;base64,AAEC", "äää=", 7])
def test_what_is_not_base64_is_refused(content: Any) -> None:
    attachment = {"filename": "a", "content": content}
    assert errors(attachments=[attachment]) == [(("attachments", 0, "content"), "base64")]


@pytest.mark.parametrize(
    "variables",
    [
        {"n": float("nan")},
        {"n": [float("inf")]},
        {"\ud800": 1},
        {"n": "\ud800"},
        {"n": {"\udfff": 1}},
    ],
)
def test_variables_that_no_json_can_carry_are_refused(variables: Any) -> None:
    assert len(errors(template={"name": "welcome", "variables": variables})) == 1


def test_variables_nest_only_so_deep() -> None:
    deep: Any = "x"
    for _ in range(40):
        deep = [deep]
    assert errors(template={"name": "welcome", "variables": {"n": deep}}) == [
        (("template", "variables"), "json_object")
    ]


def test_an_error_never_shows_a_body_or_a_variable() -> None:
    with pytest.raises(ValidationError) as caught:
        Email.model_validate(GOOD | {"text": "hunter2\x00", "subject": "hunter2\n"})
    assert "hunter2" not in str(caught.value)


def test_more_recipients_than_a_message_may_have_are_not_even_looked_at() -> None:
    assert errors(to=["not an address"] * 100_000) == [(("to",), "too_long")]


@pytest.mark.parametrize(
    "changes",
    [
        {"to": ["ana\ud800@example.org"]},
        {"subject": "\ud800"},
        {"text": "\ud800"},
        {"html": "\ud800"},
        {"template": {"name": "\ud800"}},
        {"tags": {"\ud800": "x"}},
        {"tags": {"x": "\ud800"}},
        {"attachments": [{"filename": "\ud800", "content": ""}]},
        {"attachments": [{"filename": "x", "content": "\ud800"}]},
        {"attachments": [{"filename": "x", "key": "attachments/\ud800"}]},
        {"attachments": [{"filename": "x", "key": "attachments/x", "etag": "\ud800"}]},
        {"attachments": [{"filename": "x", "content": "", "content_type": "\ud800/x"}]},
        {"\ud800": 1},
    ],
)
def test_half_a_character_gets_in_nowhere(changes: dict[str, Any]) -> None:
    assert errors(**changes)
