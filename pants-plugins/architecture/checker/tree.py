"""The repository as the rules see it: units, their files and their parsed modules."""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from .syntax import Import, Names, imports

# The folders whose every child is a unit of its own.
FOLDERS_OF_UNITS = ("lambdas", "libs")
# The units that stand in the repository's root.
TOP_UNITS = ("pipeline",)


@dataclass(frozen=True)
class Module:
    """One Python file.

    Args:
        path: Relative to the repository.
        file: The same, relative to the unit's folder.
        package: The names of the package that its relative imports start from.
        source: The bytes of the file.
        tree: The parsed file, or the error that parsing ended in.
    """

    path: PurePosixPath
    file: PurePosixPath
    package: tuple[str, ...]
    source: bytes = field(repr=False)
    tree: ast.Module | SyntaxError = field(repr=False)

    @property
    def top(self) -> str:
        """The file's or folder's name in the unit's folder that the module is, or stands in."""
        return self.file.parts[0]

    @property
    def body(self) -> list[ast.stmt]:
        """The module's statements; none where it does not parse."""
        return [] if isinstance(self.tree, SyntaxError) else self.tree.body

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """The module's imports, wherever they stand."""
        if isinstance(self.tree, SyntaxError):
            return ()
        return tuple(imports(self.tree, self.package))

    @cached_property
    def names(self) -> Names:
        """What the module's names stand for."""
        return Names(self.imports)


@dataclass(frozen=True)
class Unit:
    """What is checked as a whole: one lambda, one library, or the pipeline.

    Args:
        root: The repository.
        folder: The unit's folder, relative to `root`.
    """

    root: Path
    folder: PurePosixPath

    @property
    def name(self) -> str:
        """The unit's name, which is the name of its package too."""
        return self.folder.name

    @property
    def is_lambda(self) -> bool:
        """Whether the unit is a lambda."""
        return self.folder.parent == PurePosixPath("lambdas")

    @cached_property
    def files(self) -> tuple[PurePosixPath, ...]:
        """The unit's files, relative to its folder, without caches and hidden folders."""
        return tuple(sorted(_walk(self.root / self.folder, PurePosixPath())))

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """The unit's Python files."""
        return tuple(self._read(file) for file in self.files if file.suffix == ".py")

    def module(self, file: str) -> Module | None:
        """The Python file at `file`, relative to the unit's folder, where there is one."""
        wanted = PurePosixPath(file)
        return next((module for module in self.modules if module.file == wanted), None)

    def text(self, file: PurePosixPath) -> str:
        """The text of `file`, relative to the unit's folder."""
        return (self.root / self.folder / file).read_text("utf-8", "replace")

    def _read(self, file: PurePosixPath) -> Module:
        path = self.folder / file
        source = (self.root / path).read_bytes()
        tree: ast.Module | SyntaxError
        try:
            tree = ast.parse(source, str(path))
        except SyntaxError as error:
            tree = error
        except ValueError as error:  # a null byte
            tree = SyntaxError(str(error))
        return Module(path, file, (self.name, *file.parent.parts), source, tree)


def _walk(folder: Path, relative: PurePosixPath) -> Iterator[PurePosixPath]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__" and not entry.name.startswith("."):
                    yield from _walk(folder / entry.name, relative / entry.name)
            else:
                yield relative / entry.name


def units(root: Path, paths: tuple[str, ...] = ()) -> list[Unit]:
    """The units that `paths` touch, or all of the repository's.

    Args:
        root: The repository.
        paths: Files or folders, absolute or relative to `root`. What belongs to no unit is passed over.

    Raises:
        FileNotFoundError: A path that does not exist.
    """
    known = _all_units(root)
    if not paths:
        return known
    wanted = [_relative(root, path) for path in paths]
    return [
        unit
        for unit in known
        if any(
            path == unit.folder or unit.folder in path.parents or path in unit.folder.parents
            for path in wanted
        )
    ]


def _all_units(root: Path) -> list[Unit]:
    folders = [
        PurePosixPath(parent, child.name)
        for parent in FOLDERS_OF_UNITS
        if (root / parent).is_dir()
        for child in sorted((root / parent).iterdir())
        if child.is_dir() and not child.name.startswith((".", "__"))
    ]
    folders += [PurePosixPath(name) for name in TOP_UNITS if (root / name).is_dir()]
    found = (Unit(root, folder) for folder in folders)
    # A branch that was left behind leaves folders of nothing but caches.
    return [unit for unit in found if unit.files]


def _relative(root: Path, path: str) -> PurePosixPath:
    absolute = root / path
    if not absolute.exists():
        raise FileNotFoundError(f"{path} does not exist under {root}: correct the path")
    # Without resolving links: a unit is named by its folder in the repository.
    return PurePosixPath(Path(os.path.relpath(absolute, root)).as_posix())
