"""Turning the files that were brought into a lambda of this repository, and telling what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from architecture.checker.rules import check
from architecture.checker.tree import Unit

from .decisions import Moved, decisions
from .env_file import EnvFile
from .old_repository import OldRepository
from .own_modules import OwnModules
from .packages import complete
from .place import Place
from .placing import place_files
from .renames import standard_places
from .report import Report
from .requirement_files import read_requirements
from .requirement_merge import merge_requirements
from .rewriting import rewrite_files
from .survey import Survey
from .telling import tell_of_files, tell_of_requirements, tell_what_is_next

__all__ = ["Converted", "convert"]


@dataclass(frozen=True)
class Converted:
    """What changes besides the lambda's folder.

    Args:
        requirements: The content of code.txt from now on; None if it stays.
    """

    requirements: bytes | None


def convert(
    old: OldRepository, place: Place, found: Survey, folder: Path, env: EnvFile, report: Report
) -> Converted:
    """Make a lambda of the files in a folder.

    Args:
        old: Where they come from.
        place: Where they are going to be.
        found: The files.
        folder: Where they are, `.../lambdas/<name>`.
        env: What the old `.env` holds.
        report: Gets what was done, and what a person must decide.
    """
    places = standard_places(found.files.values())
    place_files(folder, places)
    files = {old_file: places[file] for old_file, file in found.files.items()}
    own = OwnModules(place.name, files)
    rewritten = rewrite_files(folder, files, own)
    written = complete(folder)
    tell_of_files(report, found, places, rewritten, written)

    unit = Unit(folder.parents[1], PurePosixPath("lambdas", place.name))
    origins = {new: old_file for old_file, new in files.items()}
    report.decide += decisions(Moved(place.checkout, unit, origins, own, env))
    report.rules += [str(violation) for violation in check([unit])]

    required, unread = read_requirements(old.root)
    before = place.requirements.read_text("utf-8")
    merged = merge_requirements(before, place.lock.read_text("utf-8"), required)
    tell_of_requirements(report, merged, unread)
    tell_what_is_next(report, merged)
    return Converted(merged.text.encode() if merged.added else None)
