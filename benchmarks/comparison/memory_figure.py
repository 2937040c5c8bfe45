"""The most memory that each peer's process has had after its first answer, which sends an e-mail."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..results import Results, Row
from . import peers
from .building import build
from .events import SEND
from .peer import Peer
from .rounds import interleaved
from .starting import Launcher, one_processor
from .versions import compared_versions

__all__ = ["memory_figure"]


def memory_figure(rounds: int, *, built: bool = False) -> Results:
    """Packages all peers and starts each once a round."""
    if not built:
        build()
    one_processor()
    with Launcher.of(peers.ALL) as launcher:
        sides: dict[str, Callable[[], Mapping[str, float]]] = {
            peer.name: _answering(launcher, peer) for peer in peers.ALL
        }
        samples = interleaved(sides, rounds)
    rows = [Row(name, tuple(values), {"phase": phase}) for (name, phase), values in samples.items()]
    return Results("memory", "MB", tuple(rows), versions=compared_versions())


def _answering(launcher: Launcher, peer: Peer) -> Callable[[], Mapping[str, float]]:
    def start() -> Mapping[str, float]:
        began = launcher.start(peer, SEND.event(peer.gateway))
        if problem := SEND.problem(began.answer):
            raise RuntimeError(f"{peer.name}: {problem}")
        return {"peak after the first answer": began.memory_mb}

    return start
