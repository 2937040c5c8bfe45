from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.local.environment import Environment
from pipeline.local.errors import TooManyRequests
from pipeline.local.managed_runtime import ManagedRuntime
from pipeline.local.pool import EnvironmentPool, Lifetimes
from pipeline.local.task_root import TaskRoot
from pipeline.local.version import Configuration, Version
from pipeline.tests.local.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pool(runtime: ManagedRuntime, tmp_path: Path, clock: Clock) -> Iterator[EnvironmentPool]:
    pool = EnvironmentPool(
        lambda version: Environment(version, runtime, tmp_path),
        limit=2,
        lifetimes=Lifetimes(idle=60, age=300),
        clock=clock,
    )
    yield pool
    pool.close()


@pytest.fixture
def version(task_root: TaskRoot) -> Version:
    return Version("neoapp_sample", "1", Configuration(), task_root)


def serve(pool: EnvironmentPool, version: Version) -> int | None:
    with pool.environment(version) as environment:
        environment.invoke(b"{}", "7d3f0a54-6b1c-4b8e-9d3e-0f6c1f1d2a3b")
        return environment.pid


def test_an_environment_is_used_again_while_it_is_warm(
    pool: EnvironmentPool, version: Version, clock: Clock
) -> None:
    first = serve(pool, version)
    clock.pass_by(59)

    assert serve(pool, version) == first


def test_an_environment_that_was_idle_for_too_long_is_replaced(
    pool: EnvironmentPool, version: Version, clock: Clock
) -> None:
    first = serve(pool, version)
    clock.pass_by(60)

    assert serve(pool, version) != first
    assert len(pool.environments()) == 1


def test_an_environment_that_is_too_old_is_replaced_however_busy(
    pool: EnvironmentPool, version: Version, clock: Clock
) -> None:
    first = serve(pool, version)
    for _ in range(6):
        clock.pass_by(45)
        assert serve(pool, version) == first
    clock.pass_by(45)

    assert serve(pool, version) != first


def test_reaping_ends_what_nobody_uses(
    pool: EnvironmentPool, version: Version, clock: Clock
) -> None:
    pid = serve(pool, version)
    clock.pass_by(60)

    pool.reap()

    assert pool.environments() == []
    assert not Path(f"/proc/{pid}").exists()


def test_no_more_than_the_limit_are_busy_at_once(pool: EnvironmentPool, version: Version) -> None:
    with pool.environment(version) as one, pool.environment(version) as two:
        assert one is not two
        with pytest.raises(TooManyRequests, match=r"Rate Exceeded\."), pool.environment(version):
            pass


def test_the_limit_holds_for_all_versions_together_and_can_be_changed(
    pool: EnvironmentPool, version: Version, task_root: TaskRoot
) -> None:
    other = Version("neoapp_sample", "2", Configuration(), task_root)
    pool.limit = 1

    with pool.environment(version):
        with pytest.raises(TooManyRequests), pool.environment(other):
            pass
        pool.limit = None
        with pool.environment(other), pool.environment(other):
            assert len(pool.environments()) == 3


def test_a_limit_of_nothing_refuses_everything(pool: EnvironmentPool, version: Version) -> None:
    pool.limit = 0

    with pytest.raises(TooManyRequests), pool.environment(version):
        pass


def test_versions_never_share_an_environment(
    pool: EnvironmentPool, version: Version, task_root: TaskRoot
) -> None:
    other = Version("neoapp_sample", "1", Configuration(), task_root)

    assert serve(pool, version) != serve(pool, other)


def test_a_retired_version_loses_its_environments_also_those_in_use(
    pool: EnvironmentPool, version: Version
) -> None:
    with pool.environment(version) as busy:
        serve(pool, version)
        pool.retire(version)
        assert pool.environments() == [busy]

    assert pool.environments() == []


def test_a_closed_pool_gives_nothing_out(pool: EnvironmentPool, version: Version) -> None:
    serve(pool, version)
    pool.close()

    assert pool.environments() == []
    with pytest.raises(TooManyRequests), pool.environment(version):
        pass
