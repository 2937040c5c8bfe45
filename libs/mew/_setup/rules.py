"""The rules of EventBridge that run a lambda's jobs, made on this machine.

Source: Amazon EventBridge API Reference, PutRule and PutTargets.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..jobs import Jobs
from .errors import SetupError
from .local_stage import LocalStage


def make_rules(local: LocalStage, name: str, jobs: Jobs) -> Iterator[str]:
    """Make each rule that has a schedule, with the stage's alias as its target; yields what is there.

    name: the lambda's. Raises SetupError for a schedule that EventBridge refuses.
    """
    from botocore.exceptions import ClientError

    for template, schedule in jobs.schedules().items():
        rule = template.replace("{stage}", local.stage)
        events = local.client("events")
        try:
            arn = events.put_rule(Name=rule, ScheduleExpression=schedule)["RuleArn"]
        except ClientError as error:
            raise SetupError(
                f"EventBridge refuses the rule {rule!r} with the schedule {schedule!r}: "
                f"{error.response['Error'].get('Message')}. Correct `schedule` of its job."
            ) from error
        partition, _, region, account = arn.split(":")[1:5]
        alias = f"arn:{partition}:lambda:{region}:{account}:function:{name}:{local.stage}"
        # The id of whoever connects the alias as well: one target, however often.
        target = {"Id": f"{name}-{local.stage}", "Arn": alias}
        events.put_targets(Rule=rule, Targets=[target])
        yield f"rule {rule}, {schedule}, for {name}:{local.stage}"
