"""Rules between the fields of an e-mail."""

from typing import Any

import pytest

from .....domain.models.delivery_models import Envelope
from .....domain.models.email_models import MAX_ATTACHMENT_BYTES, Attachment, Email
from .....domain.operations.email_operations import broken_rules, envelope, fingerprint, recipients

GOOD: dict[str, Any] = {"to": ["ana@example.org"], "subject": "Hi", "text": "Hello"}


def email(**changes: Any) -> Email:
    return Email.model_validate(GOOD | changes)


def broken(**changes: Any) -> list[tuple[tuple[str | int, ...], str]]:
    return [(rule.path, rule.code) for rule in broken_rules(email(**changes))]


def addresses(count: int, name: str = "p") -> list[str]:
    return [f"{name}{number}@example.org" for number in range(count)]


def test_a_plain_email_breaks_no_rule() -> None:
    assert broken() == []


def test_somebody_must_be_named() -> None:
    assert broken(to=[]) == [((), "recipients")]
    assert broken(to=[], bcc=["ana@example.org"]) == []


def test_fifty_recipients_are_allowed_and_one_more_is_not() -> None:
    assert broken(to=addresses(20), cc=addresses(20, "c"), bcc=addresses(10, "b")) == []
    assert broken(to=addresses(20), cc=addresses(20, "c"), bcc=addresses(11, "b")) == [
        ((), "recipients")
    ]


def test_without_a_template_a_subject_and_a_body_are_needed() -> None:
    assert broken(subject=None, text=None) == [(("subject",), "content"), ((), "content")]
    assert broken(text=None, html="<p>Hello</p>") == []


def test_a_template_makes_the_bodies() -> None:
    template = {"name": "welcome"}
    assert broken(subject=None, text=None, template=template) == []
    assert broken(template=template, html="x") == [(("text",), "content"), (("html",), "content")]


@pytest.mark.parametrize("source", [{}, {"content": "eA==", "key": "attachments/a"}])
def test_an_attachment_has_one_source(source: dict[str, str]) -> None:
    attachments = [{"filename": "a", **source}]
    assert broken(attachments=attachments) == [(("attachments", 0), "attachment")]


@pytest.mark.parametrize(
    "key",
    [
        "parcels/0123456789.json",
        "attachments/../parcels/x.json",
        "attachments//x",
        "attachments/./x",
        "attachments/x/",
        "Attachments/x",
        "/attachments/x",
    ],
)
def test_nothing_but_what_lies_under_attachments_can_be_attached(key: str) -> None:
    found = broken(attachments=[{"filename": "a", "key": key}])
    assert found == [(("attachments", 0, "key"), "attachment")]


@pytest.mark.parametrize("kind", ["multipart/mixed", "message/rfc822"])
def test_a_type_that_has_headers_of_its_own_cannot_be_attached(kind: str) -> None:
    found = broken(attachments=[{"filename": "a", "content": "eA==", "content_type": kind}])
    assert found == [(("attachments", 0, "content_type"), "attachment")]


def test_an_etag_belongs_to_a_key() -> None:
    found = broken(attachments=[{"filename": "a", "content": "eA==", "etag": "x"}])
    assert found == [(("attachments", 0, "etag"), "attachment")]


def test_attachments_have_ten_megabytes_together() -> None:
    half = MAX_ATTACHMENT_BYTES // 2

    def both(second: int) -> list[str]:
        attachments = tuple(
            Attachment(filename=str(size), content=bytes(size)) for size in (half, second)
        )
        made = email().model_copy(update={"attachments": attachments})
        return [rule.code for rule in broken_rules(made)]

    assert both(half) == []
    assert both(half + 1) == ["attachments_too_large"]


def test_the_tag_by_which_feedback_finds_the_email_is_reserved() -> None:
    assert broken(tags={"email_id": "x", "other": "y"}) == [(("tags", "email_id"), "tag")]


def test_nobody_gets_a_message_twice() -> None:
    made = email(
        to=["Ana@example.org", "ana@example.org"],
        cc=["ANA@EXAMPLE.ORG", "bruno@example.org"],
        bcc=["bruno@example.org", "carla@example.org"],
    )
    assert envelope(made, frozenset()) == Envelope(
        ("Ana@example.org",), ("bruno@example.org",), ("carla@example.org",)
    )
    assert recipients(made) == ("Ana@example.org", "bruno@example.org", "carla@example.org")


def test_a_suppressed_address_is_left_out_however_it_is_spelled() -> None:
    made = email(to=["Ana@example.org"], bcc=["bruno@example.org"])
    assert envelope(made, frozenset({"ana@example.org"})) == Envelope(
        (), (), ("bruno@example.org",)
    )


def test_the_same_email_has_the_same_fingerprint_however_it_is_written() -> None:
    one = email(cc=[], tags={"a": "1", "b": "2"})
    other = Email.model_validate_json(
        '{"text":"Hello","tags":{"b":"2","a":"1"},"subject":"Hi","to":["ana@example.org"]}'
    )
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(
    "changes",
    [
        {"to": ["bruno@example.org"]},
        {"subject": "Ho"},
        {"text": "Hello "},
        {"html": ""},
        {"tags": {"a": "1"}},
        {"attachments": [{"filename": "a", "content": "eA=="}]},
    ],
)
def test_any_difference_that_a_reader_could_see_changes_the_fingerprint(changes: Any) -> None:
    assert fingerprint(email(**changes)) != fingerprint(email())
