"""The entry point."""

from typing import Any

import pytest

from mew.errors import EventError, StageError

from ... import main as module
from ...main import main
from ..support import LambdaContext, event


def test_it_is_named_main() -> None:
    assert module.main is main


def test_without_a_stage_nothing_is_served() -> None:
    with pytest.raises(StageError):
        main(event("apigateway_v2"), LambdaContext(""))


@pytest.mark.parametrize("odd", [{}, {"a": 1}, [], None, "text", {"Records": []}])
def test_an_event_of_no_known_shape_is_named_by_its_keys(odd: Any) -> None:
    with pytest.raises(EventError):
        main(odd, LambdaContext("hom"))
