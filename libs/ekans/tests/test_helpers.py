"""Small functions."""

import pytest

from ekans.helpers import canonical_json, is_visible_ascii, json_pointer, shown


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ((), "#"),
        (("to", 3), "#/to/3"),
        (("a/b", "c~d"), "#/a~1b/c~0d"),
        (("\ud800\n",), "#/\ufffd\ufffd"),
        (("x" * 100,), "#/" + "x" * 64 + "..."),
    ],
)
def test_a_pointer_leads_to_the_place(path: tuple[object, ...], pointer: str) -> None:
    assert json_pointer(path) == pointer


def test_what_is_shown_is_one_printable_line() -> None:
    assert shown("a\r\n\x1b\ud800b", 10) == "a\ufffd\ufffd\ufffd\ufffdb"
    assert shown("x" * 11, 10) == "x" * 10 + "..."


def test_equal_meaning_is_equal_json() -> None:
    assert canonical_json({"b": [1, 2.5], "a": "ç"}) == b'{"a":"\\u00e7","b":[1,2.5]}'


def test_a_number_that_json_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(float("nan"))


@pytest.mark.parametrize(("text", "visible"), [("aZ~!", True), ("a b", False), ("ä", False)])
def test_visible_ascii(text: str, visible: bool) -> None:
    assert is_visible_ascii(text) is visible
