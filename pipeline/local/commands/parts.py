"""What the commands share: their options, and how they end."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..checkout import find_checkout
from ..errors import LocalError, NoCloud

if TYPE_CHECKING:
    from ..up.client import ControlClient

__all__ = [
    "FAILED",
    "UNUSABLE",
    "CloudName",
    "Json",
    "NoCloud",
    "Stage",
    "connect",
    "errors_end_the_command",
]

FAILED = 1
UNUSABLE = 2

CloudName = Annotated[
    str, typer.Option("--name", help="Which cloud of this checkout, where there are several.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Stage = Annotated[str, typer.Option(help="The stage: local, hom or prod.")]

_NO_SPACE = {
    errno.ENOSPC: "there is no space left",
    errno.EDQUOT: "the quota is used up",
    errno.EFBIG: "a file may not grow so large",
}


@contextlib.contextmanager
def errors_end_the_command() -> Iterator[None]:
    """What goes wrong in a way that is known is told in a line or two, with the exit code 2."""
    try:
        yield
    except LocalError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(UNUSABLE) from error
    except OSError as error:
        if error.errno not in _NO_SPACE:
            raise
        where = f" at {error.filename}" if error.filename else ""
        typer.echo(
            f"error: {_NO_SPACE[error.errno]}{where}. The cloud's files are in the folder that"
            " TMPDIR names, artifacts in dist/, what is kept where --state says.",
            err=True,
        )
        raise typer.Exit(UNUSABLE) from error


def connect(name: str) -> ControlClient:
    """A client of the running cloud.

    Raises:
        NoCloud: none of that name runs.
    """
    from ..up.client import ControlClient
    from ..up.running import Place

    return ControlClient(Place(find_checkout(Path.cwd()), name))
