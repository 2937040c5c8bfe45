"""Centavos, ULIDs and São Paulo's time."""

import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from ulid import ULID

from ekans.notations import (
    Centavos,
    SaoPauloTime,
    Ulid,
    check_ulid,
    day_in_sao_paulo,
    format_brl,
    in_sao_paulo,
    new_ulid,
    parse_brl,
    ulid_time,
)

MOST = 2**53 - 1


@pytest.mark.parametrize("value", [0, 1, 123456, MOST])
def test_whole_centavos_are_taken(value: int) -> None:
    assert TypeAdapter(Centavos).validate_python(value) == value
    assert TypeAdapter(Centavos).validate_json(str(value)) == value


@pytest.mark.parametrize("value", [-1, MOST + 1, 1.0, 1.5, "1", True, None, float("nan")])
def test_what_is_not_whole_centavos_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Centavos).validate_python(value)


@pytest.mark.parametrize("text", ["1.0", "1e2", '"1"', "true", "NaN"])
def test_json_that_is_not_whole_centavos_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Centavos).validate_json(text)


@given(st.integers(0, MOST))
def test_an_amount_is_read_as_it_was_written(centavos: int) -> None:
    text = format_brl(centavos)
    assert parse_brl(text) == centavos
    assert parse_brl(text.removeprefix("R$ ").replace(".", "")) == centavos


@pytest.mark.parametrize(
    ("text", "centavos"),
    [
        ("R$ 1.234,56", 123456),
        ("1234,56", 123456),
        ("1.234", 123400),
        ("R$0,01", 1),
        (" 10 ", 1000),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, centavos: int) -> None:
    assert parse_brl(text) == centavos


@pytest.mark.parametrize(
    "text",
    ["", "R$", "1,5", "1.50", "1,234.56", "12.34,00", "-1,00", "1e3", "0x10", "٣,00", "1,00 R$",
     "US$ 1,00", "9" * 16, "1" * 5000, "nan"],
)  # fmt: skip
def test_an_amount_that_could_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="it is"):
        parse_brl(text)


def test_a_negative_amount_is_shown_and_a_float_never() -> None:
    assert format_brl(-123456) == "-R$ 1.234,56"
    for value in (1.0, True, "1"):
        with pytest.raises(TypeError, match="centavos are an int"):
            format_brl(value)  # type: ignore[arg-type]


@given(st.floats(0, 200_000_000_000))
def test_a_ulid_is_what_the_library_reads(seconds: float) -> None:
    made = new_ulid(lambda: seconds)
    assert check_ulid(made) == made
    read = ULID.from_str(made)
    assert str(read) == made
    assert read.milliseconds == int(seconds * 1000)
    # The library's own datetime goes through a float.
    since = ulid_time(made) - datetime(1970, 1, 1, tzinfo=UTC)
    assert since // timedelta(milliseconds=1) == read.milliseconds


@given(st.binary(min_size=16, max_size=16))
def test_a_ulid_of_the_library_is_taken(data: bytes) -> None:
    assert check_ulid(str(ULID(data))) == str(ULID(data))


def test_ulids_sort_by_their_time_and_are_all_different() -> None:
    made = [new_ulid(lambda at=at: 1_800_000_000 + at / 1000) for at in range(1000)]  # type: ignore[misc]
    assert made == sorted(made)
    assert len({new_ulid() for _ in range(10_000)}) == 10_000


@pytest.mark.parametrize(
    "text",
    ["", "0" * 25, "0" * 27, "8" + "0" * 25, "I" * 26, "0" * 25 + "U", "0" * 25 + "O", "0" * 25 + "l",
     "0" * 25 + "\n", "\u0130" + "0" * 25, "0" * 25 + "-"],
)  # fmt: skip
def test_what_is_no_ulid_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="26 characters"):
        TypeAdapter(Ulid).validate_python(text)


def test_a_ulid_becomes_upper_case_and_fits_its_schema() -> None:
    made = new_ulid()
    assert TypeAdapter(Ulid).validate_python(made.lower()) == made
    assert re.search(TypeAdapter(Ulid).json_schema()["pattern"], made)


def test_a_ulid_of_a_time_that_no_calendar_holds_says_so() -> None:
    with pytest.raises(ValueError, match="beyond what a calendar holds"):
        ulid_time("7" + "Z" * 25)


SUMMER = datetime(2018, 12, 31, 12, tzinfo=UTC)
NOW = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)


def test_summer_time_is_known_where_it_was() -> None:
    assert in_sao_paulo(SUMMER).isoformat() == "2018-12-31T10:00:00-02:00"
    assert in_sao_paulo(NOW).isoformat() == "2026-07-01T09:30:00-03:00"


def test_a_day_ends_at_midnight_in_sao_paulo() -> None:
    assert day_in_sao_paulo(datetime(2026, 7, 2, 2, 59, tzinfo=UTC)) == date(2026, 7, 1)
    assert day_in_sao_paulo(datetime(2026, 7, 2, 3, 0, tzinfo=UTC)) == date(2026, 7, 2)


def test_a_time_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="has no offset"):
        in_sao_paulo(datetime(2026, 7, 1))  # noqa: DTZ001


def test_a_time_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="beyond what a calendar holds"):
        in_sao_paulo(datetime.min.replace(tzinfo=UTC))


@given(st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_it_is_the_same_moment(moment: datetime) -> None:
    assert in_sao_paulo(moment).timestamp() == moment.timestamp()


@given(
    st.datetimes(min_value=datetime(2019, 3, 1), max_value=datetime(9000, 1, 1)),  # noqa: DTZ001
    st.integers(-14, 14),
)
def test_a_moment_from_anywhere_becomes_sao_paulo_s(moment: datetime, offset: int) -> None:
    text = moment.replace(tzinfo=timezone(timedelta(hours=offset))).isoformat()
    found = TypeAdapter(SaoPauloTime).validate_python(text)
    assert found.utcoffset() == timedelta(hours=-3)
    assert (
        TypeAdapter(SaoPauloTime).validate_json(TypeAdapter(SaoPauloTime).dump_json(found)) == found
    )


@pytest.mark.parametrize(
    "value", ["", "2026-07-01", "2026-07-01T09:30:00", "now", 1_800_000_000, 1.5, None, True]
)
def test_what_names_no_moment_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(SaoPauloTime).validate_python(value)


WITHOUT_DATA = """
import sys
sys.modules["tzdata"] = None
from datetime import UTC, datetime
from ekans.notations import in_sao_paulo
print(in_sao_paulo(datetime(2026, 7, 1, 12, 30, tzinfo=UTC)).isoformat())
print(in_sao_paulo(datetime(2019, 2, 17, 2, tzinfo=UTC)).isoformat())
try:
    in_sao_paulo(datetime(2018, 12, 31, 12, tzinfo=UTC))
except ValueError as error:
    print(error)
"""


def test_without_time_zone_data_the_present_is_known_and_the_past_is_not_guessed() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_DATA],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONTZPATH": ""},
        timeout=60,
    )
    now, first, refused = ran.stdout.splitlines()
    assert now == "2026-07-01T09:30:00-03:00"
    assert first == "2019-02-16T23:00:00-03:00"
    assert "tzdata" in refused
    assert "no time zone data" in ran.stderr
