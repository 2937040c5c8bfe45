"""`pipeline deploy`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.delivery.artifact import read_artifact
from pipeline.delivery.branch import Target, checked_stage, target_of
from pipeline.delivery.canary import parse_canary
from pipeline.delivery.deploy import Deploy, deploy
from pipeline.delivery.errors import Refused
from pipeline.delivery.outcome import Outcome

from .options import (
    Actor,
    CanarySteps,
    CanaryWait,
    Commit,
    DryRun,
    Json,
    Names,
    SettingsFile,
    Summary,
)
from .progress import Progress
from .provenance import actor_or_default, commit_or_head
from .run import SETTINGS, delivery, each_lambda, exits

__all__ = ["register"]

_ARTIFACTS = Path("dist/lambdas")


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("deploy")(_deploy)


def _deploy(
    names: Names,
    branch: Annotated[
        str, typer.Option(help="The branch: hom, prod, LAMBDA/hom or LAMBDA/prod.")
    ] = "",
    stage: Annotated[str, typer.Option(help="The stage, instead of a branch.")] = "",
    artifacts: Annotated[
        Path, typer.Option(help="The folder with NAME.zip and NAME.json.")
    ] = _ARTIFACTS,
    canary: CanarySteps = "",
    wait: CanaryWait = None,
    commit: Commit = "",
    actor: Actor = "",
    settings: SettingsFile = SETTINGS,
    dry_run: DryRun = False,
    summary: Summary = None,
    json_output: Json = False,
) -> None:
    """Deploys artifacts to the stage of a branch: upload, version, probe, alias.

    What is there already is used again, and an alias that serves this very code and configuration
    is left alone. Interrupted, run it again.

    Examples:

        pipeline deploy generic_send_email --branch hom

        pipeline deploy neoapp_payment --stage prod --canary 10,50 --wait 300
    """
    with exits(as_json=json_output), Progress() as progress:
        target = _target(branch, stage)
        on = delivery(settings, progress.say)
        steps = (
            parse_canary(canary, on.settings.canary.wait_seconds if wait is None else wait)
            if canary
            else None
        )
        commit, actor = commit_or_head(commit), actor_or_default(actor)

        def do(name: str) -> Outcome:
            target.check(name)
            artifact = read_artifact(name, artifacts)
            return deploy(Deploy(artifact, target.stage, commit, actor, steps, dry_run), on)

        each_lambda(names, target.stage, progress, do, as_json=json_output, summary=summary)


def _target(branch: str, stage: str) -> Target:
    if bool(branch) == bool(stage):
        raise Refused("one of --branch and --stage says where to", "Give exactly one of them")
    if branch:
        return target_of(branch)
    return Target(checked_stage(stage))
