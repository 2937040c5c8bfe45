"""`pipeline promote`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.delivery.canary import parse_canary
from pipeline.delivery.history import GitHistory
from pipeline.delivery.outcome import Outcome
from pipeline.delivery.promote import Promote, promote

from .options import Actor, CanarySteps, CanaryWait, DryRun, Json, Names, SettingsFile, Summary
from .progress import Progress
from .provenance import actor_or_default
from .run import SETTINGS, delivery, each_lambda, exits

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("promote")(_promote)


def _promote(
    names: Names,
    force: Annotated[
        bool, typer.Option("--force", help="Also when the commit is not in prod's branch.")
    ] = False,
    canary: CanarySteps = "",
    wait: CanaryWait = None,
    actor: Actor = "",
    settings: SettingsFile = SETTINGS,
    dry_run: DryRun = False,
    summary: Summary = None,
    json_output: Json = False,
) -> None:
    """Points prod at the very version that hom serves. Nothing is built.

    It is refused where hom's artifact is not from a commit of prod's branch.

    Examples:

        pipeline promote generic_send_email

        pipeline promote neoapp_payment neoapp_banner --dry-run
    """
    with exits(as_json=json_output), Progress() as progress:
        on = delivery(settings, progress.say)
        default = on.settings.canary.wait_seconds
        steps = parse_canary(canary, default if wait is None else wait) if canary else None
        actor = actor_or_default(actor)
        history = GitHistory(Path.cwd())

        def do(name: str) -> Outcome:
            return promote(Promote(name, actor, steps, force, dry_run), on, history)

        each_lambda(names, "prod", progress, do, as_json=json_output, summary=summary)
