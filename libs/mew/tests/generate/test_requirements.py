"""`docs/requirements.md`: what must exist around a lambda before it can run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ..._generate.dependencies import Dependency
from ..._generate.facts import Binding, Facts, OncePerKey
from ..._generate.markdown import slug
from ..._generate.policy import policy
from ..._generate.requirements import requirements
from ...generate import describe, documents
from .repository import BARE, add_lambda, facts, job, setting

BUILT = {"type": "object", "properties": {"id": {"type": "string", "examples": ["a1"]}}}


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one of its level."""
    level = heading.partition(" ")[0]
    return text.partition(f"\n{heading}\n")[2].partition(f"\n{level} ")[0]


def of(found: Facts) -> str:
    return requirements(found, (), "again")


@pytest.fixture
def text(written: dict[str, str]) -> str:
    return written["requirements.md"]


def test_secrets_are_told_with_every_key_its_type_and_its_field(text: str) -> None:
    told = section(text, "### neoapp/{stage}/orders")
    assert "| `table` | string | yes | Table of the orders | `table` |" in told
    assert "| `limit` | integer | no |  | `limit` |" in told
    assert '"table": "neoapp-{stage}-orders"' in told
    assert "| the whole secret | string | yes | How to say hello |" in section(
        text, "### shared/greeting"
    )


def test_resources_are_told_by_kind_for_both_stages(text: str) -> None:
    assert (
        "| `neoapp-hom-orders` | `neoapp-prod-orders` | "
        "DeleteMessage, GetQueueAttributes, ReceiveMessage | `queue_url` |"
    ) in section(text, "## Queues")
    tables = section(text, "## Tables")
    assert "| `neoapp-hom-orders` | `neoapp-prod-orders` | GetItem, Query | `table` |" in tables
    assert "`neoapp-hom-orders/index/by-day`" in tables
    assert section(text, "## Buckets") == "\nNone.\n"
    assert section(text, "## Topics") == "\nNone.\n"


def test_jobs_are_told_with_their_triggers_payload_and_policy(text: str) -> None:
    told = section(text, "### Job bill_order")
    assert told.startswith(
        "\nBill one order.\n\n"
        "- **Run by**: SQS `neoapp-{stage}-orders` or direct invocation\n"
        "- **Payload**: [`Bill`](#bill)\n"
        "- **Timeout**: 20 s, or shortly before the invocation ends\n"
        "- **Retried from a queue after**: 30 s then 300 s, and so on\n"
        "- **Given up after**: 5 receipts\n\n"
        '```json\n{\n  "job": "bill_order",\n  "payload": {\n    "order_id": "o-1"\n  }\n}\n```\n\n'
        "#### Bill\n\nWhat to bill.\n\n"
    )
    by_rule = "EventBridge `neoapp-{stage}-close-day` (`cron(0 2 * * ? *)`)"
    assert f"- **Run by**: {by_rule}, SQS" in text
    assert "- **Payload**: none" in section(text, "### Job close_day")


def test_triggers_say_what_each_needs(text: str) -> None:
    told = section(text, "## Triggers")
    assert "| SQS queue `neoapp-{stage}-orders` | the job that each message names |" in told
    rule = "EventBridge rule or schedule `neoapp-{stage}-close-day`, `cron(0 2 * * ? *)`"
    assert f"| {rule} | job `close_day` |" in told
    assert "| API Gateway (HTTP or REST), Function URL or load balancer |" in told
    assert "reports batch item failures" in told


def test_the_policies_are_those_that_programs_get(text: str, root: Path) -> None:
    told = describe("neoapp_orders", root)["policies"]
    for stage in ("hom", "prod"):
        (shown,) = re.findall(
            r"```json\n(.*?)```", section(text, f"### Policy for {stage}"), re.DOTALL
        )
        assert json.loads(shown) == told[stage]


def test_third_party_code_is_told_with_versions(text: str) -> None:
    assert "| `pydantic` | 2.14.3 | neoapp_orders and mew |" in section(text, "## Third-party code")


def test_a_lambda_that_needs_nothing_says_so_of_each_thing(root: Path) -> None:
    add_lambda(root, "neoapp_bare", BARE)
    text = documents("neoapp_bare", root)["lambdas/neoapp_bare/docs/requirements.md"]
    for heading in ("## Secrets", "## Queues", "## Tables", "## Jobs"):
        assert section(text, heading) == "\nNone.\n"
    assert "None: nothing would run." in section(text, "## Triggers")


def test_every_link_leads_to_a_heading_and_every_heading_is_there_once(text: str) -> None:
    headings = [slug(line) for line in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
    assert len(headings) == len(set(headings))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= set(headings)


def test_topics_and_buckets_that_jobs_are_bound_to_must_exist_too() -> None:
    found = facts(
        setting(
            "bucket",
            allows=("s3:GetObject", "s3:ListBucket"),
            resources=("s3:generic-{stage}-files/*", "s3:generic-{stage}-files"),
        ),
        jobs=(
            job("feedback", bindings=(Binding(source="sns", template="generic-{stage}-feedback"),)),
            job("file", bindings=(Binding(source="s3", template="generic-{stage}-files"),)),
        ),
    )
    text = of(found)
    assert (
        "| `generic-hom-feedback` | `generic-prod-feedback` | only listens | job `feedback` |"
    ) in section(text, "## Topics")
    buckets = section(text, "## Buckets")
    assert buckets.count("generic-hom-files") == 1
    assert (
        "| `generic-hom-files` | `generic-prod-files` | GetObject, ListBucket | "
        "`bucket`, job `file` |"
    ) in buckets


def test_the_table_of_a_job_that_runs_once_per_key_must_exist() -> None:
    once = OncePerKey(key="order_id", table="neoapp-{stage}-once", seconds=60)
    text = of(facts(jobs=(job("charge", once=once),)))
    assert "| `neoapp-hom-once` | `neoapp-prod-once` |" in section(text, "## Tables")
    assert (
        "- **One effect per**: `order_id` of the payload, remembered for 60 s in the table "
        "`neoapp-{stage}-once` (string key `id`, time to live on `expiration`)"
    ) in text


def test_a_queue_that_is_only_sent_to_triggers_nothing() -> None:
    sent = setting(allows=("sqs:SendMessage",), resources=("sqs:generic-{stage}-other",))
    text = of(facts(sent, jobs=(job(),)))
    assert "SQS queue" not in section(text, "## Triggers")
    assert "- **Run by**: direct invocation" in text


def test_a_payload_that_the_api_takes_too_is_told_there() -> None:
    openapi = {
        "info": {"title": "x", "version": "1"},
        "paths": {},
        "components": {"schemas": {"Built": BUILT}},
    }
    shape = {"$ref": "#/components/schemas/Built"}
    text = of(facts(openapi=openapi, jobs=(job(shape=shape),), job_shapes={"Built": BUILT}))
    assert "[`Built`](api_reference.md#built)" in text
    assert "#### Built" not in text
    assert '"id": "a1"' in text


def test_other_resources_are_named_with_their_service() -> None:
    found = facts(
        setting("sender", allows=("ses:SendEmail",), resources=("ses:identity/*",)),
        setting("metrics", allows=("cloudwatch:PutMetricData",)),
    )
    text = of(found)
    assert "| `ses:identity/*` | `ses:identity/*` | SendEmail | `sender` |" in section(
        text, "## Other resources"
    )
    wild = section(text, "### Wildcards in it")
    assert "| `*` | AWS lets cloudwatch:PutMetricData be allowed on nothing narrower |" in wild
    assert "| `ses:identity/*` | which identity sends is a value of the secret" in wild
    for one in policy(found, "hom")["Statement"]:
        assert one["Sid"].isalnum()


def test_code_of_nobody_else_is_none() -> None:
    assert section(of(facts()) + "\n## End\n", "## Third-party code") == "\nNone.\n"
    needed = (Dependency("boto3", "1.44.5", ("mew",)),)
    assert "| `boto3` | 1.44.5 | mew |" in requirements(facts(), needed, "again")
