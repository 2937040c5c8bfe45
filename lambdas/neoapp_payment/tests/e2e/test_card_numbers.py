"""A card's number is sent wherever a string goes, and is found nowhere afterwards."""

import base64
import copy
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from ..partner.cards import APPROVED_TOKEN
from ..partner_server import PartnerServer
from ..support import TABLES, World, new_payment

NUMBER = "4111111111111111"
SPELLINGS = (NUMBER, "4111 1111 1111 1111", "4111-1111-1111-1111", f"my card: {NUMBER}.")


def places(body: Any) -> Iterator[tuple[list[Any], Any]]:
    """Every leaf of a body: the way to it, and what it holds."""
    for key, value in body.items():
        if isinstance(value, dict):
            yield from (([key, *path], leaf) for path, leaf in places(value))
        else:
            yield [key], value


def with_number(body: Any, path: list[Any], number: Any) -> Any:
    """The body with `number` at `path`."""
    made = copy.deepcopy(body)
    place = made
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = number
    return made


def bodies() -> Iterator[Any]:
    """Payments with a card's number in each of their places, and where none belongs."""
    whole = new_payment("card", card_token=APPROVED_TOKEN, installments=1)
    whole["customer"] |= {
        "phone": "+5511987654321",
        "address": {"line_1": "1", "zip_code": "01310-100", "city": "a", "state": "SP"},
    }
    for path, _ in places(whole):
        yield from (with_number(whole, path, number) for number in (*SPELLINGS, int(NUMBER)))
    yield whole | {NUMBER: 1}
    yield whole | {"notes": [{"deep": [NUMBER]}]}
    yield whole | {"payment": {"method": "card", "card": {"number": NUMBER, "cvv": "123"}}}
    yield NUMBER
    yield '{"description": "' + NUMBER


def send_everywhere(world: World) -> Iterator[str]:
    """Send the number wherever the API takes a string; what it answered."""
    for index, body in enumerate(bodies()):
        answer = world.pay(body, f"key-{index}")
        assert answer.status in (400, 422), body
        yield answer.text
    good = world.pay(new_payment("card", card_token=APPROVED_TOKEN)).body["id"]
    for number in SPELLINGS[:1]:
        yield world.pay(new_payment(), number).text
        yield world.refund(good, {"amount_cents": 1}, number).text
        yield world.refund(number, {}).text
        yield world.request("GET", f"/payments/{number}").text
        yield world.request("GET", "/payments", query=f"cursor={number}").text
        yield world.request("GET", "/payments", query=f"size={number}").text
        yield world.request("GET", "/payments", query=f"{number}={number}").text
        yield world.request("GET", "/installments", query=f"amount={number}").text
    for body in ({"amount_cents": NUMBER}, {"amount_cents": int(NUMBER)}, {NUMBER: 1}):
        yield world.refund(good, body).text
    hook = {"id": "hook_abcdefgh1234", "type": NUMBER, NUMBER: NUMBER, "data": {"id": NUMBER}}
    yield world.hook(hook).text
    yield world.hook(hook | {"id": f"hook_{NUMBER}"}).text
    yield world.hook(hook, user=NUMBER, password=NUMBER).text


_READ_BY_SOMEBODY = (
    *("x-correlation-id", "x-request-id", "x-api-key", "authorization", "cookie", "user-agent"),
    *("referer", "origin", "forwarded", "x-forwarded-for", "x-forwarded-host", "host", "accept"),
    *("x-forwarded-proto", "x-forwarded-prefix", "accept-language", "if-match", "range"),
)


def headers() -> Iterator[dict[str, str]]:
    """Requests' headers with a card's number in them."""
    span, real = "00f067aa0ba902b7", "4bf92f3577b34da6a3ce929d0e0e4736"
    for trace_id in (NUMBER.ljust(32, "0"), NUMBER.rjust(32, "a")):
        yield {"traceparent": f"00-{trace_id}-{span}-01"}
        yield {"x-amzn-trace-id": f"Root=1-{trace_id[:8]}-{trace_id[8:]};Sampled=1"}
    yield {"traceparent": f"00-{real}-{NUMBER}-01"}
    for number in SPELLINGS:
        yield {
            "traceparent": f"00-{real}-{span}-01",
            "tracestate": f"shop={number}",
            "x-amzn-trace-id": f"Root=1-5e6722a7-cc56fe4c46db7ae02d4da47e;Card={number}",
        }
        yield dict.fromkeys(("traceparent", "x-amzn-trace-id"), number)
        yield dict.fromkeys(_READ_BY_SOMEBODY, number)


def test_a_card_number_in_a_header_is_nowhere_and_goes_nowhere(
    world: World,
    partner: PartnerServer,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    card = new_payment("card", card_token=APPROVED_TOKEN)
    answers = []
    for index, sent in enumerate(headers()):
        answer = world.request("POST", "/payments", card, {"Idempotency-Key": f"k-{index}"} | sent)
        assert answer.status == 201, answer.text
        answers.append(answer.text + json.dumps(answer.headers))
    for name in ("idempotency-key", "content-type", "content-length"):
        answers += [world.request("POST", "/payments", card, {name: NUMBER}).text]
    event = {"traceparent": f"00-{NUMBER.ljust(32, '0')}-{NUMBER}-01", "correlation_id": NUMBER}
    world.invoke({"job": "send_notifications", **event})
    messages = world.messages()
    assert len(partner.orders) == len(messages) == len(list(headers()))
    seen = {
        "answers": "\n".join(answers),
        "database": stored(world),
        "logs": "".join(capfd.readouterr()) + caplog.text,
        "the partner's requests": repr(partner.requests),
        "messages": json.dumps(messages),
    }
    assert all("traceparent" in seen[where] for where in ("messages", "the partner's requests"))
    assert_no_number(seen)


def stored(world: World) -> str:
    """All that the stage's database holds."""
    tables = TABLES.split(", ")
    return json.dumps([world.rows(f"SELECT {table}::text FROM {table}") for table in tables])  # noqa: S608


def assert_no_number(seen: dict[str, str]) -> None:
    """Fail where one of the texts holds the number in any spelling."""
    for where, text in seen.items():
        for spelling in (*SPELLINGS[:3], base64.b64encode(NUMBER.encode()).decode()):
            found = text.find(spelling)
            assert found < 0, f"in {where}: {text[max(0, found - 200) : found + 40]}"


def test_a_card_number_is_nowhere_once_it_was_sent_everywhere(
    world: World, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answers = "\n".join(send_everywhere(world))
    logs = "".join(capfd.readouterr()) + caplog.text
    assert "invocation" in logs
    assert_no_number({"answers": answers, "database": stored(world), "logs": logs})
