"""What a message may hold that was written to do harm; the browser's part is in `test_browser.py`."""

from __future__ import annotations

from email.message import Message

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import Client

from pipeline.local.mail import Attachment, SentMail
from pipeline.local.page.application import FrontPage

from .documents import opened
from .memory import MemoryCloud

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>\x00\x1b[2J\r\nX-Evil: 1\u202e\ud83d'


def cloud_with(*messages: SentMail) -> Client:
    cloud = MemoryCloud()
    for message in messages:
        cloud.send_mail(message)
    return Client(FrontPage(cloud))


def test_no_part_of_a_message_becomes_part_of_the_page() -> None:
    evil = SentMail(
        EVIL,
        EVIL,
        (EVIL,),
        EVIL,
        EVIL,
        EVIL,
        EVIL,
        (Attachment(EVIL, EVIL, b"x"),),
        EVIL.encode("utf-8", "replace"),
    )
    client = cloud_with(evil)

    for path in ("/mail", "/mail/1"):
        response = client.get(path)
        page = opened(response)
        assert [each.get("src") for each in page.all("script")] == ["/static/page.js"]
        assert [each.get("src") for each in page.all("img")] == ["/static/icon.svg"]
        assert "X-Evil" not in response.headers
        assert "␛[2J" in page.main
    assert client.get("/mail/1/body").status_code == 200


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        (EVIL, None),
        ("", "attachment-1"),
        ("..", "attachment-1"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\autoexec.bat", "C__autoexec.bat"),
        ('a"; filename="b.exe', None),
        ("gnp\u202eexe.", "gnp_exe"),
        ("x" * 5000 + ".pdf", "x" * 116 + ".pdf"),
        ("line\r\nSet-Cookie: a=b", None),
        ("\ud800", None),
    ],
)
def test_a_files_name_is_a_name_and_nothing_else(given_name: str, name: str | None) -> None:
    message = SentMail(
        "1", "a", ("b",), "s", attachments=(Attachment(given_name, "text/html", b"x"),)
    )

    response = cloud_with(message).get("/mail/1/attachments/1")

    header = Message()
    header["Content-Disposition"] = response.headers["Content-Disposition"]
    found = header.get_filename()
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert isinstance(found, str)
    assert not set(found) & set('/\\":\r\n\u202e<>')
    if name is not None:
        assert found == name


def test_a_name_in_any_language_stays() -> None:
    message = SentMail(
        "1", "a", ("b",), "s", attachments=(Attachment("relatório 報告.pdf", "", b"x"),)
    )

    disposition = cloud_with(message).get("/mail/1/attachments/1").headers["Content-Disposition"]

    assert "filename*=UTF-8''relat%C3%B3rio%20%E5%A0%B1%E5%91%8A.pdf" in disposition


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        " java\nscript:alert(1)",
        "file:///etc/passwd",
        "//evil.example",
        "http://a b",
    ],
)
def test_only_links_to_the_web_are_listed(link: str) -> None:
    message = SentMail(
        "1", "a", ("b",), "s", html=f"<a href=\"{link}\">x</a><a href='http://ok/?a&amp;b'>y</a>"
    )

    page = opened(cloud_with(message).get("/mail/1"))

    outside = [each for each in page.all("a") if each.get("target")]
    assert [each.get("href") for each in outside] == ["http://ok/?a&b"]
    assert outside[0].get("rel") == "noopener noreferrer"


def test_a_huge_message_is_cut_on_the_page() -> None:
    huge = "x" * 10_000_000
    message = SentMail("1", huge, (huge,), huge, huge, huge, huge, raw=b"x" * 10_000_000)
    client = cloud_with(message, *[message] * 20)

    assert len(client.get("/mail").data) < 100_000
    assert len(client.get("/mail/1").data) < 500_000
    assert len(client.get("/mail/1/body").data) == 10_000_000


def test_the_html_is_shown_even_where_the_message_cannot_be_taken_apart() -> None:
    raw = b"Content-Type: multipart/mixed; x*1=; x*=; boundary=b\n\n--b--"
    message = SentMail("1", "a", ("b",), "s", html="<p>text</p><img src=cid:x>", raw=raw)

    assert cloud_with(message).get("/mail/1/body").text == message.html


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300), st.text(st.characters(codec=None), max_size=80))
def test_any_bytes_can_be_shown(raw: bytes, text: str) -> None:
    header = b"Content-Type: multipart/related; boundary=b\r\nContent-ID: <x>\r\n"
    message = SentMail(
        "1", text, (text,), text, text, text, f"{text}<img src=cid:x>", raw=header + raw
    )
    client = cloud_with(message)

    for path in ("/mail", "/mail/1", "/mail/1/body", "/mail/1/raw"):
        assert client.get(path).status_code == 200
