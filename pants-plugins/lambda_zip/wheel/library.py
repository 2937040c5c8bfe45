"""What a library consists of: its own files, what each of them requires, and other libraries."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Dict, Iterable, List, Set, Tuple

from pants.backend.python.pip_requirement import PipRequirement
from pants.backend.python.target_types import PythonRequirementsField
from pants.core.target_types import FileSourceField
from pants.engine.rules import Get, MultiGet, collect_rules, rule
from pants.engine.target import (
    Dependencies,
    DependenciesRequest,
    SingleSourceField,
    Target,
    Targets,
    TransitiveTargets,
    TransitiveTargetsRequest,
)
from pants.util.frozendict import FrozenDict

from lambda_zip.errors import LambdaZipError
from lambda_zip.wheel.field_set import KIND, LibraryWheelFieldSet
from lambda_zip.wheel.target_types import LibraryWheelDependenciesField


@dataclass(frozen=True)
class LibraryRequest:
    """The library of which a wheel is to be made."""

    field_set: LibraryWheelFieldSet


@dataclass(frozen=True)
class Library:
    """A library.

    Args:
        files: The targets of its files, and of loose files that they need.
        imports: The requirements of each file, by its path from the library's folder.
        wheels: The wheels of the libraries that it imports.
    """

    files: Targets
    imports: FrozenDict[str, Tuple[PipRequirement, ...]]
    wheels: Targets

    @property
    def requirements(self) -> Tuple[PipRequirement, ...]:
        """All requirements, each once."""
        return tuple(dict.fromkeys(chain.from_iterable(self.imports.values())))


@rule
async def find_library(request: LibraryRequest) -> Library:
    field_set = request.field_set
    transitive, named = await MultiGet(
        Get(TransitiveTargets, TransitiveTargetsRequest([field_set.address])),
        Get(Targets, DependenciesRequest(field_set.dependencies)),
    )
    wheels = [target for target in named if target.has_field(LibraryWheelDependenciesField)]
    files = [
        target
        for target in transitive.dependencies
        if target.has_field(SingleSourceField) and _is_below(target, field_set.folder)
    ]
    needs = await MultiGet(
        Get(Targets, DependenciesRequest(target[Dependencies])) for target in files
    )

    imports: Dict[str, Tuple[PipRequirement, ...]] = {}
    loose: List[Target] = []
    foreign: Set[str] = set()
    for target, needed in zip(files, needs):
        path = target[SingleSourceField].file_path[len(field_set.folder) + 1 :]
        imports[path] = tuple(
            requirement
            for need in needed
            if need.has_field(PythonRequirementsField)
            for requirement in need[PythonRequirementsField].value
        )
        for need in needed:
            if need.has_field(FileSourceField):
                loose.append(need)
            elif need.has_field(SingleSourceField) and not any(
                _is_below(need, folder)
                for folder in (field_set.folder, *(wheel.address.spec_path for wheel in wheels))
            ):
                foreign.add(f"{path} imports {need[SingleSourceField].file_path}")
    if foreign:
        raise LambdaZipError(
            field_set.address,
            f"{'; '.join(sorted(foreign))}, and this is in no wheel that the field `dependencies` "
            "names. Add the wheel of that library there, or do without the import.",
            KIND,
        )
    return Library(Targets([*files, *loose]), FrozenDict(imports), Targets(wheels))


def _is_below(target: Target, folder: str) -> bool:
    return f"{target.address.spec_path}/".startswith(f"{folder}/")


def rules() -> Iterable[object]:
    return collect_rules()
