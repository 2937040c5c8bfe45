"""Keeping secrets: time to live, single flight, backoff, and stale values while the source is down."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest

from .._flight import Flights
from .._secrets import ATTEMPTS, PAUSE, TTL, Secret, Store
from .._stage import Stage
from ..core import invocation
from ..errors import SecretForbidden, SecretMissing, SecretUnavailable, SettingsError
from .support import lines_of

HOM, PROD = Stage.HOM, Stage.PROD


class FakeSource:
    """Implements mew's Source port: counts its fetches, and fails as long as it is told to."""

    def __init__(self) -> None:
        self.fetches: Counter[tuple[str, str, str]] = Counter()
        self.error: SettingsError | None = None
        self.failures = 0
        self.during: Callable[[], None] = lambda: None

    def fetch(self, stage: Stage, name: str, version_stage: str, *, fresh: bool) -> Secret:
        self.fetches[stage, name, version_stage] += 1
        self.during()
        if self.error is not None and self.failures > 0:
            self.failures -= 1
            raise self.error
        count = self.fetches.total()
        return Secret(name, f"v{count}", f"{stage}-{count}", None)

    def fail(self, error: SettingsError, times: int = 10**9) -> None:
        self.error, self.failures = error, times


class Clock:
    """A wall clock that stands still unless it is told to move, and what was slept on it."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
def source() -> FakeSource:
    return FakeSource()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(source: FakeSource, clock: Clock) -> Store:
    return Store(source, clock=clock, sleep=clock.sleep)


def test_the_fake_source_fails_as_often_as_it_was_told(source: FakeSource) -> None:
    source.fail(SecretUnavailable("down"), times=1)
    with pytest.raises(SecretUnavailable):
        source.fetch(HOM, "a", "AWSCURRENT", fresh=False)
    assert source.fetch(HOM, "a", "AWSCURRENT", fresh=False).text == "hom-2"


def test_a_secret_is_fetched_once_per_stage_and_time_to_live(
    store: Store, source: FakeSource, clock: Clock
) -> None:
    for _ in range(3):
        store.get(HOM, "a/{stage}")
        store.get(PROD, "a/{stage}")
    assert set(source.fetches.values()) == {1}
    assert {name for _, name, _ in source.fetches} == {"a/hom", "a/prod"}
    clock.now += TTL - 1
    store.get(HOM, "a/{stage}")
    assert source.fetches.total() == 2
    clock.now += 1
    store.get(HOM, "a/{stage}")
    assert source.fetches.total() == 3


def test_a_name_without_stage_is_still_kept_per_stage(store: Store) -> None:
    assert store.get(HOM, "shared").text == "hom-1"
    assert store.get(PROD, "shared").text == "prod-2"
    assert store.get(HOM, "shared").text == "hom-1"


def test_a_clock_that_went_back_makes_a_value_old_not_eternal(
    store: Store, source: FakeSource, clock: Clock
) -> None:
    store.get(HOM, "a")
    clock.now -= 3600
    store.get(HOM, "a")
    assert source.fetches.total() == 2


def test_a_thousand_concurrent_readers_cause_one_fetch(store: Store, source: FakeSource) -> None:
    ready = threading.Barrier(1001, timeout=60)
    release = threading.Event()
    source.during = lambda: _wait(release)
    found: list[str | None] = []

    def read() -> None:
        ready.wait()
        found.append(store.get(HOM, "a").text)

    threads = [threading.Thread(target=read) for _ in range(1000)]
    for thread in threads:
        thread.start()
    ready.wait()
    release.set()
    for thread in threads:
        thread.join(60)
    assert source.fetches.total() == 1
    assert found == ["hom-1"] * 1000


def test_concurrent_readers_of_a_secret_that_fails_each_get_an_error_of_their_own(
    store: Store, source: FakeSource
) -> None:
    ready = threading.Barrier(50, timeout=60)
    source.fail(SecretMissing("gone", stage="hom", secret="a"))
    errors: list[SecretMissing] = []

    def read() -> None:
        ready.wait()
        try:
            store.get(HOM, "a")
        except SecretMissing as error:
            errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(errors) == 50
    assert {(str(error), error.stage, error.secret) for error in errors} == {("gone", "hom", "a")}


def test_refreshing_fetches_even_what_is_fresh(store: Store, source: FakeSource) -> None:
    store.get(HOM, "a")
    assert store.get(HOM, "a", fresh=True).version == "v2"
    assert store.get(HOM, "a").version == "v2"


def test_throttling_is_tried_again_with_growing_bounded_waits(
    store: Store, source: FakeSource, clock: Clock
) -> None:
    source.fail(SecretUnavailable("ThrottlingException"), times=ATTEMPTS - 1)
    assert store.get(HOM, "a").text == f"hom-{ATTEMPTS}"
    assert len(clock.slept) == ATTEMPTS - 1
    assert all(0 <= wait <= min(2, 0.1 * 2**n) for n, wait in enumerate(clock.slept, start=1))


def test_an_answer_that_will_not_change_is_not_asked_for_again(
    store: Store, source: FakeSource
) -> None:
    source.fail(SecretForbidden("no"))
    with pytest.raises(SecretForbidden):
        store.get(HOM, "a")
    assert source.fetches.total() == 1


def test_no_wait_outlasts_the_invocation(store: Store, source: FakeSource, clock: Clock) -> None:
    source.fail(SecretUnavailable("down"))
    with invocation("hom", seconds=0.5), pytest.raises(SecretUnavailable):
        store.get(HOM, "a")
    assert clock.slept == []


def test_a_trial_that_took_long_is_not_repeated_when_the_invocation_would_end_meanwhile(
    store: Store, source: FakeSource, clock: Clock
) -> None:
    def slow() -> None:
        clock.now += 5

    source.during = slow
    source.fail(SecretUnavailable("down"))
    with invocation("hom", seconds=5), pytest.raises(SecretUnavailable):
        store.get(HOM, "a")
    assert source.fetches.total() == 1


def test_while_the_source_is_down_the_last_value_is_served_with_a_warning(
    store: Store, source: FakeSource, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    store.get(HOM, "a")
    source.fail(SecretUnavailable("Secrets Manager answered InternalServiceError"))
    for wait in (TTL, TTL, 24 * 3600):
        clock.now += wait
        assert store.get(HOM, "a").text == "hom-1"
    written = capsys.readouterr().out
    warnings = lines_of(written)
    assert [line["level"] for line in warnings] == ["WARNING"] * 3
    assert warnings[0]["secret"] == "a"
    assert warnings[0]["age_seconds"] == TTL
    assert "hom-1" not in written


def test_while_the_source_is_down_it_is_not_asked_at_every_read(
    store: Store, source: FakeSource, clock: Clock
) -> None:
    store.get(HOM, "a")
    source.fail(SecretUnavailable("down"))
    clock.now += TTL
    for _ in range(100):
        store.get(HOM, "a")
    assert source.fetches.total() == 1 + 2
    clock.now += PAUSE + 1
    store.get(HOM, "a")
    assert source.fetches.total() == 1 + 2 + 2


def test_when_the_source_is_back_so_is_the_new_value(
    store: Store, source: FakeSource, clock: Clock
) -> None:
    store.get(HOM, "a")
    source.fail(SecretUnavailable("down"), times=2)
    clock.now += TTL
    assert store.get(HOM, "a").text == "hom-1"
    clock.now += PAUSE + 1
    assert store.get(HOM, "a").text != "hom-1"


def test_a_secret_that_was_deleted_is_an_error_although_a_value_is_kept(
    store: Store, source: FakeSource, clock: Clock
) -> None:
    store.get(HOM, "a")
    source.fail(SecretMissing("gone"))
    clock.now += TTL
    with pytest.raises(SecretMissing):
        store.get(HOM, "a")


def test_the_value_of_one_stage_is_never_served_stale_to_the_other(
    store: Store, source: FakeSource
) -> None:
    store.get(HOM, "a")
    source.fail(SecretUnavailable("down"))
    with pytest.raises(SecretUnavailable):
        store.get(PROD, "a")


def test_a_reader_does_not_wait_for_another_one_for_ever(clock: Clock) -> None:
    flights: Flights[str, int] = Flights(clock, TTL, PAUSE)
    entered, release = threading.Event(), threading.Event()

    def slow() -> int:
        entered.set()
        _wait(release)
        return 1

    leader = threading.Thread(target=lambda: flights.fetch("a", slow, 60))
    leader.start()
    _wait(entered)
    with pytest.raises(TimeoutError):
        flights.fetch("a", slow, 0)
    release.set()
    leader.join(60)
    assert flights.fresh("a") == 1


def _wait(event: threading.Event) -> None:
    assert event.wait(60)
