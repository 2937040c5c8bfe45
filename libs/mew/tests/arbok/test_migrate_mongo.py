"""Indexes on a real server that speaks MongoDB's protocol."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from ..._migrate.mongo import LOCKS
from ...migrate import Index, main, mongo
from .backends import MongoBackend

TURNS = (
    Index("turn", ("conversation", ("at", -1))),
    Index("turn", ("request",), unique=True),
    Index("turn", ("at",), expire_after=3600),
)


@pytest.fixture
def clean(mongo_backend: MongoBackend) -> Iterator[MongoBackend]:
    yield mongo_backend
    with closing(mongo_backend.server.admin()) as admin:
        for name in ("turn", LOCKS):
            admin["app_hom"][name].drop()


def indexes(backend: MongoBackend) -> dict[str, Any]:
    with closing(backend.server.admin()) as admin:
        return dict(admin["app_hom"]["turn"].index_information())


def run(backend: MongoBackend, *arguments: str, **how: Any) -> int:
    made = mongo(backend.secret, how.get("indexes", TURNS), drop=how.get("drop", ()))
    return main(made, ["--stage", "hom", *arguments])


def test_missing_indexes_are_made_once(
    clean: MongoBackend, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(clean, "status") == 3
    assert run(clean) == 0
    found = indexes(clean)
    assert set(found) == {"_id_", "conversation_1_at_-1", "request_1", "at_1"}
    assert found["request_1"]["unique"] is True
    assert found["at_1"]["expireAfterSeconds"] == 3600
    assert run(clean, "status") == 0
    capsys.readouterr()
    assert run(clean) == 0
    assert capsys.readouterr().out == ""


def test_a_dry_run_shows_what_is_missing_and_makes_nothing(
    clean: MongoBackend, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(clean, "--dry-run") == 0
    assert "db.turn.createIndex({'request': 1}" in capsys.readouterr().out
    assert "request_1" not in indexes(clean)


def test_an_index_that_became_another_is_refused_and_named(
    clean: MongoBackend, capsys: pytest.CaptureFixture[str]
) -> None:
    run(clean)
    changed = (Index("turn", ("conversation",), unique=True, name="request_1"),)
    assert run(clean, indexes=changed) == 1
    assert "turn.request_1" in capsys.readouterr().err
    assert indexes(clean)["request_1"]["key"] == [("request", 1)]


def test_an_index_is_dropped_only_at_the_word(clean: MongoBackend) -> None:
    run(clean)
    drop = (("turn", "at_1"),)
    assert run(clean, indexes=(), drop=drop) == 0
    assert "at_1" in indexes(clean)
    assert run(clean, "--contract", indexes=(), drop=drop) == 0
    assert "at_1" not in indexes(clean)


def test_a_lock_that_is_held_is_waited_for_and_told(
    clean: MongoBackend, capsys: pytest.CaptureFixture[str]
) -> None:
    import datetime

    until = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=5)
    with closing(clean.server.admin()) as admin:
        locks = admin["app_hom"][LOCKS]
        locks.insert_one({"_id": "lock", "holder": "somebody", "until": until})
        assert run(clean, "--wait", "0.3") == 1
        assert LOCKS in capsys.readouterr().err
        past = until - datetime.timedelta(hours=2)
        locks.update_one({"_id": "lock"}, {"$set": {"until": past}})
    assert run(clean) == 0
    assert "request_1" in indexes(clean)


def test_two_migrations_at_once_both_end_well(clean: MongoBackend) -> None:
    codes: list[int] = []
    threads = [threading.Thread(target=lambda: codes.append(run(clean))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert codes == [0, 0, 0, 0]
    assert len(indexes(clean)) == 4


def test_an_index_without_keys_is_refused() -> None:
    with pytest.raises(ValueError, match="turn has no keys"):
        Index("turn", ())
