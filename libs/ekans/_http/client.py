"""`ServiceClient`: what an adapter of a service calls."""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypedDict, Unpack

import httpx2

from ekans._http.calls import prepared
from ekans._http.clock import SYSTEM_CLOCK, Clock
from ekans._http.connections import MakeTransport
from ekans._http.errors import ServiceError
from ekans._http.exchange import Credentials, Exchange
from ekans._http.lanes import lane_to
from ekans._http.limits import Limits, budget_of
from ekans._http.replies import Reply, Stream
from ekans._http.sender import Sender
from mew.core import current_invocation, outgoing_headers
from mew.errors import StageError

_logger = logging.getLogger("ekans.http")
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Options(TypedDict, total=False):
    """What a call may say beside method and path.

    path_values: of the path's `{placeholders}`; each becomes one segment, whatever it holds.
    params: the query.  headers: of this call alone.  json, content, data, files: the body, as httpx2
    takes them; bytes and text, no generators, for it may be sent again.
    accept: statuses beside 2xx that are returned and not raised.
    repeatable: whether doing it twice does no more than doing it once; by default what RFC 9110 says
    of the method, and True with an idempotency key.
    idempotency_key: by which the service knows a repetition.
    seconds: what the whole call may take, in place of `Limits.call`.
    """

    path_values: Mapping[str, object]
    params: Mapping[str, Any]
    headers: Mapping[str, str]
    json: Any
    content: bytes | str
    data: Mapping[str, Any]
    files: Mapping[str, Any]
    accept: Collection[int]
    repeatable: bool
    idempotency_key: str
    seconds: float


class ServiceClient:
    """A client of one service for the running stage; make one for each request or job.

    It is cheap: connections and the breaker outlive it, kept by stage and host. At another stage
    than the one that it was made at, every call is refused: its credentials are of that stage.

    Args:
        service: a short name for errors and logs, such as `pagarme`.
        base_url: `https://host/prefix`. Plain http is for this machine alone, or for `insecure`.
        credentials: the headers that say who is calling; asked again once after a 401.
        headers: of every call.
        limits: how long, how often, how much.
        idempotency_header: the header of `idempotency_key`.
        insecure: allow plain http to another machine.
        transport: makes another transport than ours, for tests and proxies. Connections are kept by
            this very object, so give a function of a module, not one made for each client.
        clock: both clocks and sleep, for tests.

    Raises:
        StageError: no invocation is running.
        ValueError: the URL has no host, plain http, or holds credentials.
    """

    def __init__(
        self,
        service: str,
        base_url: str,
        *,
        credentials: Credentials | None = None,
        headers: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        idempotency_header: str = "Idempotency-Key",
        insecure: bool = False,
        transport: MakeTransport | None = None,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self.service = service
        self.stage = current_invocation().stage
        self.limits = limits or Limits()
        self._base = base_url.rstrip("/")
        self._origin = _origin_of(service, self._base, insecure=insecure)
        self._credentials = credentials
        self._headers = dict(headers or {})
        self._idempotency_header = idempotency_header
        self._transport = transport
        self._clock = clock

    def __repr__(self) -> str:
        return f"ServiceClient({self.service!r}, {self._base!r}, stage={self.stage.value!r})"

    def request(self, method: str, path: str, **options: Unpack[Options]) -> Reply:
        """Call the service and read the whole answer.

        Args:
            method: the HTTP method.
            path: below the base URL, beginning with `/`; see `Options` for the rest.

        Raises:
            ServiceError: see `ekans.http`.
            StageError: the client was made at another stage.
        """

        def whole(stream: Stream) -> Reply:
            try:
                return stream.read()
            finally:
                stream.close()

        return self._run(method, path, options, whole)

    @contextmanager
    def stream(self, method: str, path: str, **options: Unpack[Options]) -> Iterator[Stream]:
        """Call the service and hand out the answer while it is coming; see `request`.

        It is repeated only until the answer begins. `seconds` bounds the reading too.
        """
        stream = self._run(method, path, options, lambda answer: answer)
        try:
            yield stream
        finally:
            stream.close()

    def get(self, path: str, **options: Unpack[Options]) -> Reply:
        """GET; see `request`."""
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Unpack[Options]) -> Reply:
        """POST; see `request`."""
        return self.request("POST", path, **options)

    def put(self, path: str, **options: Unpack[Options]) -> Reply:
        """PUT; see `request`."""
        return self.request("PUT", path, **options)

    def patch(self, path: str, **options: Unpack[Options]) -> Reply:
        """PATCH; see `request`."""
        return self.request("PATCH", path, **options)

    def delete(self, path: str, **options: Unpack[Options]) -> Reply:
        """DELETE; see `request`."""
        return self.request("DELETE", path, **options)

    def _run[T](self, method: str, path: str, options: Options, finish: Callable[[Stream], T]) -> T:
        now = current_invocation()
        if now.stage is not self.stage:
            raise StageError(
                f"the client of {self.service} was made at the stage {self.stage} and called at "
                f"{now.stage}: make it inside the request or job that uses it"
            )
        began = self._clock.monotonic()
        said = {"service": self.service, "method": method, "url": self._base + path}
        try:
            exchange = self._exchange(method, path, options)
            said["url"] = exchange.sender.call.shown
            result, attempts = exchange.run(finish)
        except ServiceError as error:
            error.service, error.stage = self.service, self.stage.value
            self._log(logging.WARNING, str(error), began, said, error.attempts)
            raise
        self._log(logging.INFO, "service called", began, said, attempts)
        return result

    def _exchange(self, method: str, path: str, options: Options) -> Exchange:
        now = current_invocation()
        budget = budget_of(now, self.limits, self._clock, options.get("seconds"))
        call = prepared(
            self._base,
            method.upper(),
            path,
            path_values=options.get("path_values", {}),
            params=options.get("params", {}),
            headers={**self._headers, **options.get("headers", {})},
            body={name: options[name] for name in _BODY if name in options},  # type: ignore[literal-required]
            repeatable=options.get("repeatable"),
            idempotency=(self._idempotency_header, options.get("idempotency_key")),
        )
        lane = lane_to(self.stage, self._origin, self.limits, self._transport, self._clock)
        sender = Sender(
            place=f"{self.service} at the stage {self.stage}: {call.method} {call.shown}",
            call=call,
            limits=self.limits,
            clock=self._clock,
            connections=lane.connections,
            budget=budget,
            accept=options.get("accept", ()),
        )
        agent = f"{now.function_name}/{now.version}"
        headers = {"user-agent": agent, "accept-encoding": "gzip, deflate", **outgoing_headers()}
        return Exchange(sender, lane.breaker, headers, self._credentials)

    def _log(
        self, level: int, message: str, began: float, said: Mapping[str, str], attempts: int
    ) -> None:
        took = round((self._clock.monotonic() - began) * 1000, 3)
        fields = {**said, "attempts": attempts, "call_ms": took}
        _logger.log(level, "%s", message, extra=fields)


_BODY = ("json", "content", "data", "files")


def _origin_of(service: str, base: str, *, insecure: bool) -> str:
    """Scheme, host and port of the base URL. Raises ValueError."""
    try:
        url = httpx2.URL(base)
    except (httpx2.InvalidURL, ValueError):
        # From none, and the URL unsaid: it may hold a password.
        raise ValueError(f"the base URL of {service} is no URL") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise ValueError(f"the base URL of {service} is no https://host/...")
    if url.userinfo or url.query or url.fragment:
        raise ValueError(
            f"the base URL of {service} holds credentials, a query or a fragment: give credentials "
            "as `credentials`, a query as `params`"
        )
    if url.scheme == "http" and url.host not in _LOOPBACK and not insecure:
        raise ValueError(
            f"the base URL of {service} is plain http, which would show everyone on the way what "
            "is sent: use https, or say `insecure=True`"
        )
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
