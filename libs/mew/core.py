"""The entry point of every lambda.

    # main.py
    from mew.core import lambda_main

    def _http():
        from .endpoint.main import create
        return create()

    def _jobs():
        from .endpoint.jobs import jobs
        return jobs

    main = lambda_main(http=_http, jobs=_jobs)

Everything is given lazily, so that an environment which only runs jobs never imports FastAPI. Under
provisioned concurrency and SnapStart all of it is imported at init, which no caller waits for.
Inside a request or a job `current_invocation()` says which stage it serves; scripts and tests open
an invocation of their own with `with invocation("hom"):`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ._invocation import Invocation, current_invocation, invocation
from ._metrics import metric
from ._runtime import LambdaContext, Registry, Runtime

if TYPE_CHECKING:
    from ._http import ASGIApp
    from .config import Settings

__all__ = [
    "Invocation",
    "current_invocation",
    "invocation",
    "lambda_main",
    "metric",
    "outgoing_headers",
]


def lambda_main(
    *,
    http: Callable[[], ASGIApp] | None = None,
    jobs: Callable[[], Registry] | None = None,
    settings: Callable[[], type[Settings]] | None = None,
) -> Callable[[Any, LambdaContext], Any]:
    """The handler that Lambda calls.

    http: makes the ASGI application, called once, with the first HTTP event.
    jobs: returns the registry, a `mew.jobs.Jobs`, called once, with the first event that is a job.
    settings: returns the lambda's Settings, which the probe loads for its stage.

    The handler raises StageError when it is invoked without an alias that is a stage, EventError
    for an event that it does not recognise or does not take, and what a directly invoked job
    raises; Lambda reports each as a function error.
    """
    return Runtime(http, jobs, settings)


def outgoing_headers() -> dict[str, str]:
    """Headers that continue the running invocation's trace in a request to another service.

    Source: W3C Recommendation "Trace Context"; AWS X-Ray Developer Guide, "Tracing header".
    """
    now = current_invocation()
    headers = {"traceparent": now.trace.traceparent, "x-correlation-id": now.correlation_id}
    if now.trace.state:
        headers["tracestate"] = now.trace.state
    if now.trace.xray:
        headers["x-amzn-trace-id"] = now.trace.xray
    return headers
