"""The public surface, pinned: what is added or removed here is added or removed on purpose."""

from ekans import api, errors, helpers, notations


def test_api() -> None:
    assert api.__all__ == ["CORRELATION_HEADER", "MAX_BODY_BYTES", "create_api"]


def test_errors() -> None:
    assert sorted(errors.__all__) == errors.__all__
    assert {name for name in vars(errors) if isinstance(vars(errors)[name], type)} - {
        "Any",
        "Mapping",
        "Sequence",
        "Self",
    } == set(errors.__all__)


def test_helpers() -> None:
    assert helpers.__all__ == ["canonical_json", "is_visible_ascii", "json_pointer", "shown"]


def test_notations() -> None:
    assert set(notations.__all__) == {
        "Base64Data",
        "EmailAddress",
        "FileName",
        "HeaderText",
        "IdempotencyKey",
        "JsonObject",
        "MediaType",
        "PlainText",
        "check_email_address",
        "suppression_form",
    }
