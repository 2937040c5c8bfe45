"""Cutting text at its sentences."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .....domain.operations.text_operations import estimated_tokens, split_at_sentences

TEXTS = st.text(st.sampled_from('ab. !?\n"é…😀'), max_size=200)


@given(TEXTS, st.integers(1, 40))
@settings(max_examples=100, deadline=None)
def test_nothing_is_lost_and_nothing_is_too_long(text: str, limit: int) -> None:
    parts = split_at_sentences(text, limit)
    assert all(part.strip() == part and 1 <= len(part) <= limit for part in parts)
    assert re.sub(r"\s+", "", "".join(parts)) == re.sub(r"\s+", "", text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Um. Dois.", ["Um. Dois."]),
        ("Um dia. Dois dias.", ["Um dia.", "Dois dias."]),
        ("Custa R$ 3.50 hoje", ["Custa R$", "3.50 hoje"]),
        ("palavras sem fim", ["palavras", "sem fim"]),
        ("semespaçonenhum", ["semespaçon", "enhum"]),
        ("um dia\ndois", ["um dia", "dois"]),
        ("   ", []),
    ],
)
def test_it_is_cut_at_a_sentence_else_a_word_else_where_it_must(
    text: str, parts: list[str]
) -> None:
    assert split_at_sentences(text, 10) == parts


def test_tokens_are_guessed_rather_too_high() -> None:
    assert estimated_tokens("") == 0
    assert estimated_tokens("abcd") == 2
