"""The files of a folder."""

from pathlib import Path


def read_files(root: Path) -> dict[str, bytes]:
    """The content of every file below a folder, by its path from there."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
