"""What a card's number looks like."""

from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from .....domain.models.card_models import holds_card_number, refuse_card_numbers

VISA = "4111111111111111"


@pytest.mark.parametrize(
    "text",
    [
        VISA,
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "378282246310005",
        "4222222222222",
        "6304000000000000000",
        f"card {VISA}, thank you",
        "٤١١١١١١١١١١١١١١١",
    ],
)
def test_the_number_of_a_card_is_recognised(text: str) -> None:
    assert holds_card_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4111111111111112",
        "411111111111",
        f"{VISA}{VISA}",
        "0" * 16,
        "Order 4711",
        "R$ 1.234,56",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not holds_card_number(text)


@pytest.mark.parametrize(
    "value",
    [VISA, int(VISA), float(VISA), [{"a": [VISA]}], {VISA: 1}, {"phone": {"b": 1}, "c": VISA}],
)
def test_it_is_refused_wherever_it_is_and_not_repeated(value: Any) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        refuse_card_numbers(value)
    assert VISA not in str(caught.value)


@pytest.mark.parametrize(
    "value", [None, True, 1e300, {"phone": "+5511987654321"}, {"a": [1, None]}]
)
def test_everything_else_passes_as_it_is(value: Any) -> None:
    assert refuse_card_numbers(value) is value
