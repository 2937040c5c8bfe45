"""`pipeline sizes`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.progress import Progress
from pipeline.cli.run import exits

from .changed_list import STDIN, read_names
from .sizes import as_markdown, compare

__all__ = ["sizes"]

_ARTIFACTS = Path("dist/lambdas")


def sizes(
    before: Annotated[Path, typer.Option(help="The folder with the zips of before.")],
    changed: Annotated[
        str, typer.Argument(metavar="FILE", help="What `changed --json` wrote; - reads stdin.")
    ] = STDIN,
    artifacts: Annotated[Path, typer.Option(help="The folder with the zips of now.")] = _ARTIFACTS,
    rounds: Annotated[
        int, typer.Option("--init", min=0, max=100, help="Start each so often to measure its init.")
    ] = 0,
    output: Annotated[Path | None, typer.Option(help="Write the table to this file, too.")] = None,
) -> None:
    """Prints a table in Markdown: how the size and the init of artifacts change.

    Example:

        pipeline sizes changed.json --before before --init 5
    """
    with exits(as_json=False), Progress() as progress:
        names = read_names(changed)
        progress.say(f"comparing {len(names)} artifacts")
        table = as_markdown(compare(names, artifacts, before, rounds))
    typer.echo(table, nl=False)
    if output is not None:
        output.write_text(table, encoding="utf-8")
