"""The most memory that each peer's process has had after its first answer, which sends an e-mail."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from ..results import Results, Row
from . import peers
from .events import SEND
from .peer import Peer
from .rounds import interleaved
from .starting import Launcher, one_processor
from .versions import compared_versions

__all__ = ["memory_figure"]


def memory_figure(rounds: int) -> Results:
    """Starts each peer once a round."""
    one_processor()
    with Launcher.of(peers.ALL) as launcher:
        sides = {peer.name: partial(_peak, launcher, peer) for peer in peers.ALL}
        samples = interleaved(sides, rounds)
    rows = [Row(name, tuple(values), {"phase": phase}) for (name, phase), values in samples.items()]
    return Results("memory", "MB", tuple(rows), versions=compared_versions())


def _peak(launcher: Launcher, peer: Peer) -> Mapping[str, float]:
    return {"peak after the first answer": launcher.answer(peer, SEND).memory_mb}
