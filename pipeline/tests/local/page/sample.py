"""A cloud with some of everything in it."""

from __future__ import annotations

import datetime
import json
from email.message import EmailMessage
from typing import Any

from pipeline.local.mail import SentMail
from pipeline.local.page.view import (
    Example,
    Exchange,
    Invocation,
    LambdaInfo,
    QueueInfo,
    Route,
    ScheduleInfo,
    StageInfo,
    VersionInfo,
)

from .contract import NAME
from .memory import Handler, MemoryCloud, Say

__all__ = ["echo", "letter", "sample_cloud"]

_DAY = datetime.datetime(2026, 5, 4, 9, 30, tzinfo=datetime.UTC)
# One pixel.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63e0cf4b03"
    "00017300e49163ddb50000000049454e44ae426082"
)


def echo() -> tuple[LambdaInfo, Handler]:
    """The contract's lambda."""

    def handler(event: Any, say: Say) -> Any:
        say(f"said: {event.get('say')}")
        if "fail" in event:
            raise ValueError(event["fail"])
        return {"echo": event}

    return _lambda(NAME, hom="2", prod="1", description="Says again what it is told"), handler


def _lambda(name: str, *, hom: str, prod: str, description: str, **more: Any) -> LambdaInfo:
    numbers = range(1, max(int(hom), int(prod)) + 1)
    return LambdaInfo(
        name=name,
        stages=(StageInfo("hom", hom), StageInfo("prod", prod, {hom: 0.1} if hom != prod else {})),
        versions=tuple(
            VersionInfo(str(number), _DAY + datetime.timedelta(days=number), f"{number}Kx9c7Qm2b=")
            for number in numbers
        ),
        description=description,
        **more,
    )


def letter(subject: str = "Confirme seu endereço", html: str | None = None) -> SentMail:
    """A message with text, HTML, a picture of its own and a file."""
    message = EmailMessage()
    message["From"] = "Genial <nao-responda@example.com>"
    message["To"] = "Ana Souza <ana@example.org>"
    message["Subject"] = subject
    message.set_content("Olá, Ana!\n\nConfirme em https://example.com/confirm?code=1\n")
    message.add_alternative(html or _HTML, subtype="html")
    body = message.get_body(("html",))
    assert body is not None
    body.add_related(PICTURE, "image", "png", cid="<dot@example.com>")
    message.add_attachment(
        b"%PDF-1.7 not really", maintype="application", subtype="pdf", filename="recibo maio.pdf"
    )
    return SentMail.of(_Sent(message))


class _Sent:
    id = "0100"
    source = "nao-responda@example.com"
    destinations = ("ana@example.org",)

    def __init__(self, message: EmailMessage) -> None:
        self.raw_data = message.as_bytes()


_HTML = """<!doctype html><html><body style="margin:0;font-family:Georgia,serif;background:#f4efe6">
<div style="max-width:34rem;margin:2rem auto;padding:2rem;background:#fff;border-radius:8px">
<h1 style="color:#7a3e1d;font-weight:400">Olá, Ana!</h1>
<p>Falta pouco: confirme o seu endereço para receber os recibos.</p>
<p><a href="https://example.com/confirm?code=1" style="display:inline-block;padding:.7rem 1.4rem;background:#7a3e1d;color:#fff;text-decoration:none;border-radius:6px">Confirmar</a></p>
<p style="color:#777"><img src="cid:dot@example.com" width="12" height="12" alt=""> Equipe Genial</p>
</div></body></html>
"""


def sample_cloud() -> MemoryCloud:
    """Two lambdas with queues, a schedule, mail and a past."""
    cloud = MemoryCloud()
    cloud.deploy(*echo())
    email = _lambda(
        "generic_send_email",
        hom="7",
        prod="6",
        description="Sends e-mail: takes it, queues it, and tells what became of it.",
        routes=(
            Route("POST", "/emails", "Accept an e-mail for delivery"),
            Route("GET", "/emails/{email_id}", "What became of it"),
            Route("DELETE", "/suppressions/{address}", "Let an address receive mail again"),
            Route("GET", "/health", "Whether the lambda answers"),
        ),
        examples=(
            Example("POST /emails", json.dumps({"httpMethod": "POST", "path": "/emails"})),
            Example("schedule", json.dumps({"source": "aws.events"})),
        ),
    )
    cloud.deploy(email, lambda _event, _say: {"statusCode": 202})
    cloud.add_queue(QueueInfo("generic-hom-send-email", 3, 1, 0, "generic_send_email", "hom"))
    cloud.add_queue(QueueInfo("generic-prod-send-email", 0, 0, 2, "generic_send_email", "prod"))
    cloud.add_queue(QueueInfo("unclaimed", 12, 0))
    cloud.add_schedule(
        ScheduleInfo(
            "generic-hom-cleanup",
            "rate(1 hour)",
            "generic_send_email",
            "hom",
            cloud.now() + datetime.timedelta(minutes=38),
        )
    )
    cloud.add_schedule(ScheduleInfo("once", "at(2026-05-05T10:00:00)", NAME, "prod"))
    for number in range(4):
        _happened(cloud, number)
    for message in (letter(), letter("Seu recibo de maio")):
        cloud.send_mail(message)
    return cloud


def _happened(cloud: MemoryCloud, number: int) -> None:
    failed, running = number == 1, number == 3
    request_id = f"8f0c1d2e-0000-4000-8000-00000000000{number}"
    event = (
        {"Records": [{"messageId": str(number), "body": "{}"}]} if number else {"path": "/emails"}
    )
    lines = [
        f"START RequestId: {request_id} Version: 7",
        '{"level":"INFO","message":"e-mail accepted"}',
    ]
    lines += [
        "Traceback (most recent call last):\n  File \"main.py\", line 3\nKeyError: 'to'"
    ] * failed
    cloud.add_exchange(
        Exchange(
            Invocation(
                id=request_id,
                lambda_name="generic_send_email",
                stage="hom",
                version="7",
                kind="queue" if number else "http",
                status="running" if running else "failed" if failed else "succeeded",
                started=cloud.now() - datetime.timedelta(minutes=9 - 3 * number),
                error="KeyError: 'to'" if failed else None,
                init_ms=None if number else 612.4,
                duration_ms=None if running else 41.3 * (number + 1),
                memory_mb=None if running else 87,
            ),
            json.dumps(event).encode(),
            None if running else b'{"statusCode": 202, "body": "{\\"id\\": \\"01J\\"}"}',
            tuple(cloud.log("generic_send_email", line, request_id) for line in lines),
        )
    )
