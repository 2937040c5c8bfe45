"""What lives as long as the environment: connections and breakers, by stage and host."""

import threading
from collections.abc import Callable
from typing import NamedTuple

from ekans._http.breaker import Breaker
from ekans._http.clock import Clock
from ekans._http.connections import Connections, MakeTransport
from ekans._http.limits import Limits
from mew.config import Stage


class Lane(NamedTuple):
    """The way to one host at one stage. Nothing of it is ever used at another stage."""

    connections: Connections
    breaker: Breaker


_lock = threading.Lock()
_connections: dict[tuple[Stage, str, Limits, MakeTransport | None, Clock], Connections] = {}
_breakers: dict[tuple[Stage, str, Clock], Breaker] = {}


def lane_to(
    stage: Stage,
    origin: str,
    limits: Limits,
    transport: MakeTransport | None,
    clock: Clock,
) -> Lane:
    """The lane to `origin` at `stage`, the same one whenever it is asked for.

    Args:
        stage: whose it is.
        origin: scheme, host and port.
        limits: clients with other limits have other connections; the breaker is the host's.
        transport: makes the transport, or None for our own.
        clock: what measures idleness and rest.
    """
    with _lock:
        key = (stage, origin, limits, transport, clock)
        connections = _connections.get(key)
        if connections is None:
            make = transport or _own(limits)
            connections = _connections[key] = Connections(make, clock)
        breaker = _breakers.setdefault((stage, origin, clock), Breaker(clock))
    return Lane(connections, breaker)


def _own(limits: Limits) -> MakeTransport:
    from ekans._http.transport import PoolTransport

    make: Callable[[], PoolTransport] = lambda: PoolTransport(limits.connections, limits.idle)  # noqa: E731
    return make


def close_all() -> None:
    """Close every connection and forget every breaker: between tests, before a snapshot."""
    with _lock:
        gone = list(_connections.values())
        _connections.clear()
        _breakers.clear()
    for connections in gone:
        connections.close()
