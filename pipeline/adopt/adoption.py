"""The use case: an old repository becomes a lambda here, wholly or not at all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from .conversion import Converted, convert
from .copying import copy_files
from .env_file import read_env_files
from .errors import AdoptError, Refused
from .history import History, check_history
from .naming import choose_name
from .old_repository import SOURCE, OldRepository, open_old_repository
from .place import Place, checkout_of
from .report import Report
from .staging import alone, replaced, staging, undisturbed
from .survey import survey

__all__ = ["Adopted", "Adoption", "adopt"]


@dataclass(frozen=True)
class Adoption:
    """What is asked for.

    Args:
        path: The old repository.
        folder: A folder of the checkout that the lambda moves to.
        name: The lambda's name, where the old repository's does not do.
        history: Whether to bring its commits, too.
        dry_run: Whether to make everything and keep nothing.
        report: A file for the report.
    """

    path: Path
    folder: Path
    name: str | None = None
    history: bool = False
    dry_run: bool = False
    report: Path | None = None


@dataclass(frozen=True)
class Adopted:
    """What came of it.

    Args:
        report: The report.
        hidden: Gives a text without the values of the old `.env`.
    """

    report: Report
    hidden: Callable[[str], str] = field(repr=False)


def adopt(asked: Adoption, render: Callable[[Adopted], str]) -> Adopted:
    """Bring an old repository into `lambdas/`.

    Args:
        asked: What is asked for.
        render: Makes the text of the report's file.

    Raises:
        AdoptError: it cannot be, or a file cannot be read or written. Nothing was written.
    """
    try:
        checkout = checkout_of(asked.folder)
        old = open_old_repository(asked.path, checkout)
        place = Place(checkout, choose_name(old, asked.name))
        if asked.report is not None and not asked.report.resolve().parent.is_dir():
            raise Refused(f"--report {asked.report}: its folder does not exist")
        if asked.report is not None and asked.report.is_dir():
            raise Refused(f"--report {asked.report} is a folder: name a file")
        with alone(checkout):
            place.check()
            git = check_history(old, checkout) if asked.history else None
            with staging(checkout) as aside:
                history = History(old, git, checkout, aside) if git else None
                return _adopt(asked, old, place, aside, history, render)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise AdoptError(f"{where}{error.strerror or error}") from error


def _adopt(
    asked: Adoption,
    old: OldRepository,
    place: Place,
    aside: Path,
    history: History | None,
    render: Callable[[Adopted], str],
) -> Adopted:
    found = survey(old, place.checkout, place.name)
    env = read_env_files(old.root / path for path in found.env_files)
    if PurePosixPath(SOURCE, "main.py") not in found.files:
        raise Refused(f"git ignores {SOURCE}/main.py of {old.root}: correct its .gitignore")
    if history is not None:
        folder = history.bring(place.name, env)
    else:
        folder = aside / "new" / "lambdas" / place.name
        copy_files(old.root, found.files, folder)
    report = Report(place.name, asked.dry_run, asked.history)
    converted = convert(old, place, found, folder, env, report)
    adopted = Adopted(report, env.hidden)
    if not asked.dry_run:
        # From here on it is kept or undone, whatever signal comes.
        with undisturbed(), ExitStack() as undo:
            if asked.report is not None:
                file = asked.report.resolve()
                undo.enter_context(replaced(file, render(adopted).encode(), file.parent))
            if history is not None:
                history.keep(place, converted.requirements)
            else:
                _keep(place, converted, folder, aside, undo)
    return adopted


def _keep(place: Place, converted: Converted, folder: Path, aside: Path, undo: ExitStack) -> None:
    # The ranges first: what is killed between the two can be started again.
    if converted.requirements is not None:
        undo.enter_context(replaced(place.requirements, converted.requirements, aside))
    folder.rename(place.folder)
