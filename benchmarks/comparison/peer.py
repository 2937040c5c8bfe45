"""What is compared: the same small e-mail API in one zip a way of packaging it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

__all__ = ["BUILT", "PEERS", "Gateway", "Peer"]

PEERS = Path("benchmarks/peers")
"""The apps and their locks."""

BUILT = Path("dist/benchmarks")
"""Where the zips land, and what it takes to make them."""


class Gateway(Enum):
    """Which of API Gateway's events a peer takes."""

    HTTP = "HTTP API, payload 2.0"
    REST = "REST API"


@dataclass(frozen=True)
class Peer:
    """A zip to measure: its name in tables, where it lies, what Lambda calls, and what that takes."""

    name: str
    file: str
    handler: str = "app.handler"
    gateway: Gateway = Gateway.HTTP

    @property
    def path(self) -> Path:
        """The zip."""
        return BUILT / self.file
