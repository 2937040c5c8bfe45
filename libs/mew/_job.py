"""One registered function: what payload it takes, how long and how often it may run."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple, Protocol, get_type_hints

from ._limit import limit, timed_out
from .errors import InvalidPayload

# Already JSON. Whatever else a job returns costs the import of pydantic_core.
_PLAIN = (bool, int, str)


class Guard(Protocol):
    """Decides whether a call has its effect; `mew.once.Once` is one."""

    def run(self, job: str, call: Callable[[], Any], payload: Any) -> Any:
        """The result of `call`, or of an earlier call of `job` that it repeats."""


class Policy(NamedTuple):
    """How a job is run: see `Jobs.job` for what each means."""

    timeout_seconds: float | None = None
    retry_after: tuple[int, ...] = ()
    attempts: int | None = None
    once: Guard | None = None


class Job:
    """A function under a name.

    Raises TypeError when the function takes more than one parameter, or one without annotation;
    ValueError when the policy makes no sense.
    """

    def __init__(self, name: str, function: Callable[..., Any], policy: Policy) -> None:
        self.name = name
        self.policy = policy
        self.where = f"{function.__module__}.{function.__qualname__}"
        self.function = function
        self._parameter = _parameter(self.where, function)
        self._adapter: Any = None
        if policy.once is not None and self._parameter is None:
            raise ValueError(f"job {name!r} takes no payload, so it has no key for once=")

    def payload_type(self) -> Any:
        """The annotation of the payload, or None when the job takes none."""
        if self._parameter is None:
            return None
        # Read late: the annotation may name what its module defines further down.
        return get_type_hints(self.function, include_extras=True)[self._parameter]

    def run(self, payload: Any, within: float | None = None) -> Any:
        """Validate `payload`, run the function to its end, return its result as JSON values.

        within: seconds that the caller grants; the job's own timeout may be shorter.
        """
        if self._parameter is None:
            return self._finish(self.function, within)
        value = self._validated(payload)
        if self.policy.once is None:
            return self._finish(lambda: self.function(value), within)
        key = self._adapter.dump_python(value, mode="json", by_alias=True)

        def call() -> Any:
            return self._finish(lambda: self.function(value), within)

        return self.policy.once.run(self.name, call, key)

    def _finish(self, call: Callable[[], Any], within: float | None) -> Any:
        granted = [one for one in (self.policy.timeout_seconds, within) if one is not None]
        seconds = min(granted, default=None)
        if seconds is not None and seconds <= 0:
            raise timed_out(0, self.name)
        with limit(None if inspect.iscoroutinefunction(self.function) else seconds, self.name):
            found = call()
        if inspect.iscoroutine(found):
            found = _run_async(found, seconds, self.name)
        if found is None or type(found) in _PLAIN:
            return found
        from pydantic_core import to_jsonable_python

        return to_jsonable_python(found)

    def _validated(self, payload: Any) -> Any:
        from pydantic import TypeAdapter, ValidationError

        if self._adapter is None:
            self._adapter = TypeAdapter(self.payload_type())
        try:
            return self._adapter.validate_json(json.dumps(payload))
        except ValidationError as error:
            # Only places and kinds: pydantic's text quotes the input.
            found = error.errors(include_input=False, include_url=False, include_context=False)
            problems = [(".".join(str(part) for part in e["loc"]), e["type"]) for e in found]
        said = ", ".join(f"{place or 'payload'}: {kind}" for place, kind in problems[:10])
        raise InvalidPayload(f"the payload of job {self.name!r} is invalid ({said})", job=self.name)


def _run_async(work: Coroutine[Any, Any, Any], seconds: float | None, job: str) -> Any:
    import asyncio

    from ._loop import run

    async def bounded() -> Any:
        try:
            async with asyncio.timeout(seconds) as ending:
                return await work
        except TimeoutError:
            if seconds is None or not ending.expired():
                raise
        raise timed_out(seconds, job)

    return run(bounded())


def _parameter(where: str, function: Callable[..., Any]) -> str | None:
    parameters = list(inspect.signature(function).parameters.values())
    if not parameters:
        return None
    if len(parameters) > 1:
        names = ", ".join(p.name for p in parameters)
        raise TypeError(f"{where} takes ({names}); a job takes its payload alone, or nothing")
    if parameters[0].annotation is inspect.Parameter.empty:
        raise TypeError(f"{where}: annotate {parameters[0].name!r} with the payload's type")
    return parameters[0].name
