"""`./pants run pipeline:local -- ...`"""

from __future__ import annotations

import typer

from .commands.down import down
from .commands.invoke import invoke
from .commands.logs import logs
from .commands.mail import mail
from .commands.reset import reset
from .commands.send import send
from .commands.status import status
from .commands.up import up

__all__ = ["app"]

app = typer.Typer(
    help="The cloud on this machine: AWS by moto, functions by the real runtime client.",
    no_args_is_help=True,
    add_completion=False,
)

for command in (up, status, invoke, send, logs, mail, reset, down):
    app.command()(command)
