"""What invokes a lambda, and what must be set up for it to happen.

Source: AWS Lambda Developer Guide, "Invoking Lambda with events from other AWS services" and
"Granting Lambda function access to AWS services".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .arns import service_of, tail_of
from .facts import Facts
from .markdown import code, listed, table
from .policy import grants

# What Lambda itself calls, with the function's role, to take messages from a queue.
_POLLER = frozenset({"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"})
_SOURCES = {
    "sqs": "SQS queue",
    "sns": "SNS topic",
    "s3": "S3 bucket",
    "rule": "EventBridge rule or schedule",
}
_SETUP = {
    "sqs": "an event source mapping to the alias that reports batch item failures",
    "sns": """a subscription of the alias, which permits `sns.amazonaws.com` with the topic as
        source ARN""",
    "s3": """an event notification to the alias, which permits `s3.amazonaws.com` with the bucket as
        source ARN and the account as source account""",
    "rule": """the alias as target, which permits `events.amazonaws.com` with the rule as source
        ARN; a schedule of EventBridge Scheduler brings a role of its own""",
}
_HTTP = (
    "API Gateway (HTTP or REST), Function URL or load balancer",
    "the routes of [api_reference.md](api_reference.md)",
    """an integration that names the alias, which permits `apigateway.amazonaws.com` or
        `elasticloadbalancing.amazonaws.com`; a Function URL of the alias""",
)


class Trigger(NamedTuple):
    """Something that invokes the lambda.

    `name` may hold `{stage}`, `job` is None where many fit, `schedule` is when a rule runs.
    """

    source: str
    name: str
    job: str | None
    schedule: str | None = None


def triggers(facts: Facts) -> list[Trigger]:
    """Queues that the role may take messages from, and what jobs are bound to."""
    if facts.jobs is None:
        return []
    queues = [
        Trigger("sqs", tail_of(resource), None)
        for grant in grants(facts)
        for resource in grant.resources
        if service_of(resource) == "sqs" and set(grant.actions) >= _POLLER
    ]
    bound = [
        Trigger(binding.source, binding.template, job.name, binding.schedule)
        for job in facts.jobs
        for binding in job.bindings
    ]
    return sorted(queues) + sorted(bound, key=lambda one: (one.source, one.name))


def trigger_blocks(facts: Facts) -> Iterator[str]:
    """The section on triggers."""
    name = facts.name
    yield "## Triggers"
    yield (
        f"Everything invokes an alias, {listed([code(f'{name}:{s}') for s in ('hom', 'prod')], 'or')}, "
        "for the alias is the stage; the function without one refuses."
    )
    rows = [] if facts.openapi is None else [_HTTP]
    for one in triggers(facts):
        runs = f"job {code(one.job)}" if one.job else "the job that each message names"
        rows.append((_what(one), runs, _SETUP[one.source]))
    if facts.jobs:
        setup = "the caller's role allows `lambda:InvokeFunction` on the alias"
        rows.append(("Direct invocation", "any job, by its name", setup))
    yield table(("What", "Runs", "What it needs"), rows) if rows else "None: nothing would run."


def _what(one: Trigger) -> str:
    told = f"{_SOURCES[one.source]} {code(one.name)}"
    return f"{told}, {code(one.schedule)}" if one.schedule else told
