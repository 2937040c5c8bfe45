"""`send`: a message into a queue of the running cloud."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from .parts import CloudName, Stage, connect, errors_end_the_command

__all__ = ["send"]


def send(
    target: Annotated[
        str,
        typer.Argument(
            metavar="NAME[/QUEUE]", help="The lambda, and which of its queues where it has several."
        ),
    ],
    event: Annotated[
        str, typer.Option(help="A file with the message, JSON; - reads it from stdin.")
    ],
    stage: Stage = "hom",
    name: CloudName = "cloud",
) -> None:
    """Sends a message to a queue that a lambda consumes.

    Exits with 2 when no cloud runs, or it has no such queue.
    """
    with errors_end_the_command():
        from ..events import read_event

        content = read_event(event, sys.stdin.buffer.read() if event == "-" else None)
        lambda_name, _, queue = target.partition("/")
        sent = connect(name).post(f"/send/{lambda_name}/{stage}", content, {"queue": queue or None})
    typer.echo(f"{sent['queue']}: {sent['message_id']}")
