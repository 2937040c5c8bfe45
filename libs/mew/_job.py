"""One registered function: what payload it takes, and how it is run."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from typing import Any, get_type_hints

from .errors import InvalidPayload


class Job:
    """A function under a name.

    Raises TypeError when the function takes more than one parameter, or one without annotation.
    """

    def __init__(self, name: str, function: Callable[..., Any]) -> None:
        self.name = name
        self.where = f"{function.__module__}.{function.__qualname__}"
        self._function = function
        self._parameter = _parameter(self.where, function)
        self._validate: Callable[[str], Any] | None = None

    def run(self, payload: Any) -> Any:
        """Validate `payload`, run the function to its end, return its result as JSON values."""
        found = self._function() if self._parameter is None else self._call(payload)
        if inspect.iscoroutine(found):
            from ._loop import run

            found = run(found)
        if found is None:
            return None
        from pydantic_core import to_jsonable_python

        return to_jsonable_python(found)

    def _call(self, payload: Any) -> Any:
        from pydantic import ValidationError

        if self._validate is None:
            self._validate = self._validator()
        try:
            value = self._validate(json.dumps(payload))
        except ValidationError as error:
            # Only places and kinds: pydantic's text quotes the input.
            found = error.errors(include_input=False, include_url=False, include_context=False)
            problems = [(".".join(str(part) for part in e["loc"]), e["type"]) for e in found]
        else:
            return self._function(value)
        said = ", ".join(f"{place or 'payload'}: {kind}" for place, kind in problems[:10])
        raise InvalidPayload(f"the payload of job {self.name!r} is invalid ({said})", job=self.name)

    def _validator(self) -> Callable[[str], Any]:
        from pydantic import TypeAdapter

        # Read late: the annotation may name what its module defines further down.
        hint = get_type_hints(self._function, include_extras=True)[self._parameter or ""]
        adapter: TypeAdapter[Any] = TypeAdapter(hint)
        return adapter.validate_json


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
