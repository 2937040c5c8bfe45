"""How things are named."""

from .....core.utils.notations import (
    email_pk,
    idempotency_pk,
    message_pk,
    parcel_key,
    suppression_pk,
)


def test_one_text_never_names_two_things() -> None:
    names = [name("x") for name in (email_pk, message_pk, suppression_pk, idempotency_pk)]
    assert len(set(names)) == 4


def test_an_idempotency_key_cannot_be_read_back() -> None:
    name = idempotency_pk("k" * 255)
    assert "kk" not in name
    assert len(name) == len("key#") + 64


def test_parcels_lie_where_nothing_can_be_attached_from() -> None:
    assert parcel_key("id-1") == "parcels/id-1.json"
