"""The roles that deliver, as `pipeline iam` prints them."""

from __future__ import annotations

import fnmatch
import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

import pipeline.delivery
from pipeline.iam import commands

GIVEN = ("--repository", "acme/lambdas", "--account", "123456789012", "--region", "sa-east-1")
AT = "arn:aws:lambda:sa-east-1:123456789012:function"
SETTINGS = '[function]\nrole = "arn:aws:iam::{account}:role/lambda-{lambda}"\n'


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("neoapp_banner", "neoapp_payment", "generic_send_email"):
        (tmp_path / "lambdas" / name).mkdir(parents=True)
        (tmp_path / "lambdas" / name / "BUILD").touch()
    (tmp_path / "pipeline.toml").write_text(SETTINGS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> tuple[int, str, str]:
    app = typer.Typer()
    commands.register(app)
    app.command("other")(lambda: None)
    done = CliRunner().invoke(app, ["iam", *arguments], catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


def role(stage: str = "hom") -> Any:
    code, out, err = run("--stage", stage, *GIVEN)
    assert code == 0, err
    return json.loads(out)


def allowed(made: Any, action: str, resource: str) -> bool:
    """Whether the policy lets the role do it, as IAM compares."""
    return any(
        action in each["Action"]
        and any(fnmatch.fnmatchcase(resource, pattern) for pattern in each["Resource"])
        for each in made["policy"]["Statement"]
    )


@pytest.mark.parametrize("stage", ["hom", "prod"])
def test_only_jobs_of_the_stages_environment_may_take_the_role_on(
    checkout: Path, stage: str
) -> None:
    made = role(stage)
    (statement,) = made["trust"]["Statement"]
    assert made["role"] == f"deliver-{stage}"
    assert statement["Condition"] == {
        "StringEquals": {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": f"repo:acme/lambdas:environment:{stage}",
        }
    }
    assert "*" not in json.dumps(made["trust"])


def test_the_policy_allows_what_delivery_calls_and_nothing_else(checkout: Path) -> None:
    called = {
        action
        for path in Path(pipeline.delivery.__path__[0]).glob("*.py")
        for action in re.findall(r'"((?:lambda|s3|cloudwatch|logs):[A-Z]\w+)"', path.read_text())
    }
    assert "lambda:UpdateAlias" in called
    with_bucket = f'{SETTINGS}[aws]\nbucket = "zips-of-acme"\n'
    (checkout / "pipeline.toml").write_text(with_bucket)
    statements = role()["policy"]["Statement"]
    granted = {action for statement in statements for action in statement["Action"]}
    # Lambda itself asks for these: a zip in S3, and the function's own role.
    assert granted - called == {"s3:GetObject", "iam:PassRole"}
    assert called <= granted
    key = "lambdas/neoapp_banner/0a1b.zip"
    assert allowed(role(), "s3:PutObject", f"arn:aws:s3:::zips-of-acme/{key}")
    assert not allowed(role(), "s3:PutObject", f"arn:aws:s3:::zips-of-acme/other/{key}")


def test_a_version_can_be_deleted_and_no_function(checkout: Path) -> None:
    made = role()
    assert allowed(made, "lambda:DeleteFunction", f"{AT}:neoapp_banner:3")
    assert not allowed(made, "lambda:DeleteFunction", f"{AT}:neoapp_banner")


def test_functions_of_other_projects_are_out_of_reach(checkout: Path) -> None:
    made = role()
    for name in ("neoapp_banner", "neoapp_added_later", "generic_send_email"):
        assert allowed(made, "lambda:UpdateFunctionCode", f"{AT}:{name}")
    assert not allowed(made, "lambda:UpdateFunctionCode", f"{AT}:billing_invoices")
    assert not allowed(made, "lambda:UpdateFunctionCode", f"{AT}:neoapp")


def test_only_the_functions_own_roles_are_passed_and_to_lambda_alone(checkout: Path) -> None:
    (statement,) = (s for s in role()["policy"]["Statement"] if "iam:PassRole" in s["Action"])
    assert statement["Resource"] == [
        "arn:aws:iam::123456789012:role/lambda-generic_*",
        "arn:aws:iam::123456789012:role/lambda-neoapp_*",
    ]
    assert statement["Condition"] == {
        "StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}
    }


def test_a_vpc_and_layers_are_allowed_where_settings_ask_for_them(checkout: Path) -> None:
    layer = "arn:aws:lambda:sa-east-1:1:layer:secrets:4"
    assert not allowed(role(), "ec2:DescribeSubnets", "*")
    (checkout / "pipeline.toml").write_text(
        f"{SETTINGS}[lambda.neoapp_payment]\n"
        f'layers = ["{layer}"]\nsubnets = ["subnet-1"]\nsecurity_groups = ["sg-1"]\n'
    )
    assert allowed(role(), "ec2:DescribeSubnets", "*")
    assert allowed(role(), "lambda:GetLayerVersion", layer)


def test_a_policy_of_many_projects_fits_into_what_iam_takes(checkout: Path) -> None:
    for number in range(300):
        (checkout / f"lambdas/neoapp_n{number}").mkdir()
        (checkout / f"lambdas/neoapp_n{number}/BUILD").touch()
    # Source: IAM user guide, "IAM and AWS STS quotas": a managed policy has up to 6,144 characters.
    assert len(json.dumps(role()["policy"], separators=(",", ":"))) < 6144


def test_files_for_the_aws_command_line_are_written(checkout: Path) -> None:
    code, out, _ = run("--stage", "prod", *GIVEN, "--write", "iam")
    assert code == 0
    assert out.split() == ["iam/deliver-prod-trust.json", "iam/deliver-prod-policy.json"]
    assert (
        json.loads((checkout / "iam/deliver-prod-trust.json").read_text()) == role("prod")["trust"]
    )


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--stage", "dev"),
        ("--repository", "acme"),
        ("--repository", "acme/*"),
        ("--repository", "acme/x:environment:prod"),
        ("--account", "1234"),
        ("--region", "*"),
        ("--settings", "none.toml"),
    ],
)
def test_what_can_not_be_is_refused(checkout: Path, option: str, value: str) -> None:
    code, out, err = run("--stage", "hom", *GIVEN, option, value)
    assert (code, out) == (2, "")
    assert value in err


def test_outside_of_a_checkout_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pipeline.toml").write_text(SETTINGS)
    monkeypatch.chdir(tmp_path)
    code, _, err = run("--stage", "hom", *GIVEN)
    assert code == 2
    assert "Run in a checkout" in err
