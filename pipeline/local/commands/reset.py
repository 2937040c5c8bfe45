"""`reset`: the running cloud as it was at its start."""

from __future__ import annotations

import typer

from .parts import CloudName, connect, errors_end_the_command

__all__ = ["reset"]


def reset(name: CloudName = "cloud") -> None:
    """Makes everything as it was at the start: versions, queues, tables, databases, mail, logs.

    Exits with 2 when no cloud runs.
    """
    with errors_end_the_command():
        connect(name).post("/reset")
    typer.echo("As new.")
