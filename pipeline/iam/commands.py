"""`pipeline iam`"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import SettingsFile, Stage
from pipeline.cli.run import SETTINGS, exits, print_json
from pipeline.delivery.errors import Refused
from pipeline.settings.read import read_settings

from .policy import policy
from .role import DeliveryRole
from .trust import trust

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("iam")(_iam)


def _iam(
    stage: Stage,
    repository: Annotated[
        str, typer.Option(envvar="GITHUB_REPOSITORY", help="OWNER/NAME at GitHub.")
    ],
    account: Annotated[str, typer.Option(help="The AWS account's number.")],
    region: Annotated[str, typer.Option(envvar="AWS_REGION", help="Where the functions are.")],
    write: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Write <role>-trust.json and <role>-policy.json there."
        ),
    ] = None,
    settings: SettingsFile = SETTINGS,
) -> None:
    """Prints the role that delivers to a stage: its name, its trust document and its policy.

    Example:

        pipeline iam --stage hom --repository acme/lambdas --account 123456789012 --region sa-east-1
    """
    with exits(as_json=False):
        lambdas = sorted(each.parent.name for each in Path.cwd().glob("lambdas/*/BUILD"))
        role = DeliveryRole(stage, repository, account, region, lambdas, read_settings(settings))
        made = {"trust": trust(role), "policy": policy(role)}
        if write is None:
            print_json({"role": role.name, **made})
            return
        for what, document in made.items():
            path = write / f"{role.name}-{what}.json"
            try:
                write.mkdir(parents=True, exist_ok=True)
                path.write_text(f"{json.dumps(document, indent=2)}\n", encoding="utf-8")
            except OSError as error:
                raise Refused(
                    f"{path} can't be written: {error.strerror}", "Name another folder"
                ) from error
            typer.echo(str(path))
