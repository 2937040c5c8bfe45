"""`pipeline record`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.changed.git import Git
from pipeline.cli.options import DryRun, Json
from pipeline.cli.progress import Progress
from pipeline.cli.run import exits, print_json
from pipeline.delivery.branch import target_of
from pipeline.delivery.errors import BranchRefused

from .record import ReleaseRecord
from .record_releases import Recorded, RecordReleases, record_releases
from .results import read_results

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("record")(_record)


def _record(
    results: Annotated[
        list[Path],
        typer.Argument(metavar="RESULT...", help="Output of `deploy --json`, or folders of it."),
    ],
    branch: Annotated[str, typer.Option(help="The branch: hom, prod, LAMBDA/hom or LAMBDA/prod.")],
    remote: Annotated[str, typer.Option(help="The remote that has the branch.")] = "origin",
    dry_run: DryRun = False,
    json_output: Json = False,
) -> None:
    """Commits release records to the branch: all that were delivered, in one commit, or nothing.

    A lambda that failed is not recorded, so the next run takes it up. A record that is newer than
    what is given stays.

    Examples:

        pipeline record results/ --branch hom

        pipeline record result.json --branch neoapp_payment/prod --dry-run
    """
    with exits(as_json=json_output), Progress() as progress:
        target = target_of(branch)
        records = read_results(results)
        for record in records:
            target.check(record.name)
            _check_stage(record, target.stage, branch)
        name = branch.removeprefix("refs/heads/")
        todo = RecordReleases(records, name, remote=remote, dry_run=dry_run)
        done = record_releases(todo, Git(Path.cwd()), progress.say)
    if json_output:
        print_json(_document(done))
    else:
        typer.echo(_text(done, name, dry_run=dry_run))


def _check_stage(record: ReleaseRecord, stage: str, branch: str) -> None:
    if record.stage != stage:
        raise BranchRefused(
            f"{record.name}: a result of {record.stage} can't be recorded on {branch}",
            "Record it on the branch of its stage",
        )


def _document(done: Recorded) -> dict[str, object]:
    return {
        "ok": True,
        "commit": done.commit,
        "records": [each.model_dump(mode="json", by_alias=True) for each in done.records],
        "kept": dict(done.kept),
        "tries": done.tries,
    }


def _text(done: Recorded, branch: str, *, dry_run: bool) -> str:
    would = "would record" if dry_run else "recorded"
    lines = [f"{would} {each.name}: version {each.version}" for each in done.records]
    lines += [f"kept the record of {name}: {reason}" for name, reason in done.kept.items()]
    if done.commit:
        lines.append(f"{branch} is at {done.commit[:12]} now")
    return "\n".join(lines or ["Nothing to record."])
