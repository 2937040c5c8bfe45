"""What is generated for generic_send_email, the real thing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ..._generate.arns import Place
from ...generate import describe, documents

ROOT = Path(__file__).parents[4]
NAME = "generic_send_email"
HERE = Place("sa-east-1", "123456789012")


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return describe(NAME, ROOT, HERE)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return documents(NAME, ROOT)


def test_the_policy_reads_exactly_the_secrets_that_the_settings_name(told: dict[str, Any]) -> None:
    read = told["policies"]["prod"]["Statement"][0]
    assert read["Action"] == ["secretsmanager:GetSecretValue"]
    names = sorted({secret["name"].replace("{stage}", "prod") for secret in told["secrets"]})
    prefix = "arn:aws:secretsmanager:sa-east-1:123456789012:secret:"
    assert read["Resource"] == [f"{prefix}{name}-??????" for name in names]


@pytest.mark.parametrize(("stage", "other"), [("hom", "prod"), ("prod", "hom")])
def test_the_policy_of_a_stage_touches_no_resource_of_the_other(
    told: dict[str, Any], stage: str, other: str
) -> None:
    policy = json.dumps(told["policies"][stage])
    assert f"-{other}" not in policy
    assert f"/{other}/" not in policy


def test_no_statement_allows_everything(told: dict[str, Any]) -> None:
    for statement in told["policies"]["hom"]["Statement"]:
        assert not [action for action in statement["Action"] if "*" in action]
        assert "*" not in statement["Resource"]


def test_iam_takes_the_policies(told: dict[str, Any], aws: Callable[[str], Any]) -> None:
    for stage, document in told["policies"].items():
        text = json.dumps(document, separators=(",", ":"))
        aws("iam").create_policy(PolicyName=f"{NAME}-{stage}", PolicyDocument=text)
        # The most that a managed policy may have.
        assert len(text) <= 6144


def test_the_queue_and_the_topic_trigger_it(told: dict[str, Any]) -> None:
    found = {(one["source"], one["name"], one["job"]) for one in told["triggers"]}
    assert ("sqs", "generic-{stage}-send-email", None) in found
    assert ("sns", "generic-{stage}-ses-feedback", "record_feedback") in found


def test_every_route_and_every_job_is_in_the_documents(texts: dict[str, str]) -> None:
    reference = texts[f"lambdas/{NAME}/docs/api_reference.md"]
    assert "### POST /emails\n" in reference
    assert "### GET /emails/{email_id}\n" in reference
    assert "`urn:problem-type:generic-send-email:idempotency-key-reused`" in reference
    assert "`Idempotency-Key`" in reference
    needed = texts[f"lambdas/{NAME}/docs/requirements.md"]
    for job in ("send_email", "record_feedback", "lift_suppression"):
        assert f"### Job {job}\n" in needed


def test_nothing_of_this_machine_is_in_the_documents(texts: dict[str, str]) -> None:
    for text in texts.values():
        assert str(ROOT) not in text
        assert "site-packages" not in text
