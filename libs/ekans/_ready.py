"""`GET /health/ready`: whether what the service stands on answers."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from contextvars import copy_context
from typing import Any, Literal

from fastapi import FastAPI
from pydantic import BaseModel, Field

from ekans.errors import Unavailable
from mew.core import current_invocation

type Check = Callable[[], object]
type Result = Literal["ok", "failed", "timeout"]

CHECK_SECONDS = 2.0
MARGIN_SECONDS = 0.5
RETRY_AFTER_SECONDS = 5

_logger = logging.getLogger("ekans")


class Ready(BaseModel):
    """Everything answers."""

    status: str = Field(examples=["ok"])
    stage: str = Field(examples=["hom"])
    version: str = Field(examples=["7"])
    checks: dict[str, str] = Field(examples=[{"database": "ok", "queue": "ok"}])


def add_ready(app: FastAPI, checks: Mapping[str, Check]) -> None:
    """Serve `GET /health/ready` from `app`."""
    probe = _Probe(checks)

    def ready() -> Ready:
        """What the service stands on answers: each dependency is asked, for two seconds at most."""
        now = current_invocation()
        found = probe.ask(
            str(now.stage), min(CHECK_SECONDS, now.remaining_seconds() - MARGIN_SECONDS)
        )
        if set(found.values()) <= {"ok"}:
            return Ready(status="ok", stage=str(now.stage), version=now.version, checks=dict(found))
        raise Unavailable(
            "a dependency does not answer",
            retry_after=RETRY_AFTER_SECONDS,
            extensions={"checks": found},
        )

    app.add_api_route(
        "/health/ready",
        ready,
        methods=["GET"],
        tags=["health"],
        summary="Can it work?",
        responses={503: {"description": "A dependency does not answer"}},
    )


class _Probe:
    """Asks all at once. One that still hangs from before is not asked again meanwhile."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        self._checks = dict(checks)
        self._lock = threading.Lock()
        self._asking: set[tuple[str, str]] = set()

    def ask(self, stage: str, seconds: float) -> dict[str, Result]:
        """What each answered within `seconds`."""
        end = time.monotonic() + seconds
        found: dict[str, Result] = {}
        threads = [self._start(stage, name, found) for name in self._checks]
        for thread in threads:
            if thread is not None:
                thread.join(max(0.0, end - time.monotonic()))
        return {name: found.get(name, "timeout") for name in self._checks}

    def _start(self, stage: str, name: str, found: dict[str, Result]) -> threading.Thread | None:
        with self._lock:
            if (stage, name) in self._asking:
                return None
            self._asking.add((stage, name))

        def check() -> None:
            try:
                found[name] = _result(name, self._checks[name])
            finally:
                with self._lock:
                    self._asking.discard((stage, name))

        thread = threading.Thread(
            target=copy_context().run, args=(check,), name=f"ready-{name}", daemon=True
        )
        thread.start()
        return thread


def _result(name: str, check: Check) -> Result:
    try:
        answer: Any = check()
    except Exception:
        # The caller sees the name alone; mew's log has type and stack.
        _logger.exception("the dependency %s does not answer", name)
        return "failed"
    if getattr(answer, "ok", True):
        return "ok"
    _logger.error("the dependency %s is not well: %s", name, getattr(answer, "error", None))
    return "failed"
