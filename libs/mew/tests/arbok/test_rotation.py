"""Credentials that change under open connections, and what that may never do."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from ... import config
from ...arbok import _handles
from ...arbok.errors import ArbokError, AuthenticationFailed
from ...arbok.postgres import Limits
from ...config import read_secret
from ...core import invocation
from .backends import Backend
from .servers.process import free_port, wait_until

pytestmark = pytest.mark.usefixtures("hom")


def test_a_rotated_password_costs_one_refresh_and_no_error(
    backend: Backend, pool: int | None
) -> None:
    """The kept secret is old, the server refuses it, the fetched one works: the block never knows."""
    read_secret(backend.secret)
    backend.rotate("hom")
    backend.publish("hom")
    database = backend.open(pool=pool)
    backend.run(database, lambda work: backend.write(work, 1))
    assert backend.ledger("hom") == [1]


def test_a_password_rotated_under_an_open_connection_is_noticed_when_that_is_lost(
    backend: Backend,
) -> None:
    databases = [backend.open(), backend.open(pool=3)]
    for database in databases:
        backend.run(database, lambda work: backend.write(work, 1))
    backend.rotate("hom")
    backend.publish("hom")
    for database in databases:
        # The connection was let in before and does not care.
        backend.run(database, lambda work: backend.write(work, 2))
    before = {handle.version for handle in _handles.opened(backend.name)}
    backend.server.kill()
    backend.server.start()
    with invocation("hom", request_id="later"):
        for database in databases:
            backend.run(database, lambda work: backend.write(work, 30))
    assert backend.ledger("hom").count(30) == 2
    assert not before & {handle.version for handle in _handles.opened(backend.name)}


def test_a_secret_that_was_not_rotated_fails_after_one_refresh(
    backend: Backend, aws: Callable[[str], Any]
) -> None:
    """The password changed and the secret did not: say so, and do not knock again and again."""
    read_secret(backend.secret)
    right = backend.passwords["hom"]
    backend.set_password("hom", "another-one")
    try:
        with pytest.raises(AuthenticationFailed, match="rotation"):
            backend.run(backend.open())
    finally:
        backend.set_password("hom", right)
    backend.run(backend.open(), lambda work: backend.write(work, 1))


def test_a_new_version_opens_a_new_handle_and_drains_the_old_one(
    backend: Backend, pool: int | None
) -> None:
    database = backend.open(pool=pool)
    with backend.block(database) as work:
        old = backend.connection_of(work)
        backend.write(work, 1)
        backend.rotate("hom")
        backend.publish("hom")
        read_secret(backend.secret, fresh=True)
        newer = _in_a_thread(backend, database)
        # The block that began on the old handle goes on there.
        backend.write(work, 2)
        assert backend.connection_of(work) == old
    assert newer != old
    assert sorted(backend.ledger("hom")) == [1, 2]
    assert len(_handles.opened(backend.name)) == 1


def _in_a_thread(backend: Backend, database: Any) -> int:
    seen: list[int] = []

    def run() -> None:
        with invocation("hom"):
            backend.run(database, lambda work: seen.append(backend.connection_of(work)))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    return seen[0]


def test_the_old_handle_s_connections_are_closed_after_a_rotation(sql_backend: Any) -> None:
    database = sql_backend.open(pool=3)
    with sql_backend.block(database), sql_backend.block(database):
        before = set(sql_backend.connections("hom"))
    sql_backend.publish("hom")
    read_secret(sql_backend.secret, fresh=True)
    sql_backend.run(database)
    wait_until(lambda: not before & set(sql_backend.connections("hom")), "the old ones closed")


def test_fifty_threads_that_meet_a_rotation_all_get_through(backend: Backend) -> None:
    database = backend.open(pool=4)
    backend.run(database)
    _handles.close_all()
    backend.rotate("hom")
    backend.publish("hom")
    failures: list[Exception] = []

    def run(number: int) -> None:
        try:
            with invocation("hom"):
                backend.run(database, lambda work: backend.write(work, number))
        except Exception as error:  # noqa: BLE001 - counted below
            failures.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert sorted(backend.ledger("hom")) == list(range(50))


def test_no_error_shows_the_password(backend: Backend, pool: int | None) -> None:
    canary = "canary-7f3a-password"
    seen = []
    for port in (backend.port, free_port()):
        backend.port = port
        backend.publish("hom", canary)
        config.forget()
        _handles.close_all()
        with pytest.raises(ArbokError) as caught:
            backend.run(backend.open(pool=pool, limits=Limits(connect=0.5)))
        seen.append("".join(traceback.format_exception(caught.value)))
    assert all(f"arbok/hom/{backend.name}" in text for text in seen)
    assert not any(canary in text for text in seen)
