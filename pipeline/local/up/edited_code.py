"""An artifact with the checkout's present sources in place of those that it was packaged with."""

from __future__ import annotations

import base64
import filecmp
import hashlib
import os
import py_compile
import shutil
from pathlib import Path

from ..errors import SourceUnusable
from ..task_root import TaskRoot
from .sources import first_party_folders, source_files

__all__ = ["EditedCode"]

_READ_ONLY = 0o444
_FOLDER_READ_ONLY = 0o555
_TAG = "cpython-313"


class EditedCode(TaskRoot):
    """The folder of an artifact, third-party packages and all, with today's first-party files.

    Files are links to the artifact's where nothing changed, which is what makes it quick. A library's
    module that the artifact does not hold is there too, in case an edit imports it.

    Args:
        base: the artifact.
        name: the lambda.
        checkout: the repository's root.
        into: an existing folder on the file system of `base`.

    Raises:
        SourceUnusable: a file does not compile; the error names file, line and reason.
    """

    def __init__(self, base: TaskRoot, name: str, checkout: Path, into: Path) -> None:
        self.zip_path = base.zip_path
        self.size = base.size
        self.edited: list[str] = []
        self._base = base.path
        self._digest = hashlib.sha256(base.code_sha256.encode())
        self.path = into / f"edit-{os.urandom(8).hex()}"
        packages = {folder.name: folder for folder in first_party_folders(name, checkout)}
        try:
            self.path.mkdir()
            for entry in os.scandir(self._base):
                if entry.name not in packages:
                    _link(Path(entry.path), self.path / entry.name)
            for package, folder in packages.items():
                self._add(package, folder, required=package == name)
            for folder, _, _ in self.path.walk():
                folder.chmod(_FOLDER_READ_ONLY)
        except BaseException:
            self.close()
            raise
        self.code_sha256 = base64.b64encode(self._digest.digest()).decode("ascii")

    def _add(self, package: str, folder: Path, *, required: bool) -> None:
        found = set[str]()
        for file in sorted(source_files(folder)):
            part = f"{package}/{file.relative_to(folder)}"
            found.add(part)
            before, now = self._base / part, self.path / part
            now.parent.mkdir(parents=True, exist_ok=True)
            self._digest.update(part.encode() + hashlib.sha256(file.read_bytes()).digest())
            if before.is_file() and filecmp.cmp(before, file, shallow=False):
                os.link(before, now)
                if (compiled := _compiled(before)).is_file():
                    _compiled(now).parent.mkdir(exist_ok=True)
                    os.link(compiled, _compiled(now))
                continue
            shutil.copyfile(file, now)
            if required or before.is_file():
                self.edited.append(part)
                if file.suffix == ".py":
                    _compile(file, now)
            now.chmod(_READ_ONLY)
        if (self._base / package).is_dir():
            gone = {
                f"{package}/{file.relative_to(self._base / package)}"
                for file in source_files(self._base / package)
            }
            self.edited += sorted(gone - found)


def _compiled(source: Path) -> Path:
    return source.parent / "__pycache__" / f"{source.stem}.{_TAG}.pyc"


def _compile(source: Path, now: Path) -> None:
    try:
        py_compile.compile(
            str(now),
            str(_compiled(now)),
            doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
    except py_compile.PyCompileError as error:
        cause = error.exc_value
        line = f":{cause.lineno}" if isinstance(cause, SyntaxError) else ""
        reason = cause.msg if isinstance(cause, SyntaxError) else cause
        raise SourceUnusable(f"{source}{line}: {error.exc_type_name}: {reason}") from error
    _compiled(now).chmod(_READ_ONLY)


def _link(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, copy_function=os.link)
    else:
        os.link(source, target)
