from __future__ import annotations

import json
import time
from collections.abc import Iterator
from queue import SimpleQueue

import pytest

from pipeline.local.async_invocations import AsyncInvocations, Submitted
from pipeline.local.function import Response
from pipeline.tests.conftest import Deploy
from pipeline.tests.local.clock import Clock

COUNTING = """
count = 0
def handler(event, context):
    global count
    count += 1
    print("try", count)
    if count < event:
        raise ValueError(count)
    return count
"""

Done = SimpleQueue[tuple[Submitted, Response | None]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def done() -> Done:
    return SimpleQueue()


@pytest.fixture
def later(clock: Clock, done: Done) -> Iterator[AsyncInvocations]:
    with AsyncInvocations(lambda *over: done.put(over), clock) as later:
        yield later


def wait_for_line(heard: SimpleQueue[str], line: str) -> None:
    while heard.get(timeout=20) != line:
        pass


def test_an_event_is_run_in_the_background(
    deploy: Deploy, later: AsyncInvocations, done: Done
) -> None:
    later.submit(deploy(COUNTING), b"1", "hom")

    submitted, response = done.get(timeout=20)

    assert response is not None
    assert (response.function_error, response.payload, submitted.failures) == (None, b"1", 0)


def test_an_error_is_tried_again_after_one_minute_and_after_two_more(
    deploy: Deploy, later: AsyncInvocations, done: Done, clock: Clock
) -> None:
    heard: SimpleQueue[str] = SimpleQueue()
    later.submit(deploy(COUNTING, on_log=heard.put), b"3", "hom")

    wait_for_line(heard, "try 1\n")
    for seconds, line in ((60, "try 2\n"), (120, "try 3\n")):
        wait_until_waiting(later)
        clock.pass_by(seconds - 1)
        later.wake()
        clock.pass_by(1)
        later.wake()
        wait_for_line(heard, line)

    _, response = done.get(timeout=20)
    assert response is not None
    assert (response.function_error, response.payload) == (None, b"3")


def wait_until_waiting(later: AsyncInvocations) -> None:
    """Until what failed is in the queue again."""
    limit = time.monotonic() + 20
    while not later.waiting():
        assert time.monotonic() < limit
        time.sleep(0.01)


def test_after_three_errors_it_is_given_up(
    deploy: Deploy, later: AsyncInvocations, done: Done, clock: Clock
) -> None:
    heard: SimpleQueue[str] = SimpleQueue()
    later.submit(deploy(COUNTING, on_log=heard.put), b"9", "hom")
    for seconds, line in ((60, "try 1\n"), (120, "try 2\n")):
        wait_for_line(heard, line)
        wait_until_waiting(later)
        clock.pass_by(seconds)
        later.wake()

    submitted, response = done.get(timeout=20)

    assert response is not None
    assert submitted.failures == 2
    assert json.loads(response.payload)["errorMessage"] == "3"


def test_a_throttled_event_waits_until_there_is_room(
    deploy: Deploy, later: AsyncInvocations, done: Done, clock: Clock
) -> None:
    function = deploy(COUNTING, concurrency=0)
    later.submit(function, b"1", "hom")
    wait_until_waiting(later)

    function.concurrency = 1
    clock.pass_by(1)
    later.wake()

    _, response = done.get(timeout=20)
    assert response is not None
    assert response.payload == b"1"


def test_a_throttled_event_is_given_up_after_six_hours(
    deploy: Deploy, later: AsyncInvocations, done: Done, clock: Clock
) -> None:
    later.submit(deploy(COUNTING, concurrency=0), b"1", "hom")
    wait_until_waiting(later)

    clock.pass_by(6 * 3600)
    later.wake()

    assert done.get(timeout=20)[1] is None


def test_an_alias_that_is_gone_ends_the_event(
    deploy: Deploy, later: AsyncInvocations, done: Done
) -> None:
    later.submit(deploy(COUNTING), b"1", "gone")

    assert done.get(timeout=20)[1] is None
