"""How an amount is paid in installments, and what that costs.

Source documents: Banco Central do Brasil, "Resolução CMN nº 4.881, de 23 de dezembro de 2020" (how the
CET is calculated and shown) and "Custo Efetivo Total - CET" (its worked example); ABNT NBR 5891 "Regras de
arredondamento na numeração decimal". The price table ("Tabela Price") is the French system of
amortization: equal installments, compound interest on what is still owed.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

from ..models.installment_models import Cost, NotOffered, Plan, Terms

_MONTHS_A_YEAR = 12
_HUNDREDTHS = Decimal("0.01")
_PRECISE = Context(prec=50, rounding=ROUND_HALF_EVEN)
_CLOSE_ENOUGH = Decimal("1e-30")
_MOST_STEPS = 200


def installment_plan(amount_cents: int, count: int, terms: Terms) -> Plan:
    """An amount in `count` installments.

    Args:
        amount_cents: the price, in centavos.
        count: how many installments.
        terms: what is offered.

    Raises:
        NotOffered: `count` is not offered, or some installment would be below one centavo.
    """
    most = min(terms.max_count, amount_cents)
    if not 1 <= count <= most:
        raise NotOffered(
            f"{amount_cents} centavos can be paid in 1 to {most} installments, not in {count}"
            if most > 0
            else f"{amount_cents} centavos is no amount to be paid; it must be at least 1"
        )
    total = amount_cents
    if count > max(terms.interest_free, 1):
        total = _with_interest(amount_cents, count, terms.monthly_rate)
    each, rest = divmod(total, count)
    amounts = (each + rest, *[each] * (count - 1))
    return Plan(amount_cents, amounts, effective_cost(amount_cents, amounts))


def installment_table(amount_cents: int, terms: Terms, most: int | None = None) -> tuple[Plan, ...]:
    """Every plan that is offered for an amount, from one installment on.

    Args:
        amount_cents: the price, in centavos.
        terms: what is offered.
        most: no more installments than that; None for as many as the terms offer.
    """
    last = min(terms.max_count, amount_cents, terms.max_count if most is None else most)
    return tuple(installment_plan(amount_cents, count, terms) for count in range(1, last + 1))


def effective_cost(credit_cents: int, amounts_cents: Sequence[int]) -> Cost:
    """The CET of a credit that is paid back month by month, a month being a twelfth of a year.

    It is the rate at which all that is paid, brought back to the day of the credit, is worth the credit.

    Args:
        credit_cents: what the customer got, in centavos.
        amounts_cents: what is paid at the end of the first month, the second, ...; together at least
            the credit.
    """
    with localcontext(_PRECISE):
        monthly = _rate(Decimal(credit_cents), [Decimal(amount) for amount in amounts_cents])
        yearly = (1 + monthly) ** _MONTHS_A_YEAR - 1
        return Cost(_percent(monthly), _percent(yearly))


def _with_interest(amount_cents: int, count: int, rate: Decimal) -> int:
    with localcontext(_PRECISE):
        if rate == 0:
            return amount_cents
        each = amount_cents * rate / (1 - (1 + rate) ** -count)
        return int((each * count).to_integral_value())


def _rate(credit: Decimal, amounts: Iterable[Decimal]) -> Decimal:
    """The root of the present value less the credit, by Newton's method.

    The present value falls as the rate grows, and falls ever slower: from 0, where it is at least the
    credit, each step comes closer and none goes too far.
    """
    paid = list(amounts)
    rate = Decimal(0)
    for _ in range(_MOST_STEPS):
        factor = 1 / (1 + rate)
        value, slope, discount = -credit, Decimal(0), Decimal(1)
        for month, amount in enumerate(paid, start=1):
            discount *= factor
            value += amount * discount
            slope += month * amount * discount * factor
        step = value / slope
        if step < _CLOSE_ENOUGH:
            break
        rate += step
    return rate


def _percent(rate: Decimal) -> Decimal:
    return (rate * 100).quantize(_HUNDREDTHS)
