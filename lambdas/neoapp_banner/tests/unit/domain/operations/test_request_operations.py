"""Telling whether a request came before."""

from .....domain.operations.request_operations import request_key
from ....samples import draft


def test_the_same_request_has_the_same_key() -> None:
    assert request_key("key", "ana", draft()) == request_key("key", "ana", draft())


def test_names_of_two_editors_differ_and_so_do_names_that_look_alike() -> None:
    named = [("key", "ana"), ("key", "rui"), ("Key", "ana"), ("ey", "anak"), ("key ", "ana")]
    assert len({request_key(name, editor, draft()).id for name, editor in named}) == len(named)


def test_what_is_asked_is_told_apart_and_not_by_its_name() -> None:
    one, two = draft(), draft(placements=[{"name": "home-top", "weight": 99}])
    assert request_key("a", "ana", one).fingerprint == request_key("b", "rui", one).fingerprint
    assert request_key("a", "ana", one).fingerprint != request_key("a", "ana", two).fingerprint
