"""Schedules, run by a clock that the tests move, driven by boto3.

Expectations: Amazon EventBridge user guide, "Creating a rule that runs on a schedule"; EventBridge
Scheduler user guide, "Schedule types on EventBridge Scheduler" and "Adding context attributes".
"""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pipeline.local.cloud import LocalCloud

from .conftest import ARN, Sources, eventually


@pytest.fixture(scope="module")
def events(cloud: LocalCloud) -> Any:
    return cloud.aws.client("events")


@pytest.fixture(scope="module")
def scheduler(cloud: LocalCloud) -> Any:
    return cloud.aws.client("scheduler")


def scheduled(scheduler: Any, expression: str, target: Any = None, **more: Any) -> str:
    target = {"Arn": f"{ARN}:hom", "RoleArn": "arn:aws:iam::123456789012:role/s"} | (target or {})
    answer = scheduler.create_schedule(
        Name="mine",
        ScheduleExpression=expression,
        Target=target,
        FlexibleTimeWindow={"Mode": "OFF"},
        **more,
    )
    return str(answer["ScheduleArn"])


def time_after(sources: Sources, **delta: int) -> str:
    return (sources.clock.date() + datetime.timedelta(**delta)).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_rule_with_a_rate_runs_when_the_time_has_passed_and_again(
    sources: Sources, events: Any
) -> None:
    sources.function()
    arn = events.put_rule(Name="mine", ScheduleExpression="rate(5 minutes)")["RuleArn"]
    events.put_targets(Rule="mine", Targets=[{"Id": "function", "Arn": f"{ARN}:hom"}])
    due = time_after(sources, minutes=5)
    sources.clock.pass_by(299)
    assert sources.nothing_seen()

    sources.clock.pass_by(1)

    seen = sources.seen()
    assert seen["arn"] == f"{ARN}:hom"
    event = seen["event"]
    assert (event["source"], event["detail-type"]) == ("aws.events", "Scheduled Event")
    assert (event["resources"], event["detail"], event["time"]) == ([arn], {}, due)
    sources.clock.pass_by(300)
    sources.seen()


def test_a_rule_with_a_cron_runs_at_its_times(sources: Sources, events: Any) -> None:
    sources.function()
    events.put_rule(Name="mine", ScheduleExpression="cron(0/10 * * * ? *)")
    target = {"Id": "function", "Arn": ARN, "InputPath": "$.time"}
    events.put_targets(Rule="mine", Targets=[target])

    sources.clock.pass_by(1200)

    times = [sources.seen()["event"] for _ in range(2)]
    assert all(time[15:] == "0:00Z" for time in times)
    assert len(set(times)) == 2


def test_a_disabled_schedule_does_not_run(sources: Sources, events: Any) -> None:
    sources.function()
    events.put_rule(Name="mine", ScheduleExpression="rate(1 hour)", State="DISABLED")
    events.put_targets(Rule="mine", Targets=[{"Id": "function", "Arn": ARN}])
    sources.clock.pass_by(7200)
    assert sources.nothing_seen()

    events.enable_rule(Name="mine")
    sources.clock.pass_by(3600)

    sources.seen()


def test_an_event_does_not_set_off_a_schedule(sources: Sources, events: Any) -> None:
    sources.function()
    events.put_rule(Name="mine", ScheduleExpression="rate(1 hour)")
    events.put_targets(Rule="mine", Targets=[{"Id": "function", "Arn": ARN}])

    events.put_events(Entries=[{"Source": "s", "DetailType": "t", "Detail": "{}"}])

    assert sources.nothing_seen()


def test_a_one_time_schedule_runs_once_in_its_zone_and_deletes_itself(
    sources: Sources, scheduler: Any
) -> None:
    sources.function()
    local = sources.clock.date() - datetime.timedelta(hours=3) + datetime.timedelta(minutes=30)
    arn = scheduled(
        scheduler,
        f"at({local:%Y-%m-%dT%H:%M:%S})",
        ScheduleExpressionTimezone="America/Sao_Paulo",
        ActionAfterCompletion="DELETE",
    )
    due = time_after(sources, minutes=30)

    sources.clock.pass_by(1800)

    event = sources.seen()["event"]
    assert (event["source"], event["resources"], event["time"]) == ("aws.scheduler", [arn], due)
    eventually(lambda: scheduler.list_schedules()["Schedules"] == [])
    sources.clock.pass_by(86400)
    assert sources.nothing_seen()


def test_a_cron_schedule_sends_its_input_with_what_it_says_of_the_run(
    sources: Sources, scheduler: Any
) -> None:
    sources.function()
    text = '{"at": "<aws.scheduler.scheduled-time>", "try": "<aws.scheduler.attempt-number>"}'
    scheduled(scheduler, "cron(30 * * * ? *)", {"Input": text})

    sources.clock.pass_by(3600)

    event = sources.seen()["event"]
    assert (event["at"][14:], event["try"]) == ("30:00Z", "1")


def test_a_rate_schedule_begins_at_once_and_ends_at_its_end(
    sources: Sources, scheduler: Any
) -> None:
    sources.function()
    end = sources.clock.date() + datetime.timedelta(minutes=90)
    scheduled(scheduler, "rate(1 hour)", EndDate=end)
    sources.seen()

    sources.clock.pass_by(3600)
    sources.seen()
    sources.clock.pass_by(7200)

    assert sources.nothing_seen()


def test_a_schedule_may_fill_a_queue(sources: Sources, scheduler: Any) -> None:
    url, arn = sources.queue("neoapp-hom-other.fifo")
    target = {"Arn": arn, "Input": '{"job": "x"}', "SqsParameters": {"MessageGroupId": "g"}}
    scheduled(scheduler, "rate(1 day)", target)

    found = eventually(lambda: sources.sqs.receive_message(QueueUrl=url).get("Messages"))

    assert found[0]["Body"] == '{"job": "x"}'


def test_a_schedule_that_is_changed_runs_at_its_new_times(sources: Sources, scheduler: Any) -> None:
    sources.function()
    scheduled(scheduler, "cron(0 0 1 1 ? 2099)")
    target = {"Arn": ARN, "RoleArn": "arn:aws:iam::123456789012:role/s"}

    scheduler.update_schedule(
        Name="mine",
        ScheduleExpression="cron(* * * * ? *)",
        Target=target,
        FlexibleTimeWindow={"Mode": "OFF"},
    )
    sources.clock.pass_by(60)

    sources.seen()


def test_expressions_that_say_nothing_are_refused(events: Any, scheduler: Any) -> None:
    with pytest.raises(ClientError, match="ScheduleExpression is not valid"):
        events.put_rule(Name="mine", ScheduleExpression="cron(0 25 * * ? *)")
    with pytest.raises(ClientError, match="Invalid Schedule Expression"):
        scheduled(scheduler, "rate(1 hours)")
    with pytest.raises(ClientError, match="no time zone"):
        scheduled(scheduler, "rate(1 hour)", ScheduleExpressionTimezone="Nowhere/City")
