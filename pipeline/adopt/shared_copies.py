"""The copies of mew and ekans that old repositories carry; here there is one of each, in libs/."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

__all__ = ["COPIES"]

# Folders of the lambda, and the library that each was copied from.
COPIES: Mapping[PurePosixPath, str] = {
    PurePosixPath("core/mew"): "mew",
    PurePosixPath("mew"): "mew",
    PurePosixPath("core/ekans"): "ekans",
    PurePosixPath("ekans"): "ekans",
}
