"""`pipeline matrix`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.run import exits
from pipeline.delivery.branch import target_of

from .changed_list import STDIN, read_names
from .matrix import MAX_JOBS, as_matrix

__all__ = ["matrix"]


def matrix(
    changed: Annotated[
        str, typer.Argument(metavar="FILE", help="What `changed --json` wrote; - reads stdin.")
    ] = STDIN,
    limit: Annotated[
        int, typer.Option(min=1, max=MAX_JOBS, help="Jobs; above, a job takes several lambdas.")
    ] = MAX_JOBS,
    output: Annotated[
        Path | None,
        typer.Option(
            "--github-output", help="Append matrix=, empty= and count= to this file of GitHub's."
        ),
    ] = None,
    branch: Annotated[
        str, typer.Option(help="Append stage= to it, too: the stage that this branch deploys to.")
    ] = "",
) -> None:
    """Prints the matrix of GitHub's deploy jobs: `{"include":[{"id":...,"lambdas":...}]}`.

    To GitHub an empty matrix is an error, so a workflow asks for `empty` first.

    Examples:

        pipeline changed --since-release hom --json | pipeline matrix

        pipeline matrix changed.json --branch hom --github-output "$GITHUB_OUTPUT"
    """
    with exits(as_json=False):
        outputs = {"stage": target_of(branch).stage} if branch else {}
        names = read_names(changed)
        made = as_matrix(names, limit)
        outputs |= {"matrix": made, "empty": str(not names).lower(), "count": str(len(names))}
        typer.echo(made)
        if output is not None:
            with output.open("a", encoding="utf-8") as file:
                file.writelines(f"{name}={value}\n" for name, value in outputs.items())
