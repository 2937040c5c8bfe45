"""`mail`: what the running cloud's functions sent."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from ..errors import UsageError
from .parts import CloudName, Json, connect, errors_end_the_command

__all__ = ["mail"]


def mail(
    number: Annotated[
        int | None, typer.Option("--open", min=1, help="Show this message, counted from 1.")
    ] = None,
    as_json: Json = False,
    name: CloudName = "cloud",
) -> None:
    """Lists the e-mails that were sent, or shows one.

    Exits with 2 when no cloud runs, or it sent no such message.
    """
    with errors_end_the_command():
        sent = connect(name).get("/mail")
        if number is not None:
            if number > len(sent):
                raise UsageError(f"there is no message {number}: {len(sent)} were sent")
            sent = sent[number - 1 : number]
    if as_json:
        typer.echo(json.dumps(sent, indent=2, ensure_ascii=False))
    elif number is not None:
        typer.echo(_text(sent[0]))
    else:
        for position, message in enumerate(sent, start=1):
            typer.echo(f"{position:>4}  {', '.join(message['to'])}  {message['subject']}")


def _text(message: dict[str, Any]) -> str:
    heads = (("From", message["from"]), ("To", ", ".join(message["to"])))
    lines = [f"{key}: {value}" for key, value in (*heads, ("Subject", message["subject"]))]
    lines += [f"Attachment: {each['filename']}" for each in message["attachments"]]
    return "\n".join([*lines, "", message["text"] or message["html"] or ""])
