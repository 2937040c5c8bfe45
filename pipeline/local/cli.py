"""`./pants run pipeline:local -- ...`"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from .checkout import artifact, find_checkout
from .cloud import STAGES
from .errors import LocalError, UsageError
from .invoke import InvokeOnce, invoke_once, read_event
from .output import as_json, as_text

__all__ = ["app"]

app = typer.Typer(
    help="The cloud on this machine: AWS by moto, functions by the real runtime client.",
    no_args_is_help=True,
    add_completion=False,
)

_FUNCTION_FAILED = 1
_UNUSABLE = 2


@app.callback()
def _main() -> None:
    """Keeps `invoke` a command of its own while it is the only one."""


@app.command()
def invoke(
    name: Annotated[str, typer.Argument(help="The lambda, e.g. generic_send_email.")],
    event: Annotated[
        str, typer.Option(help="A file with the event as JSON; - reads it from stdin.")
    ],
    stage: Annotated[str, typer.Option(help=f"One of {', '.join(STAGES)}.")] = "hom",
    zip_path: Annotated[
        Path | None,
        typer.Option("--zip", help="Another artifact than dist/lambdas/NAME.zip."),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(min=0.1, max=900, help="Seconds, instead of the manifest's."),
    ] = None,
    qualifier: Annotated[
        str | None,
        typer.Option(help="Invoke this version or alias instead of the stage's alias."),
    ] = None,
    drain: Annotated[
        bool,
        typer.Option(help="Deliver what the stage's queues hold afterwards."),
    ] = True,
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Runs the artifact once and shows the response, the log and what was sent.

    Exits with 0, with 1 when the function failed, with 2 when there was nothing to run.
    """
    try:
        if stage not in STAGES:
            raise UsageError(f"unknown stage {stage!r}; it is one of {', '.join(STAGES)}")
        checkout = find_checkout(Path.cwd())
        invoked = invoke_once(
            InvokeOnce(
                name=name,
                stage=stage,
                event=read_event(event, sys.stdin.buffer.read() if event == "-" else None),
                zip_path=zip_path or artifact(name, checkout),
                checkout=checkout,
                timeout=timeout,
                qualifier=qualifier,
                drain=drain,
            )
        )
    except LocalError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(_UNUSABLE) from error
    typer.echo(as_json(invoked) if json_output else as_text(invoked))
    if invoked.failed:
        raise typer.Exit(_FUNCTION_FAILED)
