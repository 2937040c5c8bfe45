"""What is told, and what is folded."""

from hypothesis import given, settings
from hypothesis import strategies as st

from .....domain.models.turn_models import Message
from .....domain.operations.memory_operations import memory_of, messages
from .....domain.operations.text_operations import estimated_tokens
from ....contracts import turn

TURNS = st.lists(
    st.builds(
        lambda a, b: turn(heard="x" * a, said="y" * b), st.integers(1, 90), st.integers(1, 90)
    ),
    max_size=12,
)


@given(TURNS, st.integers(0, 30), st.integers(1, 120))
@settings(max_examples=60, deadline=None)
def test_what_is_told_fits_and_nothing_is_lost(turns: list, summary: int, budget: int) -> None:  # type: ignore[type-arg]
    memory = memory_of("s" * summary, turns, budget)
    assert [*memory.fold, *memory.tell] == turns
    told = sum(estimated_tokens(one.heard) + estimated_tokens(one.said) for one in memory.tell)
    left = budget - estimated_tokens("s" * summary)
    assert told <= max(left, 0)
    if memory.fold:
        assert told <= max(left / 2, 0)


def test_the_mind_reads_the_summary_then_the_turns_then_what_is_new() -> None:
    one = turn(heard="Oi", said="Olá")
    assert messages("", [], "Oi") == [Message("user", "Oi")]
    told = messages("resumo", [one], "E?")
    assert [message.by for message in told] == ["user", "user", "assistant", "user"]
    assert told[0].text.endswith("resumo")
    assert messages("resumo", [one])[-1] == Message("assistant", "Olá")
