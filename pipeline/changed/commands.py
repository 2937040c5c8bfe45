"""`pipeline changed`, `matrix`, `package` and `sizes`."""

from __future__ import annotations

import typer

from . import changed_command, matrix_command, package_command, sizes_command

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("changed")(changed_command.changed)
    app.command("matrix")(matrix_command.matrix)
    app.command("package")(package_command.package)
    app.command("sizes")(sizes_command.sizes)
