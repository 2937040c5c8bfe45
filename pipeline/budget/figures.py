"""Everything that a budget counts of one artifact."""

from __future__ import annotations

from dataclasses import dataclass

from .contents import Contents
from .imports import Imports

__all__ = ["Figures"]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one artifact, exact but for the last.

    Args:
        name: the lambda.
        contents: what is in the zip.
        init: what is imported at init.
        ahead: what is, where all is loaded ahead of the first event (provisioned concurrency,
            SnapStart); `init` is a part of it.
        init_ratio: how many times as long as a bare function it takes to start; None: not measured.
    """

    name: str
    contents: Contents
    init: Imports
    ahead: Imports
    init_ratio: float | None = None
