"""SnapStart: nothing open goes into a snapshot, and nothing is assumed after a restore."""

from __future__ import annotations

import pytest
import snapshot_restore_py  # type: ignore[import-untyped]

from ...arbok import _handles
from ...core import invocation
from .backends import Backend


def _run(hooks: list[tuple[object, tuple[object, ...], dict[str, object]]]) -> None:
    """As Lambda's runtime client runs the hooks."""
    for hook, args, kwargs in hooks:
        hook(*args, **kwargs)  # type: ignore[operator]


def test_before_a_snapshot_every_connection_is_closed_and_after_it_a_new_one_opens(
    backend: Backend, pool: int | None
) -> None:
    database = backend.open(pool=pool)
    seen: list[int] = []
    with invocation("hom", request_id="1"):
        backend.run(database, lambda work: seen.append(backend.connection_of(work)))
    _run(snapshot_restore_py.get_before_snapshot())
    assert _handles.opened(backend.name) == []
    _run(snapshot_restore_py.get_after_restore())
    with invocation("hom", request_id="2"):
        backend.run(database, lambda work: seen.append(backend.connection_of(work)))
    assert len(set(seen)) == 2


@pytest.mark.usefixtures("hom")
def test_the_hooks_are_registered_once_however_many_handles_open(backend: Backend) -> None:
    for size in (None, 2, 3):
        backend.run(backend.open(pool=size))
    assert len(snapshot_restore_py.get_before_snapshot()) == 1
    assert len(snapshot_restore_py.get_after_restore()) == 1
