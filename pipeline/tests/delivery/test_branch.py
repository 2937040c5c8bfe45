from __future__ import annotations

import pytest

from pipeline.delivery.branch import Target, target_of
from pipeline.delivery.errors import BranchRefused


@pytest.mark.parametrize(
    ("branch", "target"),
    [
        ("hom", Target("hom")),
        ("refs/heads/prod", Target("prod")),
        ("neoapp_payment/hom", Target("hom", "neoapp_payment")),
        ("refs/heads/neoapp_payment/prod", Target("prod", "neoapp_payment")),
    ],
)
def test_four_kinds_of_branches_deploy(branch: str, target: Target) -> None:
    assert target_of(branch) == target


@pytest.mark.parametrize(
    ("branch", "why"),
    [
        ("main", "deploys to no stage"),
        ("", "deploys to no stage"),
        ("HOM", "deploys to no stage"),
        ("feature/neoapp_payment/hom", "deploys to no stage"),
        ("neo-app/hom", "deploys to no stage"),
        ("/hom", "deploys to no stage"),
        ("hom/", "wrong way round"),
        ("hom\n", "deploys to no stage"),
        ("hom/neoapp_payment", "wrong way round: git can't hold both hom and hom/neoapp"),
        ("refs/tags/hom", "is a tag or another ref"),
        ("refs/pull/7/merge", "is a tag or another ref"),
    ],
)
def test_any_other_is_refused_with_the_reason(branch: str, why: str) -> None:
    with pytest.raises(BranchRefused) as error:
        target_of(branch)

    assert why in error.value.message
    assert repr(branch.removeprefix("refs/heads/")) in error.value.message


def test_a_lambdas_branch_deploys_no_other_lambda() -> None:
    target = target_of("neoapp_payment/hom")

    target.check("neoapp_payment")
    with pytest.raises(BranchRefused, match="neoapp_banner: the branch neoapp_payment/hom deploys"):
        target.check("neoapp_banner")
