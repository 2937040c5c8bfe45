"""The first-party files of what is packaged, as they lie below a source root."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Tuple

from pants.backend.python.util_rules.python_sources import (
    PythonSourceFilesRequest,
    StrippedPythonSourceFiles,
)
from pants.core.target_types import FileSourceField
from pants.engine.addresses import Address
from pants.engine.fs import AddPrefix, Digest
from pants.engine.rules import Get, collect_rules, rule
from pants.engine.target import Targets

from lambda_zip.errors import LambdaZipError
from lambda_zip.layout import is_outside_the_zip

FIRST_PARTY = "first_party"


@dataclass(frozen=True)
class FirstPartyRequest:
    """Whose files to gather.

    Args:
        address: What is packaged, for errors.
        kind: What that is, for errors.
        dependencies: Targets, of which those with sources or resources count.
    """

    address: Address
    kind: str
    dependencies: Targets


@dataclass(frozen=True)
class FirstParty:
    """First-party files.

    Args:
        digest: The files, below the folder FIRST_PARTY.
        files: Their paths from the source root.
    """

    digest: Digest
    files: Tuple[str, ...]


@rule
async def gather_first_party(request: FirstPartyRequest) -> FirstParty:
    _refuse_loose_files(request)
    sources = await Get(StrippedPythonSourceFiles, PythonSourceFilesRequest(request.dependencies))
    snapshot = sources.stripped_source_files.snapshot
    _refuse_what_never_ships(request, snapshot.files)
    return FirstParty(
        await Get(Digest, AddPrefix(snapshot.digest, FIRST_PARTY)), tuple(snapshot.files)
    )


def _refuse_loose_files(request: FirstPartyRequest) -> None:
    loose = [str(t.address) for t in request.dependencies if t.has_field(FileSourceField)]
    if loose:
        raise LambdaZipError(
            request.address,
            f"production code depends on {', '.join(loose)}, and a `file` lies outside of all "
            "packages, so a zip has no place for it. Make it a `resource` of a package.",
            request.kind,
        )


def _refuse_what_never_ships(request: FirstPartyRequest, files: Iterable[str]) -> None:
    outside = [file for file in files if is_outside_the_zip(file)]
    if outside:
        # Packages come along with their modules; a module says more.
        modules = [file for file in outside if not file.endswith("__init__.py")] or outside
        raise LambdaZipError(
            request.address,
            f"production code imports {', '.join(modules)}, and tests, scripts and docs never go "
            "into an artifact. Move what it needs into the production tree.",
            request.kind,
        )


def rules() -> Iterable[object]:
    return collect_rules()
