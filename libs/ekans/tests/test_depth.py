"""How deep JSON is nested."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekans._depth import is_deeper

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


def depth_of(value: Any) -> int:
    """The same by walking."""
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth_of, value), default=0)
    return 0


@given(values, st.integers(0, 8), st.booleans())
def test_it_is_what_walking_finds(value: Any, most: int, escaped: bool) -> None:
    text = json.dumps(value, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
    assert is_deeper(text, most) is (depth_of(value) > most)


@pytest.mark.parametrize("text", [b'"[[[["', b'"\\"[[[["', b'"\\\\"', b'{"[[[": "{{{\\"{{{"}'])
def test_brackets_in_strings_do_not_count(text: bytes) -> None:
    assert not is_deeper(text, 1)


@pytest.mark.parametrize("text", [b"[" * 100_000, b"[" * 65 + b"]" * 65, b'{"a":' * 65 + b"1"])
def test_what_is_unbalanced_is_deep_too(text: bytes) -> None:
    assert is_deeper(text, 64)


def test_a_wide_body_is_not_a_deep_one() -> None:
    assert not is_deeper(b"[" + b"[],{}," * 200_000 + b"1]", 2)


@given(st.binary(), st.integers(1, 5))
def test_any_bytes_have_an_answer(data: bytes, most: int) -> None:
    assert is_deeper(data, most) in (True, False)
