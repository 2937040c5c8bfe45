"""Provisioned concurrency, by boto3.

Expectation: AWS Lambda developer guide, "Configuring provisioned concurrency for a function"; AWS Lambda
API reference, "PutProvisionedConcurrencyConfig" and the other actions on it.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from pipeline.local.cloud import LocalCloud

from .conftest import ARN, NAME, Create, zipped

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient

CODE = """
import os
def handler(event, context):
    if event.get("exit"):
        os._exit(1)
    return [os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"], os.getpid(), context.function_version]
"""
LIMIT_SECONDS = 30


def put(client: LambdaClient, qualifier: str, count: int) -> Any:
    return client.put_provisioned_concurrency_config(
        FunctionName=NAME, Qualifier=qualifier, ProvisionedConcurrentExecutions=count
    )


def settled(client: LambdaClient, qualifier: str) -> Any:
    """The configuration once it is no longer in progress."""
    limit = time.monotonic() + LIMIT_SECONDS
    while True:
        got = client.get_provisioned_concurrency_config(FunctionName=NAME, Qualifier=qualifier)
        if got["Status"] != "IN_PROGRESS":
            return got
        assert time.monotonic() < limit
        time.sleep(0.05)


def invoke(client: LambdaClient, **event: Any) -> Any:
    response = client.invoke(
        FunctionName=NAME, Qualifier="hom", Payload=json.dumps(event), LogType="Tail"
    )
    return json.loads(response["Payload"].read())


def pids(cloud: LocalCloud) -> set[int | None]:
    return {each.pid for each in cloud.functions.get(NAME).environments()}


def test_environments_are_there_before_the_first_invocation(
    cloud: LocalCloud, client: LambdaClient, create: Create
) -> None:
    create(CODE)
    assert put(client, "hom", 2)["Status"] == "IN_PROGRESS"
    got = settled(client, "hom")
    assert (got["Status"], got["RequestedProvisionedConcurrentExecutions"]) == ("READY", 2)
    assert got["AllocatedProvisionedConcurrentExecutions"] == 2
    started = pids(cloud)
    assert len(started) == 2

    kind, pid, _ = invoke(client)
    assert kind == "provisioned-concurrency"
    assert pid in started
    assert pids(cloud) == started


def test_the_report_of_a_provisioned_environment_has_no_init(
    cloud: LocalCloud, client: LambdaClient, create: Create
) -> None:
    create(CODE)
    put(client, "1", 1)
    settled(client, "1")
    response = cloud.functions.get(NAME).invoke(b"{}", "hom")
    assert response.report.init_ms is None
    assert response.log[-1].startswith("REPORT")
    assert "Init Duration" not in response.log[-1]


def test_one_that_crashes_is_replaced(
    cloud: LocalCloud, client: LambdaClient, create: Create
) -> None:
    create(CODE)
    put(client, "hom", 1)
    settled(client, "hom")
    before = pids(cloud)
    assert invoke(client, exit=True)["errorType"] == "Runtime.ExitError"
    assert settled(client, "hom")["Status"] == "READY"
    assert pids(cloud).isdisjoint(before)
    assert invoke(client)[0] == "provisioned-concurrency"


def test_it_follows_its_alias(cloud: LocalCloud, client: LambdaClient, create: Create) -> None:
    create(CODE)
    put(client, "hom", 1)
    settled(client, "hom")
    client.update_function_code(FunctionName=NAME, ZipFile=zipped(CODE + "\n# 2"))
    client.get_waiter("function_updated_v2").wait(FunctionName=NAME, WaiterConfig={"Delay": 1})
    client.publish_version(FunctionName=NAME)
    client.update_alias(FunctionName=NAME, Name="hom", FunctionVersion="2")
    assert settled(client, "hom")["Status"] == "READY"
    assert invoke(client)[::2] == ["provisioned-concurrency", "2"]


def test_a_function_that_cannot_be_loaded_is_said_to_have_failed(
    client: LambdaClient, create: Create
) -> None:
    create("import nothing_of_that_name")
    put(client, "hom", 1)
    got = settled(client, "hom")
    assert (got["Status"], got["AllocatedProvisionedConcurrentExecutions"]) == ("FAILED", 0)
    assert got["StatusReason"] == "Runtime.ImportModuleError"


def test_it_is_listed_and_deleted(client: LambdaClient, create: Create) -> None:
    create(CODE)
    put(client, "hom", 1)
    listed = client.list_provisioned_concurrency_configs(FunctionName=NAME)
    assert [each["FunctionArn"] for each in listed["ProvisionedConcurrencyConfigs"]] == [
        f"{ARN}:hom"
    ]
    client.delete_provisioned_concurrency_config(FunctionName=NAME, Qualifier="hom")
    with pytest.raises(client.exceptions.ProvisionedConcurrencyConfigNotFoundException):
        client.get_provisioned_concurrency_config(FunctionName=NAME, Qualifier="hom")
    assert not client.list_provisioned_concurrency_configs(FunctionName=NAME)[
        "ProvisionedConcurrencyConfigs"
    ]


def test_a_function_that_is_deleted_while_they_start_leaves_none(
    cloud: LocalCloud, client: LambdaClient, create: Create
) -> None:
    create("import time\ntime.sleep(30)\ndef handler(event, context): pass")
    put(client, "hom", 2)
    function = cloud.functions.get(NAME)
    client.delete_function(FunctionName=NAME)
    assert function.environments() == []
    assert function.provisioned.get("hom").allocated == 0


@pytest.mark.parametrize(
    ("qualifier", "count", "code"),
    [
        ("$LATEST", 1, "InvalidParameterValueException"),
        ("nowhere", 1, "ResourceNotFoundException"),
        ("9", 1, "ResourceNotFoundException"),
        ("hom", 3, "InvalidParameterValueException"),
    ],
)
def test_what_the_service_does_not_take_is_refused(
    client: LambdaClient, create: Create, qualifier: str, count: int, code: str
) -> None:
    create(CODE)
    client.put_function_concurrency(FunctionName=NAME, ReservedConcurrentExecutions=2)
    with pytest.raises(ClientError) as error:
        put(client, qualifier, count)
    assert error.value.response["Error"]["Code"] == code


def test_a_version_is_kept_ready_by_one_name_alone(client: LambdaClient, create: Create) -> None:
    create(CODE)
    put(client, "hom", 1)
    with pytest.raises(client.exceptions.InvalidParameterValueException):
        put(client, "1", 1)
    # The same name may ask for more.
    assert put(client, "hom", 2)["RequestedProvisionedConcurrentExecutions"] == 2
