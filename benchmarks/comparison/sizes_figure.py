"""How large each peer's zip is, packed and unpacked, and in files."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ..results import Goal, Results, Row
from . import peers
from .building import build
from .send_email_loop import GENERIC_SEND_EMAIL, PIP_LOOP, build_loop
from .versions import compared_versions

__all__ = ["ZIP", "sizes_figure"]

ZIP, UNZIPPED, FILES = "zip, MB", "unzipped, MB", "files"
_LIMIT = 0.6


def sizes_figure(_rounds: int, *, built: bool = False) -> Results:
    """Packages all peers, and generic_send_email in both ways, and judges the latter."""
    if not built:
        build()
        build_loop()
    paths = {
        **{peer.name: peer.path for peer in peers.ALL},
        "generic_send_email, lambda_function": GENERIC_SEND_EMAIL,
        "generic_send_email, pip + zip": PIP_LOOP,
    }
    rows = [
        Row(name, (value,), {"size": size})
        for name, path in paths.items()
        for size, value in _sizes(path).items()
    ]
    ratio = GENERIC_SEND_EMAIL.stat().st_size / PIP_LOOP.stat().st_size
    goal = Goal("zip of generic_send_email, of pip + zip", round(ratio, 3), _LIMIT)
    return Results("size", "MB and files", tuple(rows), (goal,), versions=compared_versions())


def _sizes(path: Path) -> dict[str, float]:
    with zipfile.ZipFile(path) as archive:
        files = [entry for entry in archive.infolist() if not entry.is_dir()]
    return {
        ZIP: round(path.stat().st_size / 1e6, 3),
        UNZIPPED: round(sum(entry.file_size for entry in files) / 1e6, 3),
        FILES: len(files),
    }
