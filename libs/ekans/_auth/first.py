"""Who is calling is asked before a body that cannot be read is complained of.

FastAPI reads the body before it calls any dependency, so a request without credentials would learn
what is wrong with its JSON.
"""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.security import SecurityScopes
from fastapi.security.base import SecurityBase
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

_ASKED = "ekans.auth.asked"


class Guard(SecurityBase):
    """A dependency that says who is calling, or raises a Problem."""

    __call__: Callable[..., Any]

    def _note(self, request: Request) -> None:
        request.scope[_ASKED] = True


async def ask_guards(request: Request, dependant: Dependant) -> None:
    """Ask the guards of a route, unless one was asked already.

    Args:
        request: what came.
        dependant: the route's.

    Raises:
        Problem: a guard does not let it in.
    """
    if _ASKED in request.scope:
        return
    for guard, needed in _guards(dependant):
        if inspect.iscoroutinefunction(guard.__call__):
            await guard(request, needed)
        else:
            # As FastAPI calls it: secrets may have to be fetched.
            await run_in_threadpool(guard, request, needed)


def _guards(dependant: Dependant) -> Iterator[tuple[Guard, SecurityScopes]]:
    for needed in dependant.dependencies:
        if isinstance(needed.call, Guard):
            scopes = [*(needed.parent_oauth_scopes or ()), *(needed.own_oauth_scopes or ())]
            yield needed.call, SecurityScopes(scopes)
        yield from _guards(needed)
