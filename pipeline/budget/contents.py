"""What is in a zip: files by folder, and sizes."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.delivery.artifact import Artifact
from pipeline.delivery.errors import ArtifactInvalid

__all__ = ["Contents", "Folder", "contents_of"]

_BYTECODE = re.compile(r"(.+)\.cpython-\d+(\.opt-\w+)?\.pyc")
_METADATA = re.compile(r"(.+)-[^-/]+\.dist-info")


@dataclass(frozen=True, slots=True)
class Folder:
    """What lies directly in a folder: bytes unpacked, bytecode included, and names of files."""

    bytes: int
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A zip: its bytes, those of its files unpacked, their number, and the folders; `.` is the top.

    Bytecode is counted and is not named: `x.py` stands for both. A distribution's metadata stands
    without its version, so that a new version is no new folder.
    """

    zip: int
    unzipped: int
    files: int
    folders: Mapping[str, Folder]


def contents_of(artifact: Artifact) -> Contents:
    """What is in the artifact's zip.

    Raises:
        ArtifactInvalid: it is no zip, or has a name twice.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(artifact.content)) as archive:
            entries = [each for each in archive.infolist() if not each.is_dir()]
    except zipfile.BadZipFile as error:
        raise _unusable(artifact, f"is no zip: {error}") from error
    sizes: dict[str, int] = {}
    names: dict[str, set[str]] = {}
    seen: set[str] = set()
    for entry in entries:
        if entry.filename in seen:
            raise _unusable(artifact, f"has {entry.filename!r} twice")
        seen.add(entry.filename)
        folder, name = _place(entry.filename)
        sizes[folder] = sizes.get(folder, 0) + entry.file_size
        names.setdefault(folder, set()).add(name)
    return Contents(
        zip=len(artifact.content),
        unzipped=sum(sizes.values()),
        files=len(entries),
        folders={each: Folder(sizes[each], tuple(sorted(names[each]))) for each in sorted(names)},
    )


def _place(path: str) -> tuple[str, str]:
    folder, name = posixpath.split(path)
    bytecode = _BYTECODE.fullmatch(name)
    if bytecode and posixpath.basename(folder) == "__pycache__":
        folder, name = posixpath.dirname(folder), f"{bytecode[1]}.py"
    first, *others = folder.split("/")
    metadata = _METADATA.fullmatch(first)
    return "/".join([f"{metadata[1]}.dist-info" if metadata else first, *others]) or ".", name


def _unusable(artifact: Artifact, what: str) -> ArtifactInvalid:
    return ArtifactInvalid(
        f"{artifact.name}.zip {what}",
        f"Build it again: ./pants package lambdas/{artifact.name}",
    )
