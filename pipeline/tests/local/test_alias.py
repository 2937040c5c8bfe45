from __future__ import annotations

import pytest

from pipeline.local.alias import LATEST, Alias, checked_alias_name
from pipeline.local.errors import InvalidParameterValue, ValidationFailed


def test_an_alias_without_weights_leads_to_its_version() -> None:
    assert Alias("hom", "3").choose(lambda: 0.0) == "3"


@pytest.mark.parametrize(("roll", "expected"), [(0.0, "4"), (0.19, "4"), (0.2, "3"), (0.99, "3")])
def test_a_weight_is_the_share_of_invocations_of_the_other_version(
    roll: float, expected: str
) -> None:
    assert Alias("prod", "3", weights={"4": 0.2}).choose(lambda: roll) == expected


def test_weights_of_nothing_and_of_everything_are_exact() -> None:
    assert Alias("prod", "3", weights={"4": 0.0}).choose(lambda: 0.0) == "3"
    assert Alias("prod", "3", weights={"4": 1.0}).choose(lambda: 0.999999) == "4"


def test_every_state_of_an_alias_has_a_revision_of_its_own() -> None:
    assert Alias("hom", "1").revision_id != Alias("hom", "1").revision_id


def test_more_than_one_other_version_is_refused() -> None:
    with pytest.raises(
        InvalidParameterValue,
        match="Number of items in AdditionalVersionWeights cannot be greater than 1",
    ):
        Alias("hom", "1", weights={"2": 0.1, "3": 0.1})


@pytest.mark.parametrize("weight", [-1.0, 2.0])
def test_a_weight_that_is_no_share_is_refused(weight: float) -> None:
    with pytest.raises(ValidationFailed) as caught:
        Alias("hom", "1", weights={"2": weight})

    assert str(caught.value) == (
        f"1 validation error detected: Value '{{2={weight}}}' at"
        " 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must"
        " satisfy constraint: [Member must have value less than or equal to 1.0, Member must have"
        " value greater than or equal to 0.0, Member must not be null]"
    )


def test_a_weight_of_what_is_no_version_number_is_refused() -> None:
    with pytest.raises(ValidationFailed, match=r"Value '\{\$LATEST=0\.5\}' at .*pattern: \[0-9\]"):
        Alias("hom", "1", weights={LATEST: 0.5})


def test_a_weight_of_the_aliass_own_version_is_refused() -> None:
    with pytest.raises(InvalidParameterValue, match=r"^Invalid function version 1\. .*already"):
        Alias("hom", "1", weights={"1": 0.5})


def test_latest_shares_with_no_other_version() -> None:
    assert Alias("hom", LATEST).choose() == LATEST
    with pytest.raises(InvalidParameterValue, match="pointing to more than 1 version"):
        Alias("hom", LATEST, weights={"1": 0.5})


@pytest.mark.parametrize("name", ["hom", "prod", "2024-01-02", "v1", "A_b-3"])
def test_an_alias_may_be_called_so(name: str) -> None:
    assert checked_alias_name(name) == name


@pytest.mark.parametrize("name", ["2024", "", "a.b", "a b", "$LATEST", "x" * 129])
def test_an_alias_may_not_be_called_so(name: str) -> None:
    with pytest.raises(ValidationFailed, match=r"at 'name' failed to satisfy constraint"):
        checked_alias_name(name)
