from __future__ import annotations

import base64

from werkzeug.test import Client

from pipeline.local.mail import SentMail

from .documents import opened
from .memory import MemoryCloud
from .sample import PICTURE


def test_messages_are_listed_newest_first(reader: Client) -> None:
    page = opened(reader.get("/mail"))

    assert [each.get("href") for each in page.all("a") if each.get("href")[:6] == "/mail/"] == [
        "/mail/2",
        "/mail/1",
    ]
    assert "Seu recibo de maio Ana Souza <ana@example.org> 1 attachment" in page.main


def test_a_message_is_shown_as_its_reader_sees_it(reader: Client) -> None:
    page = opened(reader.get("/mail/1"))

    assert "Confirme seu endereço From Genial <nao-responda@example.com>" in page.main
    assert "To Ana Souza <ana@example.org> Message" in page.main
    assert "Olá, Ana! Confirme em https://example.com/confirm?code=1" in page.main
    assert "Links https://example.com/confirm?code=1 Attachments" in page.main
    assert "recibo maio.pdf application/pdf, 19 B" in page.main
    assert "MIME-Version: 1.0" in page.main


def test_the_html_part_stands_in_a_frame_that_can_do_nothing(reader: Client) -> None:
    frame = opened(reader.get("/mail/1")).one("iframe")
    body = reader.get(frame.get("src"))

    assert frame.attributes["sandbox"] == ""
    assert frame.get("title")
    policy = body.headers["Content-Security-Policy"].split("; ")
    assert policy[:3] == ["sandbox", "default-src 'none'", "img-src data:"]
    assert "script-src" not in body.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert body.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "Falta pouco" in body.text


def test_pictures_of_the_message_itself_are_shown(reader: Client) -> None:
    data = base64.b64encode(PICTURE).decode()

    assert f'src="data:image/png;base64,{data}"' in reader.get("/mail/1/body").text


def test_who_received_it_without_being_named_is_told(reader: Client, cloud: MemoryCloud) -> None:
    cloud.send_mail(
        SentMail("3", "a@example.com", ("b@example.com", "bcc@example.com"), "Hi", "b@example.com")
    )

    assert "To b@example.com Also to bcc@example.com" in opened(reader.get("/mail/3")).main


def test_a_message_of_text_alone_has_no_frame(reader: Client, cloud: MemoryCloud) -> None:
    cloud.send_mail(
        SentMail("3", "a@example.com", ("b@example.com",), "", text="See (http://x.y/z).")
    )

    page = opened(reader.get("/mail/3"))
    assert "(no subject)" in page.main
    assert "To b@example.com Links http://x.y/z Message See" in page.main
    assert page.all("iframe") == []
    assert reader.get("/mail/3/body").status_code == 404
    assert reader.get("/mail/3/raw").status_code == 404


def test_attachments_are_downloaded_and_never_opened(reader: Client) -> None:
    response = reader.get("/mail/1/attachments/1")

    assert response.data == b"%PDF-1.7 not really"
    assert response.content_type == "application/octet-stream"
    assert response.headers["Content-Disposition"] == 'attachment; filename="recibo maio.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_the_message_can_be_taken_to_another_program(reader: Client, cloud: MemoryCloud) -> None:
    response = reader.get("/mail/1/raw")

    assert response.data == cloud.mail()[0].raw
    assert response.headers["Content-Disposition"] == "attachment; filename=message-1.eml"


def test_what_is_not_there_is_not_found(reader: Client) -> None:
    for path in ("0", "3", "-1", "x", "9" * 5000, "1/attachments/0", "1/attachments/2"):
        assert reader.get(f"/mail/{path}").status_code == 404
