"""Installments: sums exact to the centavo, costs as the central bank calculates them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .....domain.models.installment_models import Cost, NotOffered, Terms
from .....domain.operations.installments_operations import (
    effective_cost,
    installment_plan,
    installment_table,
)

TERMS = Terms(max_count=12, interest_free=3, monthly_rate=Decimal("0.0199"))

amounts = st.integers(1, 100_000_000)
counts = st.integers(1, 18)
rates = st.decimals("0", "0.2", places=4)
some_examples = settings(max_examples=30, deadline=None)


def terms(rate: Decimal, interest_free: int = 1) -> Terms:
    return Terms(max_count=18, interest_free=interest_free, monthly_rate=rate)


def owed_after(amount: int, rate: Fraction, each: Fraction, count: int) -> Fraction:
    """What is still owed after `count` months, by adding interest and paying, month by month."""
    owed = Fraction(amount)
    for _ in range(count):
        owed = owed * (1 + rate) - each
    return owed


def cost_by_bisection(credit: int, paid: tuple[int, ...]) -> Fraction:
    """The monthly rate at which the last payment leaves nothing owed."""
    low, high = Fraction(0), Fraction(2)
    for _ in range(40):
        middle = (low + high) / 2
        owed = Fraction(credit)
        for amount in paid:
            owed = owed * (1 + middle) - amount
        low, high = (low, middle) if owed > 0 else (middle, high)
    return low


def test_without_interest_the_first_installment_takes_the_rest() -> None:
    plan = installment_plan(10_000, 3, TERMS)
    assert plan.amounts_cents == (3334, 3333, 3333)
    assert plan.cost == Cost(Decimal("0.00"), Decimal("0.00"))


def test_beyond_the_free_ones_interest_is_compound() -> None:
    plan = installment_plan(100_000, 12, TERMS)
    # PMT of 1000,00 at 1,99% a month over 12 months is 94,50.
    assert plan.amounts_cents[1] == 9450
    assert plan.cost.monthly == Decimal("1.99")
    assert plan.cost.yearly == Decimal("26.68")


def test_one_installment_never_costs_interest() -> None:
    assert installment_plan(999, 1, terms(Decimal("0.05"), interest_free=0)).interest_cents == 0


def test_the_cost_is_the_one_of_the_central_banks_example() -> None:
    # R$ 1.000,00 less R$ 60,00 of fees and taxes, paid back in five installments of R$ 205,73.
    assert effective_cost(94_000, [20_573] * 5) == Cost(Decimal("3.08"), Decimal("43.93"))


@pytest.mark.parametrize("count", [-1, 0, 13])
def test_a_count_that_is_not_offered_is_refused_and_names_the_offer(count: int) -> None:
    with pytest.raises(NotOffered, match=rf"in 1 to 12 installments, not in {count}"):
        installment_plan(10_000, count, TERMS)


def test_no_installment_is_below_a_centavo() -> None:
    assert [plan.count for plan in installment_table(2, TERMS)] == [1, 2]
    with pytest.raises(NotOffered, match="1 to 2 installments"):
        installment_plan(2, 3, TERMS)


@pytest.mark.parametrize("amount", [0, -5])
def test_what_is_no_amount_is_refused(amount: int) -> None:
    assert installment_table(amount, TERMS) == ()
    with pytest.raises(NotOffered, match="at least 1"):
        installment_plan(amount, 1, TERMS)


@pytest.mark.parametrize(("most", "last"), [(None, 12), (6, 6), (18, 12)])
def test_the_table_ends_where_the_terms_or_the_caller_say(most: int | None, last: int) -> None:
    assert [plan.count for plan in installment_table(10_000, TERMS, most)] == [*range(1, last + 1)]


@some_examples
@given(amounts, rates, st.integers(0, 18))
def test_installments_sum_up_and_differ_by_the_rest_alone(
    amount: int, rate: Decimal, free: int
) -> None:
    for plan in installment_table(amount, terms(rate, free)):
        first, *others = plan.amounts_cents
        assert sum(plan.amounts_cents) == plan.total_cents >= amount
        assert len(set(others)) <= 1
        assert all(0 <= first - other < plan.count for other in others)
        if plan.count <= free:
            assert plan.total_cents == amount


@some_examples
@given(amounts, rates)
def test_more_installments_never_cost_less(amount: int, rate: Decimal) -> None:
    totals = [plan.total_cents for plan in installment_table(amount, terms(rate))]
    assert totals == sorted(totals)


@some_examples
@given(amounts, st.integers(2, 18), rates, rates)
def test_a_higher_rate_or_price_never_costs_less(
    amount: int, count: int, one: Decimal, other: Decimal
) -> None:
    count = min(count, amount)
    low, high = sorted((one, other))
    cheap = installment_plan(amount, count, terms(low)).total_cents
    assert cheap <= installment_plan(amount, count, terms(high)).total_cents
    assert cheap <= installment_plan(amount + 1, count, terms(low)).total_cents


@some_examples
@given(amounts, st.integers(2, 18), rates)
def test_the_total_pays_the_debt_off_month_by_month(amount: int, count: int, rate: Decimal) -> None:
    count = min(count, amount)
    total = installment_plan(amount, count, terms(rate)).total_cents
    exact_rate, half = Fraction(rate), Fraction(1, 2)
    if count == 1 or rate == 0:
        assert total == amount
        return
    assert owed_after(amount, exact_rate, (total - half) / count, count) >= 0
    assert owed_after(amount, exact_rate, (total + half) / count, count) <= 0


@some_examples
@given(amounts, counts, rates)
def test_the_cost_is_what_bisection_finds(amount: int, count: int, rate: Decimal) -> None:
    plan = installment_plan(amount, min(count, amount), terms(rate))
    exact = cost_by_bisection(amount, plan.amounts_cents)
    assert abs(Fraction(plan.cost.monthly) / 100 - exact) <= Fraction(51, 1_000_000)
    yearly = (1 + exact) ** 12 - 1
    assert abs(Fraction(plan.cost.yearly) / 100 - yearly) <= Fraction(51, 1_000_000)
