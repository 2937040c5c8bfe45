"""How large each peer's zip is, packed and unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ..results import Goal, Results, Row
from . import peers
from .send_email_loop import GENERIC_SEND_EMAIL, PIP_LOOP
from .versions import compared_versions

__all__ = ["sizes_figure"]

_ZIP, _UNZIPPED = "zip", "unzipped"
_LIMIT = 0.6


def sizes_figure(_rounds: int) -> Results:
    """Weighs the zips of all peers, and those of generic_send_email, and judges the latter."""
    paths = {
        **{peer.name: peer.path for peer in peers.ALL},
        "generic_send_email, lambda_function": GENERIC_SEND_EMAIL,
        "generic_send_email, pip + zip": PIP_LOOP,
    }
    rows = [
        Row(name, (value,), {"of": size})
        for name, path in paths.items()
        for size, value in _sizes(path).items()
    ]
    ratio = GENERIC_SEND_EMAIL.stat().st_size / PIP_LOOP.stat().st_size
    goal = Goal("zip of generic_send_email, of pip + zip", round(ratio, 3), _LIMIT)
    return Results("size", "MB", tuple(rows), (goal,), versions=compared_versions())


def _sizes(path: Path) -> dict[str, float]:
    with zipfile.ZipFile(path) as archive:
        unzipped = sum(entry.file_size for entry in archive.infolist())
    return {_ZIP: round(path.stat().st_size / 1e6, 3), _UNZIPPED: round(unzipped / 1e6, 3)}
