from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.local.page.text import (
    MAX_SHOWN,
    amount,
    bounded,
    duration,
    moment,
    pretty,
    until,
    visible,
)

NOW = datetime.datetime(2026, 5, 4, 9, 30, tzinfo=datetime.UTC)


@settings(deadline=None)
@given(st.text(st.characters(codec=None)))
def test_nothing_stays_hidden_and_everything_can_be_sent(text: str) -> None:
    shown = visible(text)

    shown.encode()
    assert not any(ord(each) < 0x20 and each not in "\t\n" for each in shown)
    assert visible(shown) == shown


def test_ordinary_text_stays_as_it_is() -> None:
    assert visible("Olá, 世界 🙂\n\tfim") == "Olá, 世界 🙂\n\tfim"


@settings(deadline=None)
@given(st.binary())
def test_any_payload_can_be_shown(payload: bytes) -> None:
    assert isinstance(pretty(payload), str)


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        (b'{"a":[1]}', '{\n  "a": [\n    1\n  ]\n}'),
        (b"not json", "not json"),
        (b"\xff", "\\xff"),
        (b"[" * 100_000, "[" * 100_000),
        (b"1" * 10_000, "1" * 10_000),
        (b"", ""),
    ],
)
def test_payloads_are_indented_where_they_are_json(payload: bytes, shown: str) -> None:
    assert pretty(payload) == shown


def test_what_is_too_long_is_cut_and_says_so() -> None:
    assert bounded("abc", 3) == "abc"
    assert bounded("abcd", 3) == "abc\n… 1 more characters are not shown"
    assert len(pretty(b'"%s"' % (b"x" * 6_000_000))) < MAX_SHOWN + 100
    assert len(pretty(b"[%s1]" % (b"1," * 90_000))) < MAX_SHOWN + 100


@pytest.mark.parametrize(
    ("size", "shown"), [(0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (40_000_000, "40.0 MB")]
)
def test_sizes_have_units(size: int, shown: str) -> None:
    assert amount(size) == shown


@pytest.mark.parametrize(
    ("milliseconds", "shown"),
    [(0.04, "0.0 ms"), (3.26, "3.3 ms"), (41.3, "41 ms"), (1240, "1.24 s")],
)
def test_durations_have_units(milliseconds: float, shown: str) -> None:
    assert duration(milliseconds) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-5, "now"),
        (0, "now"),
        (5, "in 5 s"),
        (150, "in 2 min"),
        (7200, "in 2 h"),
        (200_000, "in 2 d"),
    ],
)
def test_times_to_come_are_told_from_now(seconds: int, shown: str) -> None:
    assert until(NOW + datetime.timedelta(seconds=seconds), NOW) == shown


def test_a_time_of_another_day_has_its_date() -> None:
    assert moment(NOW).startswith(f"{NOW.astimezone():%d %b %Y}, ")
    assert len(moment(datetime.datetime.now(datetime.UTC))) == len("12:00:00")
