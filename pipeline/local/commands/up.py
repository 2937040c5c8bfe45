"""`up`: the whole cloud, until it is told to end."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from ..checkout import find_checkout, lambdas_of
from ..ending import end_if_asked
from ..errors import UsageError
from .parts import CloudName, errors_end_the_command

__all__ = ["up"]

_LOOK_SECONDS = 0.2
_STAGES = ("local", "hom", "prod")


def up(
    lambdas: Annotated[
        list[str] | None, typer.Argument(help="Which lambdas; every one by default.")
    ] = None,
    stage: Annotated[
        list[str] | None, typer.Option(help="A stage to serve; hom and prod by default.")
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Of the pages and the gateway; 0: a free one.")
    ] = 0,
    state: Annotated[
        Path | None, typer.Option(help="A folder for what is kept until the next start.")
    ] = None,
    watch: Annotated[bool, typer.Option(help="Serve changed sources at once.")] = True,
    name: CloudName = "cloud",
) -> None:
    """Runs the cloud of this checkout until Ctrl-C: AWS, lambdas, databases, HTTP, the front page.

    Exits with 0 when it was asked to end, with 2 when it did not come up.
    """
    began = time.monotonic()
    with errors_end_the_command():
        from ..up.command import StartCloud
        from ..up.running_cloud import RunningCloud
        from ..up.summary import summary

        checkout = find_checkout(Path.cwd())
        command = StartCloud(
            checkout=checkout,
            lambdas=_known(lambdas or [], checkout),
            stages=_stages(stage or ["hom", "prod"]),
            name=name,
            port=port,
            state=state,
            watch=watch,
        )
        with RunningCloud(command, typer.echo) as cloud:
            typer.echo(summary(cloud, command, time.monotonic() - began))
            while not cloud.wait(_LOOK_SECONDS):
                end_if_asked()


def _known(names: list[str], checkout: Path) -> tuple[str, ...]:
    known = lambdas_of(checkout)
    if unknown := sorted(set(names) - set(known)):
        raise UsageError(
            f"there is no lambda {unknown[0]!r} in this repository; it has:"
            f" {', '.join(known) or 'none'}"
        )
    if not known:
        raise UsageError(f"{checkout} has no lambda: no lambdas/*/main.py")
    return tuple(dict.fromkeys(names or known))


def _stages(stages: list[str]) -> tuple[str, ...]:
    if unknown := [each for each in stages if each not in _STAGES]:
        raise UsageError(f"unknown stage {unknown[0]!r}; it is one of {', '.join(_STAGES)}")
    return tuple(dict.fromkeys(stages))
