"""How long a warm invocation of each peer takes, under the real runtime client.

Each peer has one execution environment for all rounds; a round is many invocations of one peer, and
its sample their median. The time is from the event's dispatch until the runtime asks for the next.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial

from pipeline.local.environment import Environment

from ..results import Results, Row
from . import peers
from .events import PREVIEW, REFUSED
from .peer import Peer
from .rounds import interleaved
from .starting import Launcher, invoke, one_processor
from .versions import compared_versions

__all__ = ["warm_figure"]

_INVOCATIONS = 100


def warm_figure(rounds: int) -> Results:
    """Checks that the peers answer alike, and invokes each many times a round."""
    one_processor()
    with Launcher.of(peers.ALL) as launcher, ExitStack() as stack:
        sides: dict[str, Callable[[], Mapping[str, float]]] = {}
        for peer in peers.ALL:
            environment = stack.enter_context(launcher.environment(peer))
            _check(environment, peer)
            payload = json.dumps(PREVIEW.event(peer.gateway)).encode()
            sides[peer.name] = partial(_median, environment, peer, payload)
        samples = interleaved(sides, rounds)
    rows = [Row(name, tuple(values), {"event": event}) for (name, event), values in samples.items()]
    return Results("warm", "ms", tuple(rows), versions=compared_versions())


def _check(environment: Environment, peer: Peer) -> None:
    """Refuses a peer that does less than the others; the bare handler validates nothing."""
    requests = [PREVIEW] if peer is peers.FLOOR else [PREVIEW, REFUSED]
    for request in requests:
        outcome = invoke(environment, peer, json.dumps(request.event(peer.gateway)).encode())
        if problem := request.problem(json.loads(outcome.payload)):
            raise RuntimeError(f"{peer.name}: {problem}")


def _median(environment: Environment, peer: Peer, payload: bytes) -> Mapping[str, float]:
    taken = [invoke(environment, peer, payload).report.duration_ms for _ in range(_INVOCATIONS)]
    return {PREVIEW.title: statistics.median(taken)}
