"""What `up` is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["StartCloud"]


@dataclass(frozen=True, slots=True)
class StartCloud:
    """Start the cloud called `name` for `lambdas` of a checkout, each at every one of `stages`.

    `port` is the front page's and the gateway's, 0 takes a free one; `state` is a folder for what is
    kept until the next start; `watch` is whether changes of sources are served at once.
    """

    checkout: Path
    lambdas: tuple[str, ...]
    stages: tuple[str, ...]
    name: str = "cloud"
    port: int = 0
    state: Path | None = None
    watch: bool = True
