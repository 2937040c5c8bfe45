"""Runs a command: errors become sentences and exit codes in this file alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from pipeline.delivery.errors import DeliveryError, Refused
from pipeline.delivery.outcome import Outcome
from pipeline.delivery.wiring import Delivery
from pipeline.settings.errors import SettingsInvalid
from pipeline.settings.read import read_settings

from .progress import Progress
from .summary import append_summary

__all__ = [
    "SETTINGS",
    "delivery",
    "each_lambda",
    "error_json",
    "exits",
    "print_json",
]

SETTINGS = Path("pipeline.toml")
_FAILED = 1
_REFUSED = 2


def delivery(settings: Path, say: Callable[[str], None]) -> Delivery:
    """What the commands work with."""
    return Delivery(read_settings(settings), say)


def print_json(content: Any) -> None:
    """The one JSON object of a command."""
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))


@contextmanager
def exits(*, as_json: bool) -> Iterator[None]:
    """Ends the program with 2 for what was refused, and with 1 for what failed."""
    try:
        yield
    except (DeliveryError, SettingsInvalid) as error:
        if as_json:
            print_json({"ok": False, "error": error_json(error)})
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(_code(error)) from error


def each_lambda(
    names: Sequence[str],
    stage: str,
    progress: Progress,
    do: Callable[[str], Outcome],
    *,
    as_json: bool,
    summary: Path | None = None,
) -> None:
    """Does something for one lambda after the other; that one fails does not stop the others.

    Args:
        names: the lambdas.
        stage: for the report.
        progress: is told what became of each.
        do: does it for one.
        as_json: print one object with all results.
        summary: a file to append a table of the results to.
    """
    results: list[dict[str, Any]] = []
    errors: list[DeliveryError] = []
    for name in dict.fromkeys(names):
        progress.about(name)
        try:
            outcome = do(name)
        except DeliveryError as error:
            errors.append(error)
            results.append(
                {
                    "lambda": name,
                    "stage": stage,
                    "ok": False,
                    "outcome": "refused" if isinstance(error, Refused) else "failed",
                    "error": error_json(error),
                }
            )
            progress.line(f"error: {error}", style="red")
        else:
            results.append(outcome.as_json())
            _tell(outcome, progress)
    if as_json:
        print_json({"ok": not errors, "results": results})
    if summary is not None:
        append_summary(summary, results)
    if errors:
        raise typer.Exit(min(_code(error) for error in errors))


def _tell(outcome: Outcome, progress: Progress) -> None:
    for step in outcome.plan:
        progress.line(f"would {step}")
    moved = outcome.previous not in {None, outcome.version}
    was = f", before: {outcome.previous}" if moved else ""
    how = ", which was there already" if outcome.reused and outcome.action == "deployed" else ""
    if outcome.action != "planned":
        progress.line(
            f"{outcome.action}: {outcome.stage} leads to version {outcome.version}{how}{was}"
            f" ({outcome.seconds:.1f} s)",
            style="green",
        )
    for warning in outcome.warnings:
        progress.line(f"warning: {warning}", style="yellow")


def _code(error: Exception) -> int:
    return _REFUSED if isinstance(error, (Refused, SettingsInvalid)) else _FAILED


def error_json(error: Exception) -> dict[str, str]:
    """An error as it stands in a command's JSON."""
    if isinstance(error, DeliveryError):
        return {
            "kind": type(error).__name__,
            "message": error.message,
            "remedy": error.remedy,
        }
    return {"kind": type(error).__name__, "message": str(error), "remedy": ""}
