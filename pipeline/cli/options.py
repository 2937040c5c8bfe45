"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "Actor",
    "CanarySteps",
    "CanaryWait",
    "Commit",
    "DryRun",
    "Json",
    "Names",
    "SettingsFile",
    "Stage",
    "Summary",
]

Names = Annotated[
    list[str], typer.Argument(metavar="NAME...", help="Lambdas, e.g. generic_send_email.")
]
Stage = Annotated[str, typer.Option(help="hom or prod.")]
Commit = Annotated[
    str, typer.Option(envvar="GITHUB_SHA", help="The commit; by default git's HEAD.")
]
Actor = Annotated[
    str, typer.Option(envvar="GITHUB_ACTOR", help="In whose name; by default git's user.")
]
CanarySteps = Annotated[
    str, typer.Option("--canary", help="Percentages to go through before 100, e.g. 10,50.")
]
CanaryWait = Annotated[
    float | None,
    typer.Option("--wait", min=0, help="Seconds to watch each; by default pipeline.toml's."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
SettingsFile = Annotated[Path, typer.Option("--settings", help="Another file of settings.")]
Summary = Annotated[
    Path | None,
    typer.Option(envvar="GITHUB_STEP_SUMMARY", help="Append a table in Markdown to this file."),
]
