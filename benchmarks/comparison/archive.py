"""A folder as a zip, as a team's script makes one."""

from __future__ import annotations

import zipfile
from pathlib import Path

__all__ = ["write_zip"]


def write_zip(folder: Path, destination: Path) -> None:
    """Writes all files of `folder` into the zip `destination`, compressed."""
    with zipfile.ZipFile(destination, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))
