"""`./pants run pipeline:adopt -- ...`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .adoption import Adopted, Adoption, adopt
from .errors import AdoptError
from .report import as_json, as_markdown

__all__ = ["app"]

# No locals in a traceback: the values of a `.env` are among them.
app = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)

_REFUSED = 2
_EXAMPLE = "Example: ./pants run pipeline:adopt -- ../generic-send-email --dry-run"


@app.command(epilog=_EXAMPLE, no_args_is_help=True)
def main(
    path: Annotated[
        Path, typer.Argument(help="The old repository's folder, in which src/main.py is.")
    ],
    name: Annotated[
        str | None,
        typer.Option(
            help="The lambda, project_functionality; by default named after the old remote or folder."
        ),
    ] = None,
    history: Annotated[
        bool,
        typer.Option(
            "--history", help="Bring its commits, too (git subtree): makes commits on this branch."
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done and is to decide.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write the report into this file, too, as Markdown.")
    ] = None,
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Brings an old single-lambda repository into lambdas/, and reports what a person must decide.

    Moves src/, and tests/, scripts/ and docs/ beside it. Removes the copied mew, makes imports
    relative, merges the requirements, lists where the environment is read and which setting takes its
    place. The old repository is not changed; of its .env no value is copied or shown.

    Exits with 0, or with 2 when it was refused; then nothing was written.
    """
    try:
        adopted = adopt(Adoption(path, Path.cwd(), name, history, dry_run, report), _markdown)
    except AdoptError as error:
        typer.echo(f"error: {error}. Nothing was written.", err=True)
        raise typer.Exit(_REFUSED) from error
    typer.echo(
        as_json(adopted.report, adopted.hidden) if json_output else _markdown(adopted),
        nl=json_output,
    )


def _markdown(adopted: Adopted) -> str:
    return as_markdown(adopted.report, adopted.hidden)
