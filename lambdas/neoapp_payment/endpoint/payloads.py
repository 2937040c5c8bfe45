"""What the partner's webhooks carry, as far as it is read.

Source document: "Pagar.me API Reference v5", on webhooks and their events.
"""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ..domain.models.card_models import refuse_card_numbers

HookId = Annotated[
    str,
    Field(pattern=r"^hook_[A-Za-z0-9]{8,64}$", examples=["hook_RyEKQO789TRpZjv5"]),
    AfterValidator(refuse_card_numbers),
]


class _Partner(BaseModel):
    # The partner adds fields as it likes; what is not read here is not kept.
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class _Order(_Partner):
    id: str | None = Field(default=None, max_length=80)


class HookData(_Partner):
    """The order or the charge that the hook is about."""

    id: str | None = Field(default=None, max_length=80, examples=["or_ZdnB5BBCmYhk534R"])
    order: _Order | None = None


class Hook(_Partner):
    """Something that happened at the partner's."""

    id: HookId
    type: str = Field(max_length=80, examples=["order.paid"])
    data: HookData = HookData()

    def order_id(self) -> str | None:
        """The order that it is about: a hook about a charge names its order."""
        found = self.data.order.id if self.data.order else self.data.id
        tail = (found or "").removeprefix("or_")
        named = found is not None and found.startswith("or_") and tail.isascii() and tail.isalnum()
        return found if named else None
