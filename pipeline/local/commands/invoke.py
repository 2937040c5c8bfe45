"""`invoke`: one event, in the running cloud or in one that is made for it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ..checkout import artifact, find_checkout
from ..errors import NoCloud, UsageError
from .parts import FAILED, CloudName, connect, errors_end_the_command

__all__ = ["invoke"]

_STAGES = ("local", "hom", "prod")


def invoke(
    name: Annotated[str, typer.Argument(help="The lambda, e.g. generic_send_email.")],
    event: Annotated[
        str, typer.Option(help="A file with the event as JSON; - reads it from stdin.")
    ],
    stage: Annotated[str, typer.Option(help=f"One of {', '.join(_STAGES)}.")] = "hom",
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
    cloud: CloudName = "cloud",
) -> None:
    """Runs one event and shows the response and the log: in the running cloud, where there is one.

    Else, and always with --zip or --timeout, a cloud is made for it, and what was sent is shown too.
    Exits with 0, with 1 when the function failed, with 2 when there was nothing to run.
    """
    with errors_end_the_command():
        if stage not in _STAGES:
            raise UsageError(f"unknown stage {stage!r}; it is one of {', '.join(_STAGES)}")
        from ..events import read_event

        content = read_event(event, sys.stdin.buffer.read() if event == "-" else None)
        running = None
        if zip_path is None and timeout is None:
            running = _in_the_running_cloud(cloud, name, qualifier or stage, content)
        if running is not None:
            text, failed = _shown(running, json_output), running["function_error"] is not None
        else:
            from ..invoke import InvokeOnce, invoke_once
            from ..output import as_json, as_text

            checkout = find_checkout(Path.cwd())
            invoked = invoke_once(
                InvokeOnce(
                    name=name,
                    stage=stage,
                    event=content,
                    zip_path=zip_path or artifact(name, checkout),
                    checkout=checkout,
                    timeout=timeout,
                    qualifier=qualifier,
                    drain=drain,
                )
            )
            text = as_json(invoked) if json_output else as_text(invoked)
            failed = invoked.failed
    typer.echo(text)
    if failed:
        raise typer.Exit(FAILED)


def _in_the_running_cloud(
    cloud: str, name: str, qualifier: str, event: bytes
) -> dict[str, Any] | None:
    try:
        answer: dict[str, Any] = connect(cloud).post(f"/invoke/{name}/{qualifier}", event)
    except NoCloud:
        return None
    return answer


def _shown(answer: dict[str, Any], json_output: bool) -> str:
    if json_output:
        return json.dumps(answer, indent=2, ensure_ascii=False)
    from ..output import answer_text

    return answer_text(
        answer["function_error"], answer["executed_version"], answer["response"], answer["log"]
    )
