"""What happens on each invocation: stage, shape, work, one log line."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import Context
from typing import TYPE_CHECKING, Any, Protocol

from . import _log
from ._events import DirectJob, Probe, Shape, recognise
from ._gc import loading
from ._invocation import Invocation, activate
from ._metrics import Collected, collecting, fields
from ._stage import stage_of
from ._trace import clean_correlation_id, trace_of
from .config import environment, load_no_plugins
from .errors import EventError, StageError

if TYPE_CHECKING:
    from ._http import ASGIApp, HttpEdge
    from .config import Settings


# Init is out of every caller's way under these, so there all is loaded before the first event comes.
# Source: AWS Lambda Developer Guide, "Using Lambda environment variables".
_INITIALISED_AHEAD = {"provisioned-concurrency", "snap-start"}


class LambdaContext(Protocol):
    """The part of Lambda's context object that mew reads."""

    function_name: str
    function_version: str
    invoked_function_arn: str
    aws_request_id: str

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda stops the invocation."""


class Registry(Protocol):
    """The part of `mew.jobs.Jobs` that serves events; an artifact without jobs carries none of mew's."""

    def names(self) -> tuple[str, ...]:
        """The names of all jobs."""

    def serve(self, shape: type[Shape], event: Any) -> tuple[Any, dict[str, Any]]:
        """The answer to Lambda, and what the log line says about it."""


class Runtime:
    """The callable that `lambda_main` returns; holds what lives as long as the environment."""

    def __init__(
        self,
        http: Callable[[], ASGIApp] | None,
        jobs: Callable[[], Registry] | None,
        settings: Callable[[], type[Settings]] | None,
    ) -> None:
        self.make_http = http
        self.make_jobs = jobs
        self.make_settings = settings
        self._http: HttpEdge | None = None
        self._jobs: Registry | None = None
        self._cold = True
        load_no_plugins()
        if environment("AWS_LAMBDA_INITIALIZATION_TYPE") in _INITIALISED_AHEAD:
            self._load()

    def __call__(self, event: Any, context: LambdaContext) -> Any:
        """Serve one invocation."""
        begun = time.perf_counter()
        cold, self._cold = self._cold, False
        if cold:
            from ._logging import set_up

            set_up()
        line: dict[str, Any] = {"cold_start": cold, "outcome": "error"}
        serving: Invocation | None = None
        collected: Collected = {}
        try:
            shape = recognise(event)
            line["kind"] = shape.kind
            serving = _open(shape, event, context, cold=cold)
            with activate(serving), collecting(collected):
                result, said = self._serve(shape, event, context)
            line |= said
        except Exception as error:
            line |= _log.describe(error)
            raise
        else:
            return result
        finally:
            line["duration_ms"] = round((time.perf_counter() - begun) * 1000, 3)
            _write(line, serving, collected, context)

    def _serve(
        self, shape: type[Shape], event: Any, context: LambdaContext
    ) -> tuple[Any, dict[str, Any]]:
        """The answer, and what the log line says about it."""
        if shape is Probe:
            return self._probe(), {"outcome": "ok"}
        if shape.http:
            edge = self._edge()
            answer = edge(event, context)
            status = answer["statusCode"]
            return answer, {"outcome": "error" if status >= 500 else "ok", "status": status}
        return self._registry(shape).serve(shape, event)

    def _edge(self) -> HttpEdge:
        if self._http is None:
            if self.make_http is None:
                raise EventError("this lambda takes no HTTP: lambda_main(...) was given no `http`")
            from ._http import HttpEdge

            self._http = HttpEdge(self.make_http)
        return self._http

    def _registry(self, shape: type[Shape] = DirectJob) -> Registry:
        if self._jobs is None:
            if self.make_jobs is None:
                raise EventError(
                    f"this lambda has no jobs, so it takes no {shape.kind} event: "
                    "lambda_main(...) was given no `jobs`"
                )
            with loading():
                self._jobs = Context().run(self.make_jobs)
        return self._jobs

    def _load(self) -> None:
        """Import what any event could need."""
        if self.make_http is not None:
            self._edge()
        if self.make_jobs is not None:
            self._registry()

    def _probe(self) -> dict[str, Any]:
        """Load all that an event of this stage could need, so that a bad version shows itself."""
        from ._invocation import current_invocation

        now = current_invocation()
        found: dict[str, Any] = {
            "probe": True,
            "stage": now.stage.value,
            "function": now.function_name,
            "version": now.version,
        }
        if self.make_settings is not None:
            with loading():
                declared = self.make_settings()
            declared.load()
            found["settings"] = sorted(declared.model_fields)
        if self.make_http is not None:
            self._edge()
            found["http"] = True
        if self.make_jobs is not None:
            found["jobs"] = sorted(self._registry().names())
        return {"mew": found}


def _write(
    line: dict[str, Any],
    serving: Invocation | None,
    collected: Collected,
    context: LambdaContext,
) -> None:
    """The one line of an invocation; of one without a stage, what is known of it."""
    level = "INFO" if line["outcome"] == "ok" else "ERROR"
    if serving is None:
        line["function"] = context.function_name
        line["version"] = context.function_version
        line["request_id"] = context.aws_request_id
        _log.emit(level, "invocation", line)
        return
    with activate(serving):
        _log.emit(level, "invocation", {**line, **fields(serving, collected)})


def _open(shape: type[Shape], event: Any, context: LambdaContext, *, cold: bool) -> Invocation:
    probed = event["mew"].get("stage") if shape is Probe else None
    stage = stage_of(context.invoked_function_arn, probed)
    if shape is DirectJob and event.get("stage", stage.value) != stage.value:
        raise StageError(
            f"the job is of another stage than the alias it came to ({stage}); "
            "leave `stage` out, or invoke that stage's alias"
        )
    headers = shape.headers(event)
    given = clean_correlation_id(headers.get("x-correlation-id"))
    return Invocation(
        stage=stage,
        request_id=context.aws_request_id,
        function_name=context.function_name,
        version=context.function_version,
        correlation_id=given
        or clean_correlation_id(shape.correlation_id(event))
        or context.aws_request_id,
        kind=shape.kind,
        cold_start=cold,
        deadline=time.time() + context.get_remaining_time_in_millis() / 1000,
        trace=trace_of(headers, environment("_X_AMZN_TRACE_ID") or ""),
    )
