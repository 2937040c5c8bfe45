"""What `/installments` offers, through `main` alone: the settings' terms, exact sums, the CET."""

import pytest

from ..partner.cards import APPROVED_TOKEN
from ..partner_server import PartnerServer
from ..support import World, new_payment


def test_every_option_of_the_stage_is_offered_with_its_cost(world: World) -> None:
    answer = world.request("GET", "/installments", query="amount=100000")
    assert answer.status == 200, answer.text
    options = answer.body["options"]
    assert [option["count"] for option in options] == list(range(1, 13))
    assert [option["interest_free"] for option in options] == [True] * 3 + [False] * 9
    assert all(sum(one["installments_cents"]) == one["total_cents"] for one in options)
    assert options[2]["installments_cents"] == [33334, 33333, 33333]
    assert options[2]["cet"] == {"monthly": "0.00", "yearly": "0.00"}
    assert options[11]["cet"] == {"monthly": "1.99", "yearly": "26.68"}
    assert options[11]["interest_cents"] == options[11]["total_cents"] - 100000 > 0


@pytest.mark.parametrize(("most", "count"), [(1, 1), (4, 4), (18, 12)])
def test_no_more_options_than_asked_for_and_offered(world: World, most: int, count: int) -> None:
    answer = world.request("GET", "/installments", query=f"amount=100000&max={most}")
    assert len(answer.body["options"]) == count


def test_what_is_offered_is_what_a_card_is_charged(world: World, partner: PartnerServer) -> None:
    offered = world.request("GET", "/installments", query="amount=12990&max=6").body["options"][5]
    made = world.pay(new_payment("card", card_token=APPROVED_TOKEN, installments=6))
    assert made.status == 201, made.text
    [order] = partner.orders
    assert order["amount"] == offered["total_cents"] == made.body["total_cents"]
    assert order["charges"][0]["last_transaction"]["installments"] == 6


@pytest.mark.parametrize(
    "query",
    [
        "",
        "amount=0",
        "amount=-1",
        "amount=1.5",
        "amount=100000001",
        "amount=many",
        "amount=100&max=0",
        "amount=100&max=19",
        f"amount={'9' * 5000}",
    ],
)
def test_what_makes_no_sense_is_422(world: World, query: str) -> None:
    answer = world.request("GET", "/installments", query=query)
    assert answer.status == 422
    assert answer.headers["content-type"] == "application/problem+json"
