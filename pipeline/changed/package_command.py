"""`pipeline package`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.progress import Progress
from pipeline.cli.run import exits, print_json
from pipeline.delivery.errors import Refused

from .changed_list import STDIN, read_names
from .git import Git
from .history import History
from .package import package_here, package_tree

__all__ = ["package"]


def package(
    changed: Annotated[
        str, typer.Argument(metavar="FILE", help="What `changed --json` wrote; - reads stdin.")
    ] = STDIN,
    at: Annotated[
        str, typer.Option(metavar="REF", help="As they were where HEAD left REF, instead of here.")
    ] = "",
    to: Annotated[
        Path | None, typer.Option(help="With --at: the folder for zips and manifests.")
    ] = None,
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Packages the lambdas that changed, by one run of Pants, into dist/lambdas/.

    Examples:

        pipeline package changed.json

        pipeline package changed.json --at origin/hom --to before
    """
    with exits(as_json=json_output), Progress() as progress:
        if bool(at) != (to is not None):
            raise Refused("--at and --to belong together", "Give both or none")
        names = read_names(changed)
        root = Path.cwd()
        progress.say(f"packaging {len(names)} lambdas")
        if to is None:
            made = package_here(names, root)
        else:
            history = History(Git(root))
            base = history.common(at, history.commit("HEAD"))
            made = package_tree(names, Git(root), history.tree(base), to) if base else ()
        progress.line(f"packaged {', '.join(made) or 'nothing'}")
    if json_output:
        print_json({"packaged": list(made)})
