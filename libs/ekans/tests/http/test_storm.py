"""A thousand faults, eight threads: nothing unsafe is sent twice, and no wait outlives its invocation."""

import random
import socket
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from ekans.http import Limits, PoolTransport, ServiceClient, ServiceError
from mew.core import invocation

from . import server as faulty
from .server import Answer, Arrived, FakeClock, FaultyServer, closed_port, reply

CALLS = 1000
SECONDS = 20.0
PATIENCE = 10.0

over = threading.Event()

FAULTS: dict[str, Answer] = {
    "reset": faulty.RESET,
    "closed": faulty.CLOSED,
    "silent": faulty.SILENT,
    "half": faulty.HALF,
    "half-reset": faulty.HALF_RESET,
    "trickling-head": faulty.TRICKLING_HEAD,
    "trickling-body": faulty.TRICKLING_BODY,
    "no-http": faulty.NO_HTTP,
    "429": reply(429),
    "429-seconds": reply(429, retry_after="3"),
    "429-date": reply(429, retry_after="Thu, 31 Dec 2099 23:59:59 GMT"),
    "500": reply(500),
    "502": reply(502, b"<html>bad gateway</html>"),
    "503-seconds": reply(503, retry_after="1"),
    "504": reply(504),
}
# What happens before anything can arrive.
NOT_SENT = ("refused", "dns", "dns-hangs")
METHODS = ("GET", "PUT", "DELETE", "POST", "PATCH", "POST with a key")
MAY_REPEAT = {"GET", "PUT", "DELETE", "POST with a key"}


def resolve(host: str, port: int) -> list[str]:
    if host.startswith("hangs"):
        over.wait(30)
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def unresolved() -> PoolTransport:
    return PoolTransport(resolve=resolve)


class Storm:
    """The calls, what became of each, and every wait that was asked for."""

    def __init__(self, server: FaultyServer) -> None:
        self.server = server
        self.outcomes: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.seen: Counter[str] = Counter()
        self.lock = threading.Lock()
        self.refused = f"http://127.0.0.1:{closed_port()}"

    def respond(self, one: Arrived) -> Answer:
        with self.lock:
            self.seen[one.headers["x-call"]] += 1
            seen = self.seen[one.headers["x-call"]]
        # Some faults pass, others stay.
        if seen > int(one.headers["x-times"]):
            return reply()
        return FAULTS[one.headers["x-fault"]]

    def call(self, number: int) -> None:
        chance = random.Random(number)  # noqa: S311
        fault = chance.choice([*FAULTS, *NOT_SENT])
        method = chance.choice(METHODS)
        options = {"idempotency_key": f"key-{number}"} if method.endswith("key") else {}
        url, transport = self.server.url, None
        if fault == "refused":
            url = self.refused
        elif fault in NOT_SENT:
            url, transport = f"https://{'hangs' if 'hangs' in fault else 'no'}.invalid", unresolved
        # Often less than what the attempts would like to have.
        seconds = chance.choice([0.3, 0.9, SECONDS])
        clock = FakeClock()
        with invocation("hom", seconds=seconds) as now:
            client = ServiceClient(
                "partner",
                url,
                limits=Limits(
                    connect=0.2, silence=0.15, call=0.6, backoff=0.01, margin=0.05, failures=10**9
                ),
                transport=transport,
                clock=clock,
            )
            began = time.monotonic()
            try:
                client.request(
                    method.split(" ", maxsplit=1)[0],
                    "/",
                    headers={
                        "x-call": str(number),
                        "x-fault": fault,
                        "x-times": str(number % 3 + 1),
                    },
                    **options,  # type: ignore[arg-type]
                )
                outcome = "ok"
            except ServiceError as error:
                outcome = type(error).__name__
                if error.outcome_unknown and fault in NOT_SENT:
                    self.wrong.append(f"{number} {fault} {method}: unknown, but never sent")
            took = time.monotonic() - began
            # What was slept on the fake clock would have been slept in earnest. Each fault alone
            # lasts 30 s where nothing bounds it; a busy machine takes its share too.
            if took + sum(clock.slept) > min(seconds, 0.6) + PATIENCE:
                self.wrong.append(f"{number} {fault} {method}: {took:.2f} s and {clock.slept}")
            assert now.stage == "hom"
        with self.lock:
            self.outcomes[f"{fault}: {outcome}"] += 1


def test_a_thousand_faults_repeat_nothing_unsafe_and_outlive_no_invocation() -> None:
    with FaultyServer() as server:
        storm = Storm(server)
        server.respond = storm.respond
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(storm.call, range(CALLS)))
        over.set()
    assert storm.outcomes.total() == CALLS
    assert storm.wrong == []
    kinds = {key.split(":")[0] for key in storm.outcomes}
    assert kinds == {*FAULTS, *NOT_SENT}
    methods = {str(n): random.Random(n) for n in range(CALLS)}  # noqa: S311
    repeated = Counter[str]()
    for number, count in storm.seen.items():
        chance = methods[number]
        chance.choice([*FAULTS, *NOT_SENT])
        method = chance.choice(METHODS)
        repeated[method] += count - 1
        assert count <= 3
        if method not in MAY_REPEAT:
            assert count == 1, f"call {number}, {method}, arrived {count} times"
    # The rule has been tried: what may be repeated was.
    assert all(repeated[method] > 20 for method in MAY_REPEAT), repeated
    assert sum(v for k, v in storm.outcomes.items() if k.endswith("ok")) > 100
