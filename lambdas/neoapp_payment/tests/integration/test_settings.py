"""The settings of each stage, through a real Secrets Manager."""

from decimal import Decimal

import pytest

from mew.core import invocation

from ...config import Settings
from ...endpoint import utils


@pytest.mark.parametrize("stage", ["hom", "prod"])
def test_each_stage_reads_its_own_secrets(aws: str, stage: str) -> None:
    with invocation(stage):
        assert f"-{stage}-" in Settings.load().email_queue_url


def test_installments_have_terms_where_a_stage_names_none(aws: str) -> None:
    with invocation("hom"):
        terms = utils.installment_terms()
    assert (terms.max_count, terms.interest_free) == (12, 3)
    assert terms.monthly_rate == Decimal("0.0199")
