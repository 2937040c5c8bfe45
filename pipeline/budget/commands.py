"""`pipeline budget`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.changed.changed_list import read_names
from pipeline.cli.options import Json, SettingsFile, Summary
from pipeline.cli.progress import Progress
from pipeline.cli.run import SETTINGS, exits, print_json
from pipeline.delivery.errors import Refused
from pipeline.settings.read import read_settings

from .lambdas import checked_names, lambdas_of
from .records import BudgetRecords

__all__ = ["register"]

_ARTIFACTS = Path("dist/lambdas")
_RECORDS = Path("budgets")


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("budget")(_budget)


def _budget(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Lambdas; by default all.")
    ] = None,
    changed: Annotated[
        str, typer.Option(metavar="FILE", help="What `changed --json` wrote, instead; - is stdin.")
    ] = "",
    record: Annotated[
        bool, typer.Option("--record", help="Write the records anew, to be committed.")
    ] = False,
    rounds: Annotated[
        int, typer.Option("--init", min=0, max=100, help="Start each so often to compare its init.")
    ] = 0,
    artifacts: Annotated[Path, typer.Option(help="The folder with the zips.")] = _ARTIFACTS,
    records: Annotated[Path, typer.Option(help="The folder with the records.")] = _RECORDS,
    settings: SettingsFile = SETTINGS,
    summary: Summary = None,
    json_output: Json = False,
) -> None:
    """Compares what artifacts import and weigh with their records, and fails above the limits.

    Counted exactly: modules that init imports, those that are loaded ahead of the first event,
    files, bytes. How init compares with a bare function's is told and never judged. How far each
    may grow above its record, and what it may never be above, is in pipeline.toml. The zips must
    be there: `./pants package lambdas::`.

    Examples:

        pipeline budget

        pipeline budget generic_send_email --init 7

        pipeline budget --changed changed.json --json

        pipeline budget generic_send_email --record
    """
    with exits(as_json=json_output), Progress() as progress:
        # With the local cloud, which deploy jobs need not load.
        from .check import CheckBudgets, check_budgets
        from .document import as_json
        from .table import as_markdown
        from .text import as_text

        if names and changed:
            raise Refused("NAME and --changed both say which lambdas", "Give one of them")
        kept = BudgetRecords(records)
        known = lambdas_of(Path.cwd())
        gone = kept.without_lambda(known)
        if names:
            gone = tuple(name for name in gone if name in names)
        asked = read_names(changed) if changed else names or known
        todo = CheckBudgets(
            names=checked_names(asked, known, gone),
            gone=gone,
            artifacts=artifacts,
            records=kept,
            settings=read_settings(settings),
            rounds=rounds,
            write=record,
        )
        done = check_budgets(todo, progress)
        if summary is not None:
            _append(summary, as_markdown(done))
    if json_output:
        print_json(as_json(done))
    else:
        typer.echo(as_text(done))
    if not done.ok:
        # What was refused is the whole trouble, or there is more.
        raise typer.Exit(2 if done.only_refused else 1)


def _append(path: Path, table: str) -> None:
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n{table}")
    except OSError as error:
        raise Refused(
            f"{path} cannot be written: {error.strerror}", "Name another file with --summary"
        ) from error
