"""The local Lambda, driven by boto3 over HTTP."""

from __future__ import annotations

import base64
import concurrent.futures
import io
import json
import time
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from pipeline.local.cloud import LocalCloud
from pipeline.tests.local.clock import Clock

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient
    from types_boto3_lambda.type_defs import InvocationResponseTypeDef

NAME = "neoapp_sample"
ARN = f"arn:aws:lambda:us-east-1:123456789012:function:{NAME}"
ROLE = "arn:aws:iam::123456789012:role/sample"
SETTLE_SECONDS = 5


def zipped(code: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        # Always the same bytes for the same code.
        archive.writestr(zipfile.ZipInfo("lambda_function.py"), code)
    return content.getvalue()


WHERE = """
import os, time
def handler(event, context):
    print("handling")
    if event.get("raise"):
        raise ValueError("as asked")
    time.sleep(event.get("sleep", 0))
    custom = context.client_context.custom if context.client_context else None
    return {"arn": context.invoked_function_arn, "version": context.function_version,
            "pid": os.getpid(), "custom": custom, "mode": os.environ.get("MODE")}
"""


CLOCK = Clock()


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud(settle=SETTLE_SECONDS, clock=CLOCK) as cloud:
        yield cloud


@pytest.fixture
def client(cloud: LocalCloud) -> LambdaClient:
    cloud.functions.close()
    return cloud.aws.client("lambda")


def create(client: LambdaClient, code: str = WHERE, **more: Any) -> Any:
    created = client.create_function(
        FunctionName=NAME,
        Runtime="python3.13",
        Role=ROLE,
        Handler="lambda_function.handler",
        Code={"ZipFile": zipped(code)},
        **more,
    )
    settled(client)
    return created


def settled(client: LambdaClient) -> None:
    """Lets a creation or an update settle."""
    CLOCK.pass_by(SETTLE_SECONDS)
    client.get_waiter("function_active_v2").wait(FunctionName=NAME)
    client.get_waiter("function_updated_v2").wait(FunctionName=NAME)


def parsed(response: InvocationResponseTypeDef) -> Any:
    return json.loads(response["Payload"].read())


def refused(error: pytest.ExceptionInfo[ClientError]) -> tuple[int, str, str]:
    response = error.value.response
    status = response["ResponseMetadata"]["HTTPStatusCode"]
    return status, response["Error"]["Code"], response["Error"]["Message"]


def test_a_function_is_pending_then_active(client: LambdaClient) -> None:
    created = create(client, Description="text", Tags={"project": "neoapp"})

    assert (created["State"], created["StateReasonCode"]) == ("Pending", "Creating")
    assert (created["Version"], created["FunctionArn"]) == ("$LATEST", ARN)
    assert created["ResponseMetadata"]["HTTPStatusCode"] == 201
    got = client.get_function(FunctionName=NAME)
    configuration = got["Configuration"]
    assert (configuration["State"], configuration["LastUpdateStatus"]) == ("Active", "Successful")
    assert configuration["RevisionId"] != created["RevisionId"]
    assert (configuration["Timeout"], configuration["MemorySize"]) == (3, 128)
    assert (configuration["Role"], configuration["Description"]) == (ROLE, "text")
    assert got["Tags"] == {"project": "neoapp"}
    assert [each["FunctionName"] for each in client.list_functions()["Functions"]] == [NAME]


def test_a_second_function_of_one_name_is_refused(client: LambdaClient) -> None:
    create(client)

    with pytest.raises(client.exceptions.ResourceConflictException) as error:
        create(client)

    assert refused(error) == (
        409,
        "ResourceConflictException",
        f"Function already exist: {NAME}",
    )


def test_code_may_come_from_a_bucket(cloud: LocalCloud, client: LambdaClient) -> None:
    s3 = cloud.aws.client("s3")
    s3.create_bucket(Bucket="artifacts")
    s3.put_object(Bucket="artifacts", Key="sample.zip", Body=zipped(WHERE))
    create(client, code="def handler(event, context): return 1")

    client.update_function_code(FunctionName=NAME, S3Bucket="artifacts", S3Key="sample.zip")
    settled(client)

    assert parsed(client.invoke(FunctionName=NAME))["arn"] == ARN
    with pytest.raises(client.exceptions.InvalidParameterValueException, match="NoSuchKey"):
        client.update_function_code(FunctionName=NAME, S3Bucket="artifacts", S3Key="none.zip")


def test_what_is_no_zip_is_refused(client: LambdaClient) -> None:
    with pytest.raises(client.exceptions.InvalidParameterValueException) as error:
        client.create_function(
            FunctionName=NAME, Role=ROLE, Code={"ZipFile": b"no zip"}, Handler="a.b"
        )

    assert refused(error)[0] == 400
    assert refused(error)[2].startswith("Could not unzip uploaded file.")


def test_a_qualifier_is_in_the_arn_and_the_version_in_the_answer(client: LambdaClient) -> None:
    create(client)
    client.publish_version(FunctionName=NAME)
    client.create_alias(FunctionName=NAME, Name="hom", FunctionVersion="1")

    by_alias = client.invoke(FunctionName=NAME, Qualifier="hom")
    by_version = client.invoke(FunctionName=f"{NAME}:1")
    by_arn = client.invoke(FunctionName=f"{ARN}:hom")
    latest = client.invoke(FunctionName=NAME)

    assert by_alias["ExecutedVersion"] == by_version["ExecutedVersion"] == "1"
    assert latest["ExecutedVersion"] == "$LATEST"
    answers = [parsed(each) for each in (by_alias, by_version, by_arn, latest)]
    assert [each["arn"] for each in answers] == [f"{ARN}:hom", f"{ARN}:1", f"{ARN}:hom", ARN]
    assert [each["version"] for each in answers] == ["1", "1", "1", "$LATEST"]
    assert len({each["pid"] for each in answers[:3]}) == 1


def test_the_log_comes_on_request_and_errors_are_answers(client: LambdaClient) -> None:
    create(client)

    quiet = client.invoke(FunctionName=NAME)
    failed = client.invoke(FunctionName=NAME, Payload=b'{"raise": 1}', LogType="Tail")

    assert "LogResult" not in dict(quiet)
    assert (failed["StatusCode"], failed["FunctionError"]) == (200, "Unhandled")
    assert parsed(failed)["errorType"] == "ValueError"
    log = base64.b64decode(failed["LogResult"]).decode()
    assert log.startswith("START RequestId: ")
    assert "handling\n[ERROR] ValueError: as asked\n" in log


def test_the_clients_context_reaches_the_function(client: LambdaClient) -> None:
    create(client)
    context = base64.b64encode(b'{"custom": {"key": "value"}}').decode()

    assert parsed(client.invoke(FunctionName=NAME, ClientContext=context))["custom"] == {
        "key": "value"
    }


def test_a_dry_run_invokes_nothing(client: LambdaClient) -> None:
    create(client)

    assert client.invoke(FunctionName=NAME, InvocationType="DryRun")["StatusCode"] == 204
    with pytest.raises(ClientError, match="Function not found"):
        client.invoke(FunctionName=NAME, InvocationType="DryRun", Qualifier="none")


def test_an_event_that_is_not_waited_for_is_accepted(
    cloud: LocalCloud, client: LambdaClient
) -> None:
    create(client)

    answer = client.invoke(FunctionName=NAME, InvocationType="Event", Payload=b'{"sleep": 0.1}')

    assert (answer["StatusCode"], answer["Payload"].read()) == (202, b"")
    function = cloud.functions.get(NAME)
    limit = time.monotonic() + 20
    while not [each for each in function.environments() if each.alive]:
        assert time.monotonic() < limit
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("payload", "status", "code"),
    [
        (b"{", 400, "InvalidRequestContentException"),
        (b'"' + b"x" * 6_291_456 + b'"', 413, "RequestTooLargeException"),
    ],
)
def test_a_payload_that_is_refused_never_reaches_the_function(
    cloud: LocalCloud, client: LambdaClient, payload: bytes, status: int, code: str
) -> None:
    create(client)

    with pytest.raises(ClientError) as error:
        client.invoke(FunctionName=NAME, Payload=payload)

    assert refused(error)[:2] == (status, code)
    assert cloud.functions.get(NAME).environments() == []


def test_more_than_the_reserved_concurrency_is_throttled(client: LambdaClient) -> None:
    create(client, Timeout=10)
    client.put_function_concurrency(FunctionName=NAME, ReservedConcurrentExecutions=1)
    assert client.get_function_concurrency(FunctionName=NAME)["ReservedConcurrentExecutions"] == 1

    def invoke(_: int) -> str:
        try:
            return str(client.invoke(FunctionName=NAME, Payload=b'{"sleep": 1}')["StatusCode"])
        except client.exceptions.TooManyRequestsException as error:
            return str(error.response.get("Reason"))

    with concurrent.futures.ThreadPoolExecutor(4) as threads:
        answers = sorted(threads.map(invoke, range(4)))
    assert answers == ["200", *["ReservedFunctionConcurrentInvocationLimitExceeded"] * 3]

    client.delete_function_concurrency(FunctionName=NAME)
    assert "ReservedConcurrentExecutions" not in client.get_function_concurrency(FunctionName=NAME)
    with concurrent.futures.ThreadPoolExecutor(4) as threads:
        assert set(threads.map(invoke, range(4))) == {"200"}


def test_reserving_too_much_is_refused(client: LambdaClient) -> None:
    create(client)

    with pytest.raises(client.exceptions.InvalidParameterValueException, match="below its minimum"):
        client.put_function_concurrency(FunctionName=NAME, ReservedConcurrentExecutions=901)


def test_versions_keep_what_they_were_published_with(client: LambdaClient) -> None:
    create(client, Environment={"Variables": {"MODE": "one"}})
    one = client.publish_version(FunctionName=NAME, Description="the first")
    client.update_function_configuration(
        FunctionName=NAME, Environment={"Variables": {"MODE": "two"}}, Timeout=9
    )
    settled(client)
    two = client.publish_version(FunctionName=NAME)
    again = client.publish_version(FunctionName=NAME)

    assert [one["Version"], two["Version"], again["Version"]] == ["1", "2", "2"]
    assert (one["Description"], one["FunctionArn"]) == ("the first", f"{ARN}:1")
    assert parsed(client.invoke(FunctionName=NAME, Qualifier="1"))["mode"] == "one"
    assert parsed(client.invoke(FunctionName=NAME, Qualifier="2"))["mode"] == "two"
    listed = client.list_versions_by_function(FunctionName=NAME)["Versions"]
    assert [each["Version"] for each in listed] == ["$LATEST", "1", "2"]
    got = client.get_function_configuration(FunctionName=NAME, Qualifier="1")
    assert (got["State"], got["Timeout"]) == ("Active", 3)


def test_guards_let_one_of_two_pipelines_win(client: LambdaClient) -> None:
    created = create(client)
    seen = client.get_function_configuration(FunctionName=NAME)["RevisionId"]
    other = zipped("def handler(event, context): return 2")
    updated = client.update_function_code(FunctionName=NAME, ZipFile=other, RevisionId=seen)
    settled(client)

    with pytest.raises(client.exceptions.PreconditionFailedException) as error:
        client.update_function_code(FunctionName=NAME, ZipFile=zipped(WHERE), RevisionId=seen)
    assert refused(error)[0] == 412
    with pytest.raises(client.exceptions.InvalidParameterValueException) as error:
        client.publish_version(FunctionName=NAME, CodeSha256=created["CodeSha256"])
    assert "is different from current CodeSHA256 in $LATEST" in refused(error)[2]
    published = client.publish_version(FunctionName=NAME, CodeSha256=updated["CodeSha256"])
    assert published["Version"] == "1"


def test_an_update_in_progress_refuses_another_and_serves_what_was_before(
    client: LambdaClient,
) -> None:
    create(client, code="def handler(event, context): return 1")
    other = zipped("def handler(event, context): return 2")

    updated = client.update_function_code(FunctionName=NAME, ZipFile=other)
    before = parsed(client.invoke(FunctionName=NAME))
    with pytest.raises(client.exceptions.ResourceConflictException) as error:
        client.update_function_configuration(FunctionName=NAME, Timeout=9)
    settled(client)

    assert updated["LastUpdateStatus"] == "InProgress"
    assert refused(error)[2].endswith(f"An update is in progress for resource: {ARN}")
    assert (before, parsed(client.invoke(FunctionName=NAME))) == (1, 2)


def test_a_dry_run_of_an_update_says_what_would_be(client: LambdaClient) -> None:
    created = create(client)
    other = zipped("def handler(event, context): return 2")

    planned = client.update_function_code(FunctionName=NAME, ZipFile=other, DryRun=True)

    assert planned["CodeSha256"] != created["CodeSha256"]
    got = client.get_function_configuration(FunctionName=NAME)
    assert got["CodeSha256"] == created["CodeSha256"]


def test_an_alias_moves_by_weights_and_back(client: LambdaClient) -> None:
    create(client)
    client.publish_version(FunctionName=NAME)
    client.update_function_configuration(FunctionName=NAME, Description="second")
    settled(client)
    client.publish_version(FunctionName=NAME)
    made = client.create_alias(FunctionName=NAME, Name="prod", FunctionVersion="1")

    moved = client.update_alias(
        FunctionName=NAME,
        Name="prod",
        RoutingConfig={"AdditionalVersionWeights": {"2": 1.0}},
        RevisionId=made["RevisionId"],
    )
    assert moved["RoutingConfig"] == {"AdditionalVersionWeights": {"2": 1.0}}
    assert client.invoke(FunctionName=NAME, Qualifier="prod")["ExecutedVersion"] == "2"
    with pytest.raises(client.exceptions.PreconditionFailedException):
        client.update_alias(
            FunctionName=NAME, Name="prod", FunctionVersion="2", RevisionId=made["RevisionId"]
        )
    back = client.update_alias(
        FunctionName=NAME, Name="prod", RoutingConfig={"AdditionalVersionWeights": {}}
    )
    assert "RoutingConfig" not in dict(back)
    assert client.invoke(FunctionName=NAME, Qualifier="prod")["ExecutedVersion"] == "1"
    assert client.get_alias(FunctionName=NAME, Name="prod")["FunctionVersion"] == "1"
    listed = client.list_aliases(FunctionName=NAME, FunctionVersion="1")["Aliases"]
    assert [each["AliasArn"] for each in listed] == [f"{ARN}:prod"]


def test_a_version_behind_an_alias_cannot_be_deleted(client: LambdaClient) -> None:
    create(client)
    client.publish_version(FunctionName=NAME)
    client.create_alias(FunctionName=NAME, Name="hom", FunctionVersion="1")

    with pytest.raises(client.exceptions.ResourceConflictException, match=r"\[hom\]"):
        client.delete_function(FunctionName=NAME, Qualifier="1")
    client.delete_alias(FunctionName=NAME, Name="hom")
    client.delete_function(FunctionName=NAME, Qualifier="1")

    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_function(FunctionName=NAME, Qualifier="1")


def test_a_deleted_function_is_gone_with_its_processes(
    cloud: LocalCloud, client: LambdaClient
) -> None:
    create(client)
    client.invoke(FunctionName=NAME)
    environments = cloud.functions.get(NAME).environments()

    client.delete_function(FunctionName=NAME)

    assert [each.alive for each in environments] == [False]
    with pytest.raises(client.exceptions.ResourceNotFoundException) as error:
        client.invoke(FunctionName=NAME)
    assert refused(error) == (404, "ResourceNotFoundException", f"Function not found: {ARN}")


def test_tags_can_be_changed(client: LambdaClient) -> None:
    create(client, Tags={"a": "1", "b": "2"})

    client.tag_resource(Resource=ARN, Tags={"c": "3"})
    client.untag_resource(Resource=ARN, TagKeys=["a", "b"])

    assert client.list_tags(Resource=ARN)["Tags"] == {"c": "3"}


def test_what_the_local_lambda_does_not_have_is_refused_by_name(client: LambdaClient) -> None:
    create(client)

    with pytest.raises(client.exceptions.InvalidParameterValueException, match="runs python"):
        client.update_function_configuration(FunctionName=NAME, Runtime="nodejs22.x")
    with pytest.raises(client.exceptions.InvalidParameterValueException, match="Layers"):
        client.update_function_configuration(FunctionName=NAME, Layers=["arn:aws:lambda:layer"])
    with pytest.raises(ClientError, match="is no action that the local Lambda has"):
        client.get_function_code_signing_config(FunctionName=NAME)
