"""Metrics ride on the invocation's own line, in CloudWatch's embedded format."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ..core import invocation, lambda_main, metric
from ..errors import StageError
from ..jobs import Jobs
from .support import FakeContext, invocation_line, lines_of


def run(work: Callable[[], None]) -> None:
    jobs = Jobs()

    @jobs.job("work")
    def job() -> None:
        work()

    lambda_main(jobs=lambda: jobs)({"job": "work"}, FakeContext("hom"))


def test_metrics_are_part_of_the_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        metric("emails_sent")
        metric("emails_sent", 2)
        metric("size", 12.5, "Kilobytes")

    run(work)
    line = invocation_line(capsys.readouterr().out)
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert directive == {
        "Namespace": "generic",
        "Dimensions": [["function", "stage"]],
        "Metrics": [
            {"Name": "emails_sent", "Unit": "Count"},
            {"Name": "size", "Unit": "Kilobytes"},
        ],
    }
    assert (line["emails_sent"], line["size"]) == ([1, 2], 12.5)
    assert (line["function"], line["stage"]) == ("generic_send_email", "hom")
    assert isinstance(line["_aws"]["Timestamp"], int)


def test_an_invocation_without_metrics_has_no_directive(capsys: pytest.CaptureFixture[str]) -> None:
    run(lambda: None)
    assert "_aws" not in invocation_line(capsys.readouterr().out)


def test_metrics_of_a_failed_invocation_are_written_too(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        metric("tried")
        raise LookupError

    with pytest.raises(LookupError):
        run(work)
    line = invocation_line(capsys.readouterr().out)
    assert (line["tried"], line["outcome"]) == (1, "error")


def test_more_than_a_hundred_values_or_names_take_further_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def work() -> None:
        for number in range(250):
            metric("many", number)
        for number in range(150):
            metric(f"name_{number}")

    run(work)
    values: list[Any] = []
    names: set[str] = set()
    for line in lines_of(capsys.readouterr().out):
        (directive,) = line["_aws"]["CloudWatchMetrics"]
        assert len(directive["Metrics"]) <= 100
        for one in directive["Metrics"]:
            names.add(one["Name"])
            assert not isinstance(line[one["Name"]], list) or len(line[one["Name"]]) <= 100
        if "many" in line:
            values += line["many"]
    assert sorted(values) == list(range(250))
    assert names == {"many", *(f"name_{number}" for number in range(150))}


def test_in_a_script_a_metric_is_written_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    with invocation("prod", function_name="generic_send_email"):
        metric("migrated", 3)
    (line,) = lines_of(capsys.readouterr().out)
    assert (line["migrated"], line["stage"], line["message"]) == (3, "prod", "metrics")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("",), "no name of a metric"),
        (("x" * 256,), "no name of a metric"),
        (("outcome",), "a field of the log line"),
        (("a\nb",), "no name of a metric"),
        (("a", float("nan")), "no finite number"),
        (("a", float("inf")), "no finite number"),
        (("a", 1, "Furlongs"), "'Furlongs' is no unit"),
    ],
)
def test_what_cloudwatch_would_drop_in_silence_is_refused(arguments: Any, said: str) -> None:
    with invocation(), pytest.raises(ValueError, match=said):
        metric(*arguments)


def test_one_name_has_one_unit_in_an_invocation() -> None:
    def work() -> None:
        metric("time", 1, "Seconds")
        metric("time", 1, "Milliseconds")

    with pytest.raises(ValueError, match="has the unit Seconds in this invocation"):
        run(work)


def test_outside_of_an_invocation_there_is_nothing_to_measure() -> None:
    with pytest.raises(StageError):
        metric("x")
