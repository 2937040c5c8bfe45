"""`pipeline logs`"""

from __future__ import annotations

import datetime
import json
import re
from typing import Annotated

import typer

from pipeline.delivery.branch import checked_stage
from pipeline.delivery.errors import Refused
from pipeline.delivery.logs import Line, Logs

from .options import SettingsFile, Stage
from .progress import Progress
from .run import SETTINGS, delivery, exits

__all__ = ["register"]

_POLL_SECONDS = 2.0
# CloudWatch Logs shows a line some seconds after it was written.
_OVERLAP = datetime.timedelta(seconds=60)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("logs")(_logs)


def _logs(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The lambda.")],
    stage: Stage,
    since: Annotated[str, typer.Option(help="From how long ago on: 30s, 15m, 2h, 1d.")] = "15m",
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on until interrupted.")
    ] = False,
    settings: SettingsFile = SETTINGS,
    json_output: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a line of the log.")
    ] = False,
) -> None:
    """Shows the log of a lambda at one stage.

    Examples:

        pipeline logs generic_send_email --stage prod --since 2h

        pipeline logs generic_send_email --stage hom -f
    """
    with exits(as_json=json_output):
        checked_stage(stage)
        start = datetime.datetime.now(datetime.UTC) - _ago(since)
        with Progress() as progress:
            on = delivery(settings, progress.say)
        logs = Logs(on.client("logs"), on.gateway)
        while True:
            for line in logs.since(name, stage, start):
                typer.echo(_json(line) if json_output else _text(line))
                start = max(start, line.at - _OVERLAP)
            if not follow:
                return
            on.clock.sleep(_POLL_SECONDS)


def _ago(text: str) -> datetime.timedelta:
    match = re.fullmatch(r"(\d{1,6})([smhd])", text)
    if match is None:
        raise Refused(f"--since {text!r} is no length of time", "Write it as 30s, 15m, 2h or 1d")
    return datetime.timedelta(seconds=int(match[1]) * _UNITS[match[2]])


def _text(line: Line) -> str:
    return f"{line.at:%Y-%m-%d %H:%M:%S} [{line.version}] {line.message}"


def _json(line: Line) -> str:
    content = {"at": line.at.isoformat(), "version": line.version, "message": line.message}
    return json.dumps(content, ensure_ascii=False)
