"""`logs`: what functions print in the running cloud."""

from __future__ import annotations

import contextlib
import json
from typing import Annotated, Any

import typer

from .parts import CloudName, Json, connect, errors_end_the_command

__all__ = ["logs"]


def logs(
    name: Annotated[str | None, typer.Argument(help="One lambda alone.")] = None,
    stage: Annotated[str | None, typer.Option(help="One stage alone.")] = None,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="And each line as it comes.")
    ] = False,
    as_json: Json = False,
    cloud: CloudName = "cloud",
) -> None:
    """Shows the latest lines of the logs; with -f until Ctrl-C, or the cloud's end.

    With --json, a line is a JSON object. Exits with 2 when no cloud runs.
    """
    query = {"lambda": name, "stage": stage}
    with errors_end_the_command(), contextlib.suppress(KeyboardInterrupt):
        client = connect(cloud)
        for line in client.follow(query) if follow else client.get("/logs", query):
            typer.echo(json.dumps(line) if as_json else _text(line))


def _text(line: dict[str, Any]) -> str:
    return f"{line['time'][11:23]} {line['lambda']} | {line['text']}"
