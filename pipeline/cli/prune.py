"""`pipeline prune`"""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.delivery.prune import prune

from .options import DryRun, Json, Names, SettingsFile
from .progress import Progress
from .run import SETTINGS, delivery, exits, print_json

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("prune")(_prune)


def _prune(
    names: Names,
    keep: Annotated[
        int | None,
        typer.Option(min=1, help="Versions to keep; by default pipeline.toml's keep_versions."),
    ] = None,
    settings: SettingsFile = SETTINGS,
    dry_run: DryRun = False,
    json_output: Json = False,
) -> None:
    """Deletes old versions that no alias and no weight names.

    Every deployment does that for its own lambda.

    Examples:

        pipeline prune generic_send_email --keep 5 --dry-run
    """
    with exits(as_json=json_output), Progress() as progress:
        on = delivery(settings, progress.say)
        deleted: dict[str, list[str]] = {}
        for name in dict.fromkeys(names):
            progress.about(name)
            versions = on.settings.release.keep_versions if keep is None else keep
            deleted[name] = prune(on.gateway, name, versions, dry_run=dry_run)
            verb = "would delete" if dry_run else "deleted"
            progress.line(f"{verb}: {', '.join(deleted[name]) or 'nothing'}")
        if json_output:
            print_json({"ok": True, "dry_run": dry_run, "deleted": deleted})
