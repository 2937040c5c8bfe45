"""Function URLs: made by boto3, used over HTTP.

Expectations: AWS Lambda developer guide, "Creating and managing Lambda function URLs", "Invoking Lambda
function URLs" and "Control access to Lambda function URLs".
"""

from __future__ import annotations

import base64
import datetime
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from pipeline.local.cloud import LocalCloud
from pipeline.local.gateway.gateway import Gateway

from .client import Answer, ask
from .conftest import DeployCode

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient

NAME = "neoapp_sample"
ARN = f"arn:aws:lambda:us-east-1:123456789012:function:{NAME}"
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def client(cloud: LocalCloud, deploy_code: DeployCode, gateway: Gateway) -> LambdaClient:
    del gateway
    deploy_code(NAME)
    return cloud.aws.client("lambda")


@pytest.fixture
def url(client: LambdaClient) -> str:
    """A URL of the alias `hom` that everyone may use."""
    created = client.create_function_url_config(FunctionName=NAME, Qualifier="hom", AuthType="NONE")
    publish(client, "hom")
    return created["FunctionUrl"]


def publish(client: LambdaClient, qualifier: str) -> None:
    """Lets everyone use a URL, by the two statements that the service asks for."""
    by_name: dict[str, Any] = {"FunctionName": NAME, "Qualifier": qualifier, "Principal": "*"}
    client.add_permission(
        **by_name,
        StatementId="url",
        Action="lambda:InvokeFunctionUrl",
        FunctionUrlAuthType="NONE",
    )
    client.add_permission(
        **by_name, StatementId="invoke", Action="lambda:InvokeFunction", InvokedViaFunctionUrl=True
    )


def fetch(url: str, path: str = "", method: str = "GET", **options: Any) -> Answer:
    address = urlsplit(url)
    assert address.port is not None
    return ask(address.port, f"{address.path}{path}", method, **options)


def test_a_request_reaches_the_alias_with_the_documented_event(url: str) -> None:
    answer = fetch(url, "a%20b?q=1", headers={"Cookie": "a=1"})

    event, arn = answer.json()
    url_id = urlsplit(url).path.strip("/").removeprefix("_url/")
    domain = f"{url_id}.lambda-url.us-east-1.on.aws"
    assert arn == f"{ARN}:hom"
    assert (event["rawPath"], event["rawQueryString"], event["cookies"]) == (
        *("/a%20b", "q=1", ["a=1"]),
    )
    context = event["requestContext"]
    assert (context["stage"], context["apiId"]) == ("$default", url_id)
    assert (context["domainName"], context["domainPrefix"]) == (domain, url_id)
    assert "authorizer" not in context
    assert answer.header("x-amzn-requestid") == context["requestId"]


def test_a_url_has_a_host_of_its_own_as_well(url: str, gateway: Gateway) -> None:
    url_id = urlsplit(url).path.strip("/").removeprefix("_url/")
    host = {"Host": f"{url_id}.lambda-url.localhost:{gateway.port}"}
    event, arn = ask(gateway.port, f"/hom/{NAME}/x", headers=host).json()
    assert (event["rawPath"], arn) == (f"/hom/{NAME}/x", f"{ARN}:hom")


def test_a_url_that_nobody_was_let_use_is_forbidden(client: LambdaClient) -> None:
    url = client.create_function_url_config(FunctionName=NAME, AuthType="NONE")["FunctionUrl"]
    assert (fetch(url).status, fetch(url).json()) == (403, {"Message": "Forbidden"})
    client.add_permission(
        FunctionName=NAME,
        StatementId="url",
        Action="lambda:InvokeFunctionUrl",
        Principal="*",
        FunctionUrlAuthType="NONE",
    )
    # Either alone does not do.
    assert fetch(url).status == 403
    client.add_permission(
        FunctionName=NAME,
        StatementId="invoke",
        Action="lambda:InvokeFunction",
        Principal="*",
        InvokedViaFunctionUrl=True,
    )
    assert fetch(url).json()[1] == ARN
    client.remove_permission(FunctionName=NAME, StatementId="url")
    assert fetch(url).status == 403


def test_a_url_that_was_never_there_or_is_deleted_is_forbidden(
    client: LambdaClient, url: str, gateway: Gateway
) -> None:
    assert fetch(url).status == 200
    client.delete_function_url_config(FunctionName=NAME, Qualifier="hom")
    assert fetch(url).status == 403
    assert ask(gateway.port, "/_url/nobody/").status == 403
    again = client.create_function_url_config(FunctionName=NAME, Qualifier="hom", AuthType="NONE")
    assert again["FunctionUrl"] != url
    assert fetch(again["FunctionUrl"]).status == 200


def test_a_url_ends_with_its_alias_and_with_its_function(
    client: LambdaClient, url: str, gateway: Gateway
) -> None:
    client.delete_alias(FunctionName=NAME, Name="hom")
    assert fetch(url).status == 403
    other = client.create_function_url_config(FunctionName=NAME, Qualifier="prod", AuthType="NONE")
    publish(client, "prod")
    assert fetch(other["FunctionUrl"]).status == 200
    client.delete_function(FunctionName=NAME)
    assert fetch(other["FunctionUrl"]).status == 403
    assert gateway.url in other["FunctionUrl"]


@pytest.mark.parametrize(
    ("what", "status", "reason"),
    [
        ({"raise": "x"}, 502, "ValueError"),
        ({"exit": 1}, 502, "Runtime.ExitError"),
        ({"answer": {"statusCode": "x"}}, 502, "statusCode"),
    ],
)
def test_a_function_that_fails_is_a_bad_gateway(
    url: str, what: dict[str, Any], status: int, reason: str
) -> None:
    answer = fetch(url, method="POST", body=json.dumps(what).encode(), headers=JSON)
    assert (answer.status, answer.json()) == (status, {"message": "Internal Server Error"})
    assert reason in (answer.header("x-local-integration-error") or "")


def test_more_invocations_than_reserved_are_too_many(client: LambdaClient, url: str) -> None:
    client.put_function_concurrency(FunctionName=NAME, ReservedConcurrentExecutions=0)
    assert fetch(url).status == 429


def test_a_mere_text_is_json_and_binary_bodies_are_bytes(url: str) -> None:
    told = json.dumps({"answer": "hi"}).encode()
    assert fetch(url, method="POST", body=told, headers=JSON).body == b'"hi"'
    binary = {
        "statusCode": 200,
        "body": base64.b64encode(b"\0\xff").decode(),
        "isBase64Encoded": True,
    }
    told = json.dumps({"answer": binary}).encode()
    assert fetch(url, method="POST", body=told, headers=JSON).body == b"\0\xff"


class Signed:
    """A client that signs as every AWS client does."""

    def __init__(self, url: str, key: str = "local", secret: str = "local") -> None:  # noqa: S107
        self._url = url
        self._credentials = Credentials(key, secret)

    def headers(
        self, path: str = "x?b=2&a=1", *, service: str = "lambda", body: bytes = b"body"
    ) -> dict[str, str]:
        request = AWSRequest("POST", self._url + path, {"X-Other": "value"}, body)
        SigV4Auth(self._credentials, service, "us-east-1").add_auth(request)
        return dict(request.headers.items())


@pytest.fixture
def guarded_url(client: LambdaClient) -> str:
    created = client.create_function_url_config(
        FunctionName=NAME, Qualifier="hom", AuthType="AWS_IAM"
    )
    return created["FunctionUrl"]


def post(url: str, headers: dict[str, str], body: bytes = b"body") -> Answer:
    return fetch(url, "x?b=2&a=1", "POST", body=body, headers=headers)


def test_a_signed_request_is_let_in_and_its_caller_named(guarded_url: str) -> None:
    event, arn = post(guarded_url, Signed(guarded_url).headers()).json()
    assert arn == f"{ARN}:hom"
    caller = event["requestContext"]["authorizer"]["iam"]
    assert (caller["accessKey"], caller["accountId"]) == ("local", "123456789012")
    assert caller["userArn"].startswith("arn:aws:iam::123456789012:")


def test_whatever_is_not_rightly_signed_is_forbidden(guarded_url: str) -> None:
    right = Signed(guarded_url).headers()
    signature = right["Authorization"]
    for headers, body in (
        ({}, b"body"),
        ({"Authorization": "Bearer x"}, b"body"),
        (
            {**right, "Authorization": signature[:-1] + ("0" if signature[-1] != "0" else "1")},
            b"body",
        ),
        ({**right, "X-Amz-Date": "20000101T000000Z"}, b"body"),
        ({**right, "X-Amz-Date": "now"}, b"body"),
        (right, b"another body"),
        (Signed(guarded_url, secret="wrong").headers(), b"body"),
        (Signed(guarded_url, key="other").headers(), b"body"),
        (Signed(guarded_url).headers(service="s3"), b"body"),
        (Signed(guarded_url).headers("other"), b"body"),
    ):
        answer = post(guarded_url, headers, body)
        assert (answer.status, answer.json()) == (403, {"Message": "Forbidden"}), headers


def test_a_signature_is_not_good_for_ever(guarded_url: str) -> None:
    request = AWSRequest("POST", guarded_url + "x?b=2&a=1", {}, b"body")
    signer = SigV4Auth(Credentials("local", "local"), "lambda", "us-east-1")
    then = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=6)
    request.context["timestamp"] = date = then.strftime("%Y%m%dT%H%M%SZ")
    request.headers["X-Amz-Date"] = date
    text = signer.string_to_sign(request, signer.canonical_request(request))
    request.headers["Authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={signer.scope(request)}, SignedHeaders=host;x-amz-date,"
        f" Signature={signer.signature(text, request)}"
    )
    assert post(guarded_url, dict(request.headers.items())).status == 403


CORS: Any = {
    "AllowOrigins": ["https://app.example"],
    "AllowMethods": ["GET", "POST"],
    "AllowHeaders": ["x-custom"],
    "ExposeHeaders": ["x-seen"],
    "AllowCredentials": True,
    "MaxAge": 300,
}
ORIGIN = {"Origin": "https://app.example"}


def test_a_browser_is_answered_beforehand_as_configured(client: LambdaClient, url: str) -> None:
    client.update_function_url_config(FunctionName=NAME, Qualifier="hom", Cors=CORS)
    asked = {**ORIGIN, "Access-Control-Request-Method": "POST"}
    answer = fetch(url, method="OPTIONS", headers=asked)
    assert (answer.status, answer.body) == (200, b"")
    assert answer.header("access-control-allow-origin") == "https://app.example"
    assert answer.header("access-control-allow-methods") == "GET,POST"
    assert answer.header("access-control-allow-headers") == "x-custom"
    assert answer.header("access-control-allow-credentials") == "true"
    assert answer.header("access-control-max-age") == "300"
    other = fetch(url, method="OPTIONS", headers={**asked, "Origin": "https://other.example"})
    assert other.header("access-control-allow-origin") is None


def test_the_configured_headers_win_over_the_functions_own(client: LambdaClient, url: str) -> None:
    own = {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "https://own.example"}}
    told = json.dumps({"answer": own}).encode()
    options: dict[str, Any] = {"method": "POST", "body": told, "headers": {**JSON, **ORIGIN}}
    before = fetch(url, **options)
    client.update_function_url_config(FunctionName=NAME, Qualifier="hom", Cors=CORS)
    after = fetch(url, **options)
    assert before.header("access-control-allow-origin") == "https://own.example"
    found = [value for name, value in after.headers if name == "access-control-allow-origin"]
    assert found == ["https://app.example"]
    assert after.header("access-control-expose-headers") == "x-seen"


def test_every_origin_may_be_let_in(client: LambdaClient, url: str) -> None:
    client.update_function_url_config(
        FunctionName=NAME, Qualifier="hom", Cors={"AllowOrigins": ["*"]}
    )
    assert fetch(url, headers=ORIGIN).header("access-control-allow-origin") == "*"
    assert fetch(url).header("access-control-allow-origin") is None


def test_a_function_without_cors_answers_beforehand_itself(url: str) -> None:
    asked = {**ORIGIN, "Access-Control-Request-Method": "POST"}
    event, _ = fetch(url, method="OPTIONS", headers=asked).json()
    assert event["requestContext"]["http"]["method"] == "OPTIONS"


def test_a_url_that_may_stream_answers_whole(client: LambdaClient, url: str) -> None:
    client.update_function_url_config(
        FunctionName=NAME, Qualifier="hom", InvokeMode="RESPONSE_STREAM"
    )
    answer = fetch(url, "x")
    assert (answer.status, answer.json()[0]["rawPath"]) == (200, "/x")
