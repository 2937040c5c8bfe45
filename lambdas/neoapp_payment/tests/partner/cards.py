"""What becomes of a card: its last four digits say it, as with the partner's simulator.

A token or a card's id is opaque, so here it ends in the digits of the card that it stands for.

Source document: Pagar.me, "Simulador de Cartão de Crédito".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = [
    "APPROVED_TOKEN",
    "DECLINED_TOKEN",
    "PROCESSING_TOKEN",
    "Outcome",
    "card_of",
    "outcome_of",
]

APPROVED_TOKEN = "token_0k8Wd0aPqR0010"
DECLINED_TOKEN = "token_0k8Wd0aPqR0028"
PROCESSING_TOKEN = "token_0k8Wd0aPqR0036"


@dataclass(frozen=True)
class Outcome:
    """What the acquirer said.

    Args:
        charge: status of the charge.
        transaction: status of its transaction.
        code: the acquirer's return code.
        message: the acquirer's words.
    """

    charge: str
    transaction: str
    code: str
    message: str


_APPROVED = Outcome("paid", "captured", "0000", "Transação capturada com sucesso")
_OUTCOMES = {
    "0028": Outcome("failed", "not_authorized", "1016", "Transação não autorizada"),
    "0036": Outcome("processing", "with_error", "1050", "Transação com erro"),
    "0044": Outcome("processing", "with_error", "1050", "Transação com erro"),
}


def card_of(details: Mapping[str, Any]) -> str | None:
    """The card that `credit_card` names: a token, an id or a number; None when it names none."""
    card = details.get("card")
    number = card.get("number") if isinstance(card, Mapping) else None
    for found in (details.get("card_token"), details.get("card_id"), number):
        if isinstance(found, str) and len(found) >= 4:
            return found
    return None


def outcome_of(card: str) -> Outcome:
    """What becomes of a charge of this card; every card that the simulator does not name is good."""
    return _OUTCOMES.get(card[-4:], _APPROVED)
