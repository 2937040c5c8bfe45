from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.local.mail import Attachment, SentMail


class Raw:
    id = "1"
    source = "sender@example.com"
    destinations = ("a@example.com", "b@example.com", "a@example.com")

    def __init__(self, message: EmailMessage) -> None:
        self.raw_data = message.as_string()


def test_a_message_is_taken_apart_into_what_a_reader_sees() -> None:
    message = EmailMessage()
    message["From"] = "Sender <sender@example.com>"
    message["To"] = "a@example.com"
    message["Subject"] = "Olá, ça va?"
    message.set_content("texto\n")
    message.add_alternative("<p>texto</p>\n", subtype="html")
    message.add_attachment(b"\x00\xff", maintype="image", subtype="png", filename="ção.png")
    message.add_attachment("note\n", filename="note.txt")

    mail = SentMail.of(Raw(message))

    assert mail.subject == "Olá, ça va?"
    assert mail.sender == "Sender <sender@example.com>"
    assert mail.to == "a@example.com"
    assert mail.recipients == ("a@example.com", "b@example.com")
    assert mail.text == "texto\n"
    assert mail.html == "<p>texto</p>\n"
    assert mail.attachments == (
        Attachment("ção.png", "image/png", b"\x00\xff"),
        Attachment("note.txt", "text/plain", b"note\n"),
    )


def test_a_message_that_ses_composed_is_shown_as_well() -> None:
    class Composed:
        id = "2"
        source = "sender@example.com"
        destinations = {"ToAddresses": ["a@example.com"], "CcAddresses": ["b@example.com"]}  # noqa: RUF012
        subject = "Hello"
        body = "text"

    mail = SentMail.of(Composed())

    assert (mail.subject, mail.text, mail.html) == ("Hello", "text", None)
    assert mail.recipients == ("a@example.com", "b@example.com")


class Bytes:
    id = "3"
    source = "sender@example.com"
    destinations = ("a@example.com",)

    def __init__(self, raw_data: bytes) -> None:
        self.raw_data = raw_data


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: text/plain; charset=nope\n\nhi \xff",
        b"From: =?utf-8?q?a=0D=0Ab?= <x\n\nhi",
        (
            b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nhi\n"
            b"--x\nContent-Type: multipart/mixed\nContent-Disposition: attachment\n\nq\n--x--"
        ),
    ],
)
def test_a_message_that_breaks_the_rules_is_shown_as_it_was_sent(raw: bytes) -> None:
    mail = SentMail.of(Bytes(raw))

    assert (mail.sender, mail.recipients) == ("sender@example.com", ("a@example.com",))
    assert mail.text == raw.decode("utf-8", "replace")
    assert mail.raw == raw


@settings(deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_bytes_are_a_message(headers: bytes, body: bytes) -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\nTo: " + headers + b"\n\n--b\n" + body

    assert SentMail.of(Bytes(raw)).id == "3"
