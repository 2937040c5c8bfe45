"""`pipeline changed`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.progress import Progress
from pipeline.cli.run import exits
from pipeline.delivery.branch import Target, checked_stage, target_of
from pipeline.delivery.errors import Refused
from pipeline.releases.records import read_records

from .cache import GraphCache
from .find import Changed, changed_since, changed_since_release, for_one
from .git import Git
from .graphs import PantsGraphs
from .history import History
from .output import as_json, as_markdown, as_text
from .worktree import tree_with_uncommitted

__all__ = ["changed"]


def changed(
    since: Annotated[
        str, typer.Option(help="Compare with where HEAD left REF; by default with HEAD^.")
    ] = "",
    since_release: Annotated[
        str,
        typer.Option(metavar="STAGE", help="Compare with each lambda's release at hom or prod."),
    ] = "",
    branch: Annotated[
        str, typer.Option(help="--since-release for what this branch deploys: hom, LAMBDA/hom, ...")
    ] = "",
    records: Annotated[
        str, typer.Option(metavar="REF", help="Where to read the release records.")
    ] = "HEAD",
    uncommitted: Annotated[
        bool, typer.Option("--uncommitted", help="Count what is not committed, too.")
    ] = False,
    summary: Annotated[
        Path | None,
        typer.Option(envvar="GITHUB_STEP_SUMMARY", help="Append a table in Markdown to this file."),
    ] = None,
    cache: Annotated[
        Path | None,
        typer.Option(envvar="PIPELINE_CACHE", help="Where dependency graphs are kept."),
    ] = None,
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Lists the lambdas whose artifact a change affects, each with the reasons.

    Examples:

        pipeline changed --since origin/hom

        pipeline changed --since-release prod --json
    """
    with exits(as_json=json_output), Progress() as progress:
        if sum(map(bool, (since, since_release, branch))) > 1:
            raise Refused(
                "--since, --since-release and --branch each say what to compare with",
                "Give one of them",
            )
        git = Git(Path(Git(Path.cwd()).text("rev-parse", "--show-toplevel")))
        history = History(git)
        head = history.commit("HEAD")
        tree = tree_with_uncommitted(git) if uncommitted else history.tree(head)
        graphs = PantsGraphs(
            git,
            GraphCache(cache or Path.home() / ".cache/lambda-pipeline/graphs", git),
            progress.say,
            tree if uncommitted else None,
        )
        target = _target(branch, since_release)
        if target is None:
            base = history.common(since, head) if since else history.first_parent(head)
            found = changed_since(base, head, tree, git, graphs)
        else:
            found = _since_release(target, history.commit(records), head, tree, git, graphs)
    typer.echo(as_json(found) if json_output else as_text(found))
    if summary is not None:
        with summary.open("a", encoding="utf-8") as file:
            file.write(as_markdown(found))


def _target(branch: str, stage: str) -> Target | None:
    if branch:
        return target_of(branch)
    return Target(checked_stage(stage)) if stage else None


def _since_release(
    target: Target, records: str, head: str, tree: str, git: Git, graphs: PantsGraphs
) -> Changed:
    recorded = read_records(git, records, target.stage)
    released = {name: record.commit for name, record in recorded.items()}
    found = changed_since_release(released, head, tree, git, graphs)
    return found if target.lambda_name is None else for_one(target.lambda_name, found)
