"""Annotated types of the routes' parameters."""

from typing import Annotated

from fastapi import Header
from pydantic import AfterValidator

from ekans.notations import IdempotencyKey

from ..domain.models.card_models import refuse_card_numbers

RequiredKey = Annotated[
    IdempotencyKey,
    AfterValidator(refuse_card_numbers),
    Header(
        alias="Idempotency-Key",
        description="Names this request for good: the same key again does nothing twice",
    ),
]
"""The `Idempotency-Key` that whatever moves money needs."""
