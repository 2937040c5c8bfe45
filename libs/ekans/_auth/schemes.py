"""Who is calling, as dependencies of routes and as security schemes of the OpenAPI document.

Source documents: RFC 9110 "HTTP Semantics", sections 11.6.1 and 15.5.2; RFC 7617 "The 'Basic' HTTP
Authentication Scheme"; OpenAPI Specification 3.1, "Security Scheme Object".
"""

import base64
import binascii
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi.openapi.models import APIKey, APIKeyIn, HTTPBase
from fastapi.openapi.models import SecurityBase as Model
from fastapi.security import SecurityScopes
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from ekans._auth.first import Guard
from ekans._auth.keys import StoredKey, find
from ekans._auth.replays import MemoryReplays, Replays
from ekans._auth.signatures import TOLERANCE_SECONDS, is_signed
from ekans.errors import Forbidden, Unauthorized

type Keys = Callable[[], Sequence[StoredKey]]

_LONGEST_CREDENTIAL = 4096


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling.

    Args:
        name: of the key, for logs and rules.
        scopes: what it may do.
    """

    name: str
    scopes: frozenset[str]


class _Scheme(Guard):
    def __init__(self, name: str, model: Model, challenge: str) -> None:
        self.scheme_name = name
        self.model = model
        self._challenge = challenge

    def _unauthorized(self) -> Unauthorized:
        # One answer for all that can be wrong with a credential.
        return Unauthorized(headers={"WWW-Authenticate": self._challenge})

    def _allowed(self, caller: Caller, needed: SecurityScopes) -> Caller:
        if not caller.scopes.issuperset(needed.scopes):
            raise Forbidden
        return caller

    def _single_header(self, request: Request, name: str) -> str:
        values = request.headers.getlist(name)
        if len(values) != 1 or len(values[0]) > _LONGEST_CREDENTIAL:
            raise self._unauthorized()
        return values[0]


class _StoredKeys(_Scheme, ABC):
    def __init__(self, keys: Keys, name: str, model: Model, challenge: str) -> None:
        super().__init__(name, model, challenge)
        self._keys = keys

    def __call__(self, request: Request, needed: SecurityScopes) -> Caller:
        """Who is calling. Raises Unauthorized or Forbidden."""
        self._note(request)
        found = find(self._shown(request), self._keys(), datetime.now(UTC))
        if found is None:
            raise self._unauthorized()
        return self._allowed(Caller(found.name, frozenset(found.scopes)), needed)

    @abstractmethod
    def _shown(self, request: Request) -> str:
        """The key that a request shows."""


class ApiKeyAuth(_StoredKeys):
    """Callers that show an API key in a header.

        auth = ApiKeyAuth(lambda: Settings.load().api_keys)

        @router.post("/emails")
        def post(caller: Annotated[Caller, Security(auth, scopes=["emails:send"])]) -> ...

    Args:
        keys: the stored keys of the running stage.
        header: where the key is.
        name: of the scheme, in the OpenAPI document.
    """

    def __init__(self, keys: Keys, *, header: str = "X-Api-Key", name: str = "ApiKey") -> None:
        model = APIKey.model_validate({"in": APIKeyIn.header, "name": header})
        super().__init__(keys, name, model, f'ApiKey realm="{name}"')
        self._header = header

    def _shown(self, request: Request) -> str:
        return self._single_header(request, self._header)


class BasicAuth(_StoredKeys):
    """Partners that send user and password, as many do with their webhooks.

    Args:
        keys: the stored credentials of the running stage; see `new_basic`.
        name: of the scheme, in the OpenAPI document; also its realm.
    """

    def __init__(self, keys: Keys, *, name: str = "Basic") -> None:
        challenge = f'Basic realm="{name}", charset="UTF-8"'
        super().__init__(keys, name, HTTPBase(scheme="basic"), challenge)

    def _shown(self, request: Request) -> str:
        scheme, _, encoded = self._single_header(request, "Authorization").partition(" ")
        try:
            shown = base64.b64decode(encoded.strip(), validate=True).decode()
        except (binascii.Error, ValueError):
            raise self._unauthorized() from None
        if scheme.lower() != "basic" or ":" not in shown:
            raise self._unauthorized()
        return shown


class SignatureAuth(_Scheme):
    """Partners that sign their webhooks; see `ekans.auth.sign` for what is signed.

    A message that is sent again under its id has a new timestamp and passes; one and the same
    sending passes once.

    Args:
        secrets: the secrets of the running stage; two while they are being rotated.
        caller: whose webhooks these are.
        scopes: what they may do.
        tolerance: how far from now the timestamp may be, in seconds.
        replays: remembers what was accepted; in this environment alone by default.
        clock: seconds since the epoch.
        name: of the scheme, in the OpenAPI document.
    """

    def __init__(
        self,
        secrets: Callable[[], Sequence[str]],
        *,
        caller: str,
        scopes: Sequence[str] = (),
        tolerance: float = TOLERANCE_SECONDS,
        replays: Replays | None = None,
        clock: Callable[[], float] = time.time,
        name: str = "Signature",
    ) -> None:
        told = "Standard Webhooks: `v1,` and the base64 of HMAC-SHA256(id.timestamp.body)"
        model = APIKey.model_validate(
            {"in": APIKeyIn.header, "name": "webhook-signature", "description": told}
        )
        super().__init__(name, model, f'Signature realm="{name}"')
        self._secrets = secrets
        self._caller = Caller(caller, frozenset(scopes))
        self._tolerance = tolerance
        self._replays = replays if replays is not None else MemoryReplays(clock=clock)
        self._clock = clock

    async def __call__(self, request: Request, needed: SecurityScopes) -> Caller:
        """Who is calling. Raises Unauthorized or Forbidden."""
        self._note(request)
        message_id = self._single_header(request, "webhook-id")
        timestamp = self._single_header(request, "webhook-timestamp")
        signatures = self._single_header(request, "webhook-signature")
        body = await request.body()

        def check() -> bool:
            return is_signed(
                self._secrets(),
                message_id,
                timestamp,
                signatures,
                body,
                now=self._clock(),
                tolerance=self._tolerance,
            ) and self._replays.first(f"{message_id}.{timestamp}", 2 * self._tolerance)

        # Secrets may have to be fetched, and replays may be a table's.
        if not await run_in_threadpool(check):
            raise self._unauthorized()
        return self._allowed(self._caller, needed)
