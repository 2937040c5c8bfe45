"""`pipeline diff`"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from pipeline.delivery.branch import checked_stage
from pipeline.delivery.code import Code, fetch_code
from pipeline.delivery.diff import Changes, Difference, difference

from .options import Json, SettingsFile
from .progress import Progress
from .run import SETTINGS, delivery, exits, print_json

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("diff")(_diff)


def _diff(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The lambda.")],
    old: Annotated[str, typer.Option("--from", help="The stage that is compared with.")] = "prod",
    new: Annotated[str, typer.Option("--to", help="The stage whose changes are shown.")] = "hom",
    settings: SettingsFile = SETTINGS,
    json_output: Json = False,
) -> None:
    """Shows what separates prod from hom: code, dependencies and configuration.

    Examples:

        pipeline diff generic_send_email
    """
    with exits(as_json=json_output):
        with Progress() as progress:
            on = delivery(settings, progress.say)
            progress.say("comparing")

            def fetch(name: str, number: str) -> Code:
                return fetch_code(on.client("lambda"), name, number)

            found = difference(name, on.gateway, fetch, checked_stage(old), checked_stage(new))
        if json_output:
            print_json({"ok": True, **_json(found)})
            return
        for line in _lines(found):
            typer.echo(line)


def _json(found: Difference) -> dict[str, Any]:
    return {
        "lambda": found.name,
        "from": {"stage": found.old.name, "version": found.old.version},
        "to": {"stage": found.new.name, "version": found.new.version},
        "same_code": found.same_code,
        "files": dataclasses.asdict(found.files),
        "dependencies": found.dependencies,
        "other_files": found.other_files,
        "configuration": found.configuration,
        "unknown": found.unknown,
    }


def _lines(found: Difference) -> Iterator[str]:
    old, new = found.old, found.new
    yield f"{found.name}: {old.name} (version {old.version}) to {new.name} (version {new.version})"
    if found.same_code and not found.configuration:
        yield "  no difference"
    yield from _files(found.files)
    for name, (before, after) in found.dependencies.items():
        yield f"  dependency {name}: {before or 'none'} -> {after or 'none'}"
    if found.other_files:
        yield f"  {found.other_files} files of dependencies differ"
    for key, (before, after) in found.configuration.items():
        yield f"  configuration {key}: {_shown(before)} -> {_shown(after)}"
    if found.unknown:
        yield f"  the code differs, but {found.unknown}"


def _files(changes: Changes) -> Iterator[str]:
    for mark, paths in (("+", changes.added), ("-", changes.removed), ("~", changes.changed)):
        for path in paths:
            yield f"  {mark} {path}"


def _shown(found: Any) -> str:
    return ", ".join(map(str, found)) or "none" if isinstance(found, tuple) else str(found)
