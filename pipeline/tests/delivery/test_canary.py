from __future__ import annotations

import datetime
from typing import Any

import boto3
import pytest

from pipeline.delivery.canary import Canary, parse_canary
from pipeline.delivery.errors import CanaryFailed, Conflict, Refused
from pipeline.delivery.release import Release
from pipeline.delivery.states import AliasState
from pipeline.local.cloud import LocalCloud
from pipeline.tests.delivery.conftest import SETTINGS, Site
from pipeline.tests.delivery.invariants import check_invariants
from pipeline.tests.delivery.proxy import Call, Fault, Proxy

CANARY = Canary((10, 50), 1.0)


@pytest.fixture
def cloudwatch(cloud: LocalCloud) -> Any:
    session = boto3.Session("local", "local", region_name="us-east-1")
    return session.client("cloudwatch", endpoint_url=cloud.aws.url)


def count(cloudwatch: Any, name: str, version: str, **metrics: int) -> None:
    """Has Lambda's metrics say so many invocations and errors of a version behind hom."""
    dimensions = {"FunctionName": name, "Resource": f"{name}:hom", "ExecutedVersion": version}
    cloudwatch.put_metric_data(
        Namespace="AWS/Lambda",
        MetricData=[
            {
                "MetricName": metric,
                "Dimensions": [{"Name": key, "Value": text} for key, text in dimensions.items()],
                "Timestamp": datetime.datetime.now(datetime.UTC),
                "Value": value,
            }
            for metric, value in metrics.items()
        ],
    )


def with_alarm(cloud: LocalCloud, site: Site, cloudwatch: Any, name: str, state: str) -> Site:
    cloudwatch.put_metric_alarm(
        AlarmName=f"{name}-hom-errors",
        MetricName="Errors",
        Namespace="AWS/Lambda",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )
    cloudwatch.set_alarm_state(
        AlarmName=f"{name}-hom-errors", StateValue=state, StateReason="as set"
    )
    canary = {"alarms": ["{lambda}-{stage}-errors"]}
    return Site(cloud.aws.url, site.folder, {**SETTINGS, "canary": canary})


def weights_seen(site: Site) -> list[str]:
    return [each for each in site.said if "%" in each]


def test_a_version_that_does_well_gets_one_part_after_the_other_and_then_all(
    site: Site, name: str
) -> None:
    site.deploy(name)

    outcome = site.deploy(name, mark="2", canary=CANARY)

    alias = site.on.gateway.alias(name, "hom")
    assert alias is not None
    assert (outcome.version, alias.version, alias.weights) == ("2", "2", {})
    assert weights_seen(site) == ["10% of hom to version 2", "50% of hom to version 2"]


def test_a_version_whose_invocations_fail_goes_back(site: Site, name: str, cloudwatch: Any) -> None:
    site.deploy(name)
    before = site.on.gateway.alias(name, "hom")
    count(cloudwatch, name, "2", Invocations=100, Errors=0)

    def fail(text: str) -> None:
        if "50%" in text:
            count(cloudwatch, name, "2", Errors=20)

    site.heard = fail
    with pytest.raises(CanaryFailed, match=r"with 50% of hom: 20 of 100 invocations failed"):
        site.deploy(name, mark="2", canary=CANARY)

    assert site.on.gateway.alias(name, "hom") == before
    check_invariants(site, name)


def test_an_alarm_that_sounds_takes_it_back(
    site: Site, name: str, cloud: LocalCloud, cloudwatch: Any
) -> None:
    site.deploy(name)
    watched = with_alarm(cloud, site, cloudwatch, name, "OK")

    def sound(text: str) -> None:
        if "10%" in text:
            cloudwatch.set_alarm_state(
                AlarmName=f"{name}-hom-errors", StateValue="ALARM", StateReason="too many"
            )

    watched.heard = sound
    with pytest.raises(CanaryFailed, match=rf"the alarm {name}-hom-errors sounds \(too many\)"):
        watched.deploy(name, mark="2", canary=CANARY)

    alias = site.on.gateway.alias(name, "hom")
    assert alias is not None
    assert (alias.version, alias.weights) == ("1", {})


def test_an_alarm_that_sounds_before_is_no_time_for_a_canary(
    site: Site, name: str, cloud: LocalCloud, cloudwatch: Any
) -> None:
    site.deploy(name)
    watched = with_alarm(cloud, site, cloudwatch, name, "ALARM")

    with pytest.raises(Refused, match="is in trouble before the canary begins"):
        watched.deploy(name, mark="2", canary=CANARY)

    assert site.leads_to(name, "hom") == "1"


def test_an_alarm_that_is_not_there_is_refused(site: Site, name: str, cloud: LocalCloud) -> None:
    site.deploy(name)
    settings = {**SETTINGS, "canary": {"alarms": ["none-of-this-name"]}}

    with pytest.raises(Refused, match="there is no alarm named none-of-this-name"):
        Site(cloud.aws.url, site.folder, settings).deploy(name, mark="2", canary=CANARY)


def test_what_ends_the_program_in_between_takes_it_back(site: Site, name: str) -> None:
    site.deploy(name)
    before = site.on.gateway.alias(name, "hom")

    def interrupt(text: str) -> None:
        if "50%" in text:
            raise KeyboardInterrupt

    site.heard = interrupt
    with pytest.raises(KeyboardInterrupt):
        site.deploy(name, mark="2", canary=CANARY)

    assert site.on.gateway.alias(name, "hom") == before


def test_another_deployment_in_between_wins_and_is_named(
    site: Site, name: str, cloud: LocalCloud
) -> None:
    site.deploy(name)
    other = Site(cloud.aws.url, site.folder / "other")

    def overtake(text: str) -> None:
        if "50%" in text:
            other.deploy(name, mark="3", actor="bea")

    site.heard = overtake
    with pytest.raises(Conflict, match=r"was moved to version 3 by bea \(commit c3"):
        site.deploy(name, mark="2", canary=CANARY)

    assert site.leads_to(name, "hom") == "3"


def test_where_it_can_not_be_taken_back_that_is_said_with_the_part(
    site: Site, name: str, cloud: LocalCloud
) -> None:
    site.deploy(name)
    updates: list[Call] = []

    def fail(call: Call) -> Fault:
        if call.what.startswith("PUT") and "/aliases/" in call.what:
            updates.append(call)
        return "failed" if len(updates) > 1 else None

    with Proxy(cloud.aws.url, fail).running() as proxy:
        failing = Site(proxy.url, site.folder)
        with pytest.raises(CanaryFailed, match=r"may still lead 10% to 2: .*pipeline rollback"):
            failing.deploy(name, mark="2", canary=CANARY)

    alias = site.on.gateway.alias(name, "hom")
    assert alias is not None
    assert (alias.version, alias.weights) == ("1", {"2": 0.1})
    assert site.deploy(name, mark="2").version == "2"


def test_a_first_version_has_nothing_to_go_back_to_and_takes_all(site: Site, name: str) -> None:
    assert site.deploy(name, canary=CANARY).action == "deployed"
    assert weights_seen(site) == []


def test_steps_are_growing_percentages() -> None:
    assert parse_canary("10,50", 3.0) == Canary((10, 50), 3.0)
    for wrong in ("", "0", "100", "50,10", "10,10", "a", "10;50", "-1", "5.5", "1000"):
        with pytest.raises(Refused, match="Write it as 10,50"):
            parse_canary(wrong, 3.0)


def test_the_description_fits_what_lambda_takes() -> None:
    at = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)
    description = Release("f" * 64, "x" * 500, at, "1000000").description()

    assert len(description) + len("; canary commit ffffffffffff by ") + 30 <= 256
    parsed = Release.parse(f"{description}; canary commit f by x")
    assert parsed is not None
    assert (parsed.commit, parsed.previous, parsed.at) == ("f" * 64, "1000000", at)
    assert Release.parse("by hand") is None
    assert AliasState("hom", "1", {}, "", "a") == AliasState("hom", "1", {}, "", "b")
