"""`pipeline sizes`"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.progress import Progress
from pipeline.cli.run import exits, print_json

from .changed_list import STDIN, read_names
from .sizes import Starts, as_markdown, compare

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
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Prints a table in Markdown: how the size and the init of artifacts change.

    Example:

        pipeline sizes changed.json --before before --init 5
    """
    with exits(as_json=json_output), Progress() as progress:
        names = read_names(changed)
        progress.say(f"comparing {len(names)} artifacts")
        found = compare(names, artifacts, before, _starts(rounds) if rounds else None)
    table = as_markdown(found)
    if json_output:
        print_json({"lambdas": [asdict(each) for each in found]})
    else:
        typer.echo(table, nl=False)
    if output is not None:
        output.write_text(table, encoding="utf-8")


def _starts(rounds: int) -> Starts:
    # It loads much of the local cloud, which no other command here needs.
    from .init_time import init_times

    return lambda zips: init_times(zips, rounds)
