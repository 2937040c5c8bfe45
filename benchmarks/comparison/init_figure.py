"""How long each peer takes until it is initialised, and until its first HTTP answer.

The first request sends an e-mail, so it needs all that init may have put off. Two ways of
initialising: on demand, where mew imports FastAPI with the first HTTP event, and ahead (provisioned
concurrency), where it has imported everything. The other peers import everything either way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from ..results import Goal, Results, Row
from ..statistics_table import paired_ratio
from . import peers
from .events import JOB, SEND
from .peer import Peer
from .rounds import interleaved
from .starting import AHEAD, ON_DEMAND, Launcher, one_processor
from .versions import compared_versions

__all__ = ["FIRST", "INIT", "JOB_DONE", "OURS_AHEAD", "init_figure"]

INIT, FIRST, JOB_DONE = "init", "init and first answer", "init and a job"
OURS_AHEAD = f"{peers.OURS.name}, initialised ahead"
_JOB = " by a job"

# At most this share of the peer's, by the median of the rounds' own ratios.
_LIMITS = {
    peers.STOCK: 0.42,
    peers.SAM: 0.42,
    peers.PIP_WITH_BYTECODE: 0.85,
    peers.CHALICE: 0.8,
    peers.POWERTOOLS: 1.0,
}
_JOB_LIMIT = 1.5


def init_figure(rounds: int) -> Results:
    """Starts each peer once a round, and judges ours."""
    one_processor()
    with Launcher.of(peers.ALL) as launcher:
        sides: dict[str, Callable[[], Mapping[str, float]]] = {
            peer.name: partial(_answered, launcher, peer, ON_DEMAND) for peer in peers.ALL
        }
        sides[OURS_AHEAD] = partial(_answered, launcher, peers.OURS, AHEAD)
        for peer in (peers.OURS, peers.FLOOR):
            sides[peer.name + _JOB] = partial(_worked, launcher, peer)
        samples = interleaved(sides, rounds)
    rows = tuple(
        Row(name.removesuffix(_JOB), tuple(values), {"phase": phase})
        for (name, phase), values in sorted(samples.items(), key=lambda item: item[0][1])
    )
    return Results("init", "ms", rows, goals(rows), versions=compared_versions())


def _answered(launcher: Launcher, peer: Peer, way: str) -> Mapping[str, float]:
    began = launcher.answer(peer, SEND, way)
    return {INIT: began.init_ms, FIRST: began.first_answer_ms}


def _worked(launcher: Launcher, peer: Peer) -> Mapping[str, float]:
    return {JOB_DONE: launcher.start(peer, JOB).first_answer_ms}


def goals(rows: tuple[Row, ...]) -> tuple[Goal, ...]:
    """What ours must reach, judged by the rows."""
    samples = {(row.name, row.labels["phase"]): row.samples for row in rows}

    def ratio(ours: tuple[str, str], base: tuple[str, str]) -> float:
        return round(paired_ratio(samples[ours], samples[base]), 3)

    found = [
        Goal(f"{words}, of {peer.name}", ratio(ours, (peer.name, ours[1])), limit)
        for words, ours in (
            ("init on demand", (peers.OURS.name, INIT)),
            ("init and first answer on demand", (peers.OURS.name, FIRST)),
            ("init with everything loaded", (OURS_AHEAD, INIT)),
        )
        for peer, limit in _LIMITS.items()
    ]
    job = ratio((peers.OURS.name, JOB_DONE), (peers.FLOOR.name, JOB_DONE))
    return (*found, Goal(f"{JOB_DONE}, of {peers.FLOOR.name}", job, _JOB_LIMIT))
