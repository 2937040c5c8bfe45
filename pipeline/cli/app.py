"""The command line of the pipeline: which commands there are, each registered by its own module."""

from __future__ import annotations

import typer

from pipeline.budget import commands as budget
from pipeline.changed import commands as changed
from pipeline.iam import commands as iam
from pipeline.releases import commands as releases

from . import deploy, diff, logs, promote, prune, rollback, status

__all__ = ["app"]

app = typer.Typer(
    help="Delivers lambdas: builds to versions, versions to the aliases hom and prod, and back.\n\n"
    "Exit codes: 0 done or nothing to do, 1 failed, 2 refused or used wrongly.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_show_locals=False,
)

deploy.register(app)
promote.register(app)
rollback.register(app)
prune.register(app)
status.register(app)
diff.register(app)
logs.register(app)
changed.register(app)
budget.register(app)
releases.register(app)
iam.register(app)
