"""`status`: what runs in the cloud."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import typer

from .parts import CloudName, Json, connect, errors_end_the_command

__all__ = ["status"]


def status(name: CloudName = "cloud", as_json: Json = False) -> None:
    """Shows the running cloud: addresses, lambdas with their stages, queues, schedules.

    Exits with 2 when none runs.
    """
    with errors_end_the_command():
        client = connect(name)
        found = client.get("/status")
    running = client.running
    addresses = {"pid": running.pid, "url": running.url, "aws": running.aws}
    if as_json:
        typer.echo(json.dumps({**addresses, **found}, indent=2))
    else:
        typer.echo("\n".join(_lines(addresses, found)))


def _lines(addresses: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    yield f"Process {addresses['pid']}, {addresses['url']}, AWS {addresses['aws']}"
    for each in found["lambdas"]:
        stages = ", ".join(f"{stage} {version}" for stage, version in each["stages"].items())
        yield f"Lambda {each['name']}: {stages}; {each['versions']} version(s)"
        yield from (f"  {route}" for route in each["routes"])
    for queue in found["queues"]:
        dead = "" if queue["dead_letter"] is None else f", {queue['dead_letter']} dead"
        yield f"Queue {queue['name']}: {queue['visible']} waiting, {queue['in_flight']} out{dead}"
    for schedule in found["schedules"]:
        yield f"Schedule {schedule['name']}: {schedule['expression']}, next {schedule['next']}"
    yield f"Mail: {found['mail']} message(s)"
