"""Trace context: carried on when it is well-formed, begun anew when it is not."""

from __future__ import annotations

import random

import pytest

from .._trace import clean_correlation_id, new_trace, trace_of

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
XRAY = "Root=1-5e6722a7-cc56fe4c46db7ae02d4da47e;Parent=53995c3f42cd8ad8;Sampled=1"


def test_a_traceparent_is_continued_with_a_span_of_ones_own() -> None:
    made = new_trace(PARENT, "vendor=1")
    assert made.trace_id == "4bf92f3577b34da6a3ce929d0e0e4736"
    assert made.span_id != "00f067aa0ba902b7"
    assert made.traceparent == f"00-{made.trace_id}-{made.span_id}-01"
    assert made.state == "vendor=1"


def test_an_x_ray_header_gives_the_trace_id_where_there_is_no_traceparent() -> None:
    made = new_trace(xray=XRAY)
    assert (made.trace_id, made.flags) == ("5e6722a7cc56fe4c46db7ae02d4da47e", "01")
    assert made.xray == XRAY


def test_a_traceparent_wins_over_an_x_ray_header_and_both_are_carried() -> None:
    made = new_trace(PARENT, xray=XRAY)
    assert made.trace_id == "4bf92f3577b34da6a3ce929d0e0e4736"
    assert made.xray == XRAY


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "text",
        PARENT.upper(),
        PARENT.replace("00-4", "ff-4"),
        f"{PARENT}\r\nx-evil: 1",
        "00-" + "0" * 32 + "-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-" + "0" * 16 + "-01",
    ],
)
def test_a_malformed_traceparent_begins_a_new_trace(bad: str) -> None:
    made = new_trace(bad, "vendor=1")
    assert len(made.trace_id) == 32
    assert made.trace_id != "4bf92f3577b34da6a3ce929d0e0e4736"
    assert made.state == ""


@pytest.mark.parametrize("bad", ["a\r\nb", "x" * 501, "é"])
def test_an_x_ray_header_that_could_forge_a_header_is_dropped(bad: str) -> None:
    assert new_trace(xray=bad).xray == ""


def test_the_runtimes_x_ray_header_wins_over_the_requests() -> None:
    assert trace_of({"x-amzn-trace-id": "Root=other"}, XRAY).xray == XRAY
    assert trace_of({"x-amzn-trace-id": XRAY}, "").xray == XRAY


@pytest.mark.parametrize("good", ["a", "order-4711", "A/b:c=d+e@f.g_h", "x" * 128])
def test_a_correlation_id_fit_for_a_log_is_kept(good: str) -> None:
    assert clean_correlation_id(good) == good


@pytest.mark.parametrize("bad", ["", "a b", "a\nb", 'a"b', "é", "x" * 129, None, 3, ["a"]])
def test_any_other_correlation_id_is_dropped(bad: object) -> None:
    assert clean_correlation_id(bad) is None


@pytest.mark.parametrize(
    "card", ["4111111111111111", "4111-1111-1111-1111", "378282246310005", "order-4111111111111111"]
)
def test_the_number_of_a_card_is_no_correlation_id(card: str) -> None:
    assert clean_correlation_id(card) is None


@pytest.mark.parametrize("number", ["4111111111111112", "1773119783000", "9" * 20])
def test_other_numbers_are_correlation_ids(number: str) -> None:
    assert clean_correlation_id(number) == number


CARD = "4111111111111111"
SPELLED = [CARD, "4111-1111-1111-1111", "4111 1111 1111 1111", "3782-822463-10005"]


@pytest.mark.parametrize(
    "trace_id",
    [CARD.ljust(32, "0"), CARD.rjust(32, "a"), CARD.center(32, "9"), "378282246310005" + "a" * 17],
)
def test_a_trace_that_the_number_of_a_card_stands_in_is_not_continued(trace_id: str) -> None:
    made = new_trace(f"00-{trace_id}-00f067aa0ba902b7-01", "vendor=1")
    assert (len(made.trace_id), made.state) == (32, "")
    assert made.trace_id != trace_id
    made = new_trace(xray=f"Root=1-{trace_id[:8]}-{trace_id[8:]};Sampled=1")
    assert made.xray == ""
    assert made.trace_id != trace_id
    assert new_trace(PARENT.replace("00f067aa0ba902b7", CARD)).trace_id == PARENT[3:35]


@pytest.mark.parametrize("card", SPELLED)
def test_the_number_of_a_card_is_carried_on_in_no_header(card: str) -> None:
    made = new_trace(PARENT, f"vendor={card}", f"{XRAY};Card={card}")
    assert (made.state, made.xray) == ("", "")
    assert made.trace_id == PARENT[3:35]


def test_few_of_the_traces_that_there_are_could_be_mistaken_for_cards() -> None:
    chance = random.Random(7)  # noqa: S311
    ids = [f"{chance.getrandbits(128):032x}" for _ in range(20_000)]
    kept = sum(new_trace(f"00-{one}-00f067aa0ba902b7-00").trace_id == one for one in ids)
    assert kept > 19_900
