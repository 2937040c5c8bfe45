"""`pipeline status`"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.delivery.branch import STAGES
from pipeline.delivery.errors import Refused
from pipeline.delivery.status import LambdaStatus, StageStatus, read_status
from pipeline.delivery.status_page import status_page
from pipeline.delivery.words import ago, megabytes

from .options import Json, SettingsFile
from .progress import Progress
from .run import SETTINGS, delivery, exits, print_json

__all__ = ["register"]

_STYLES = {"same": "green", "behind": "yellow", "ahead": "yellow", "absent": "dim"}


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("status")(_status)


def _status(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME...]", help="Lambdas; by default all.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page, too, that stands alone.")
    ] = None,
    settings: SettingsFile = SETTINGS,
    json_output: Json = False,
) -> None:
    """Shows what every lambda is at every stage, and how far prod is behind hom.

    Examples:

        pipeline status

        pipeline status --html status.html
    """
    with exits(as_json=json_output):
        with Progress() as progress:
            on = delivery(settings, progress.say)
            progress.say("asking Lambda")
            found = read_status(on.gateway, names or ())
        now = datetime.datetime.now(datetime.UTC)
        if html is not None:
            try:
                html.write_text(status_page(found, now), encoding="utf-8")
            except OSError as error:
                raise Refused(
                    f"{html} cannot be written: {error.strerror}", "Name another file"
                ) from error
        if json_output:
            print_json({"ok": True, "lambdas": [each.as_json() for each in found]})
        else:
            Console(soft_wrap=False).print(_table(found, now))


def _table(found: Sequence[LambdaStatus], now: datetime.datetime) -> Table:
    table = Table(
        "lambda", *STAGES, "prod against hom", box=None, pad_edge=False, padding=(0, 2, 1, 0)
    )
    for each in found:
        stages = (_stage(each.stages[stage], now) for stage in STAGES)
        table.add_row(
            Text(each.name), *stages, Text(each.drift.text, style=_STYLES[each.drift.kind])
        )
    return table


def _stage(stage: StageStatus | None, now: datetime.datetime) -> Text:
    if stage is None:
        return Text("-", style="dim")
    lines = [
        (f"version {stage.version}", stage.commit[:10]),
        (stage.actor, ago(stage.at, now), megabytes(stage.size)),
        *((f"{part:.0%} to version {to}",) for to, part in stage.canary.items()),
    ]
    return Text("\n".join(", ".join(filter(None, line)) for line in lines))
