"""The AWS CLI itself, as people and scripts use it.

Expectation: AWS CLI command reference, `aws lambda`.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.local.cloud import LocalCloud

from .conftest import ARN, NAME, ROLE, zipped

CODE = """
def handler(event, context):
    print("handling")
    if "raise" in event:
        raise ValueError(event["raise"])
    return [event, context.invoked_function_arn, context.function_version]
"""


class Cli:
    """Runs `aws lambda ...` with nothing of the caller's own configuration."""

    def __init__(self, cloud: LocalCloud, folder: Path) -> None:
        self.folder = folder
        self._environment = {
            **cloud.aws.environment,
            "HOME": str(folder),
            "AWS_CONFIG_FILE": str(folder / "config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "1",
            "AWS_PAGER": "",
            "PATH": os.defpath,
            # Where the packages of this process are.
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "awscli", "lambda", *arguments],
            env=self._environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def __call__(self, *arguments: str) -> Any:
        """What a command prints, parsed."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def invoke(self, *arguments: str) -> tuple[Any, Any]:
        """What `invoke` prints, and what the function answered."""
        answer = self.folder / "answer.json"
        printed = self("invoke", "--function-name", NAME, *arguments, str(answer))
        return printed, json.loads(answer.read_text() or "null")


@pytest.fixture
def aws(cloud: LocalCloud, tmp_path: Path) -> Cli:
    cloud.functions.close()
    (tmp_path / "function.zip").write_bytes(zipped(CODE))
    (tmp_path / "changed.zip").write_bytes(zipped(CODE + "\n# changed"))
    return Cli(cloud, tmp_path)


def made(aws: Cli) -> Any:
    """The function, created and active."""
    created = aws(
        *("create-function", "--function-name", NAME, "--runtime", "python3.13", "--role", ROLE),
        *("--handler", "lambda_function.handler", "--zip-file", "fileb://function.zip"),
    )
    aws("wait", "function-active-v2", "--function-name", NAME)
    return created


def test_a_release_by_hand_from_creation_to_deletion(aws: Cli) -> None:
    by_name = ("--function-name", NAME)
    assert made(aws)["State"] == "Pending"
    first = aws("publish-version", *by_name, "--description", "first")
    aws("wait", "published-version-active", *by_name, "--qualifier", first["Version"])
    alias = aws("create-alias", *by_name, "--name", "hom", "--function-version", first["Version"])
    assert (first["Version"], alias["AliasArn"]) == ("1", f"{ARN}:hom")

    printed, answer = aws.invoke(
        *("--qualifier", "hom", "--log-type", "Tail", "--payload", '{"a": "\u00e9"}'),
    )
    assert answer == [{"a": "\u00e9"}, f"{ARN}:hom", "1"]
    assert (printed["StatusCode"], printed["ExecutedVersion"]) == (200, "1")
    log = base64.b64decode(printed["LogResult"]).decode()
    assert log.startswith("START RequestId: ")
    assert "\nhandling\n" in log
    assert "\nREPORT RequestId: " in log

    updated = aws("update-function-code", *by_name, "--zip-file", "fileb://changed.zip")
    assert updated["LastUpdateStatus"] == "InProgress"
    assert updated["CodeSha256"] != first["CodeSha256"]
    aws("wait", "function-updated-v2", *by_name)
    aws("update-function-configuration", *by_name, "--timeout", "7", "--memory-size", "256")
    aws("wait", "function-updated-v2", *by_name)
    second = aws("publish-version", *by_name, "--code-sha256", updated["CodeSha256"])
    moved = aws(
        *("update-alias", *by_name, "--name", "hom", "--function-version", second["Version"]),
        *("--revision-id", alias["RevisionId"]),
    )
    assert (moved["FunctionVersion"], second["Timeout"]) == ("2", 7)
    assert aws.invoke("--qualifier", "hom")[1][2] == "2"
    assert aws.invoke("--qualifier", "1")[1][1:] == [f"{ARN}:1", "1"]

    versions = aws("list-versions-by-function", *by_name, "--query", "Versions[].Version")
    assert versions == ["$LATEST", "1", "2"]
    aws("delete-alias", *by_name, "--name", "hom")
    aws("delete-function", *by_name)
    assert aws("list-functions", "--query", "Functions") == []


def test_a_function_that_fails_is_an_answer_and_a_refusal_an_exit_code(aws: Cli) -> None:
    made(aws)
    printed, answer = aws.invoke("--payload", '{"raise": "as asked"}')
    assert printed["FunctionError"] == "Unhandled"
    assert (answer["errorType"], answer["errorMessage"]) == ("ValueError", "as asked")
    assert aws.invoke("--invocation-type", "Event")[0] == {"StatusCode": 202}
    assert aws.invoke("--invocation-type", "DryRun")[0] == {"StatusCode": 204}

    refused = aws.run("invoke", "--function-name", NAME, "--qualifier", "nowhere", "answer.json")
    assert refused.returncode != 0
    assert "(ResourceNotFoundException)" in refused.stderr
    assert f"Function not found: {ARN}:nowhere" in refused.stderr


def test_urls_permissions_and_concurrency_by_hand(aws: Cli) -> None:
    by_name = ("--function-name", NAME)
    made(aws)
    url = aws("create-function-url-config", *by_name, "--auth-type", "NONE")
    assert url["FunctionUrl"].endswith("/")
    aws(
        *("add-permission", *by_name, "--statement-id", "url", "--principal", "*"),
        *("--action", "lambda:InvokeFunctionUrl", "--function-url-auth-type", "NONE"),
    )
    policy = json.loads(aws("get-policy", *by_name)["Policy"])
    assert policy["Statement"][0]["Condition"] == {
        "StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}
    }
    aws("publish-version", *by_name)
    ready = aws(
        *("put-provisioned-concurrency-config", *by_name, "--qualifier", "1"),
        *("--provisioned-concurrent-executions", "1"),
    )
    assert ready["RequestedProvisionedConcurrentExecutions"] == 1
    reserved = aws("put-function-concurrency", *by_name, "--reserved-concurrent-executions", "5")
    assert reserved == {"ReservedConcurrentExecutions": 5}
