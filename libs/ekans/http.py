"""The client of other services: bounded, repeated only where that is safe, and never across stages.

    from ekans.http import ServiceClient

    # in an adapter, made for each request or job
    def credentials(*, fresh: bool) -> dict[str, str]:
        settings = Settings.refresh() if fresh else Settings.load()
        return {"Authorization": f"Bearer {settings.api_key}"}

    partner = ServiceClient("partner", "https://api.partner.example/v1", credentials=credentials)
    order = partner.post("/orders", json=body, idempotency_key=key).json()
    with partner.stream("GET", "/orders/{id}/receipt", path_values={"id": order_id}) as answer:
        for chunk in answer.chunks():
            ...

No wait outlives the invocation (less `Limits.margin`): not name resolution, not an answer that
trickles in. A call is repeated after a failure that may pass when nothing of it was sent, or when
its method is idempotent, or when it carries an idempotency key; `Retry-After` is waited for while
there is time. What may have arrived and is none of these is never sent twice. An error says
`outcome_unknown` when any attempt may have taken effect, also when the last one was refused. Logs
and errors show the path's template and the names of the query alone.

Importing this module loads httpx2, so import it in adapters, which the composition root imports
when a request needs them. Nothing here is async: a request runs in a thread, a job in the main one.
"""

from ekans._http.client import Options, ServiceClient
from ekans._http.clock import Clock
from ekans._http.errors import (
    AnswerTooLarge,
    BadAnswer,
    BadCall,
    BadStatus,
    CircuitOpen,
    ConnectionLost,
    Denied,
    Failed,
    NotSent,
    Rejected,
    ServiceError,
    Throttled,
    TimedOut,
    Unreachable,
)
from ekans._http.exchange import Credentials
from ekans._http.lanes import close_all
from ekans._http.limits import Limits
from ekans._http.problems import problem_of
from ekans._http.replies import Reply, Stream
from ekans._http.transport import PoolTransport

__all__ = [
    "AnswerTooLarge",
    "BadAnswer",
    "BadCall",
    "BadStatus",
    "CircuitOpen",
    "Clock",
    "ConnectionLost",
    "Credentials",
    "Denied",
    "Failed",
    "Limits",
    "NotSent",
    "Options",
    "PoolTransport",
    "Rejected",
    "Reply",
    "ServiceClient",
    "ServiceError",
    "Stream",
    "Throttled",
    "TimedOut",
    "Unreachable",
    "close_all",
    "problem_of",
]
