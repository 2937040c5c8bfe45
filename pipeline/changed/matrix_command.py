"""`pipeline matrix`"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.run import exits

from .errors import ListInvalid
from .matrix import MAX_JOBS, as_matrix, names_in

__all__ = ["matrix"]


def matrix(
    changed: Annotated[
        str, typer.Argument(metavar="FILE", help="What `changed --json` wrote; - reads stdin.")
    ] = "-",
    limit: Annotated[
        int, typer.Option(min=1, max=MAX_JOBS, help="Jobs; above, a job takes several lambdas.")
    ] = MAX_JOBS,
    output: Annotated[
        Path | None,
        typer.Option("--github-output", help="Append matrix=, empty= and count= to this file."),
    ] = None,
) -> None:
    """Prints the matrix of GitHub's deploy jobs: `{"include":[{"id":...,"lambdas":...}]}`.

    To GitHub an empty matrix is an error, so a workflow asks for `empty` first.

    Examples:

        pipeline changed --since-release hom --json | pipeline matrix

        pipeline matrix changed.json --github-output "$GITHUB_OUTPUT"
    """
    with exits(as_json=False):
        names = names_in(_read(changed), changed)
        made = as_matrix(names, limit)
        typer.echo(made)
        if output is not None:
            empty = "false" if names else "true"
            with output.open("a", encoding="utf-8") as file:
                file.write(f"matrix={made}\nempty={empty}\ncount={len(names)}\n")


def _read(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise ListInvalid(
            f"{path} can't be read: {error.strerror}", "Name what `changed --json` wrote"
        ) from error
