"""`pipeline rollback`"""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.delivery.branch import checked_stage
from pipeline.delivery.outcome import Outcome
from pipeline.delivery.rollback import Rollback, rollback

from .options import Actor, DryRun, Json, SettingsFile, Stage
from .progress import Progress
from .provenance import actor_or_default
from .run import SETTINGS, delivery, each_lambda, exits

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("rollback")(_rollback)


def _rollback(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The lambda.")],
    stage: Stage,
    to: Annotated[
        int | None, typer.Option(min=1, help="A version; by default the one before.")
    ] = None,
    actor: Actor = "",
    settings: SettingsFile = SETTINGS,
    dry_run: DryRun = False,
    json_output: Json = False,
) -> None:
    """Points a stage at an earlier version, or ends a canary that hangs.

    Examples:

        pipeline rollback generic_send_email --stage prod

        pipeline rollback generic_send_email --stage prod --to 12
    """
    with exits(as_json=json_output), Progress() as progress:
        checked_stage(stage)
        on = delivery(settings, progress.say)
        version = None if to is None else str(to)
        actor = actor_or_default(actor)

        def do(name: str) -> Outcome:
            return rollback(Rollback(name, stage, actor, version, dry_run), on)

        each_lambda([name], stage, progress, do, as_json=json_output)
