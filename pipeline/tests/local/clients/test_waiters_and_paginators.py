"""boto3's waiters and paginators, which know the service's states and markers by themselves.

Expectation: AWS Lambda developer guide, "Lambda function states"; AWS Lambda API reference,
"ListFunctions", "ListVersionsByFunction" and "ListAliases".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError, WaiterError

from .conftest import NAME, ROLE, Create, zipped

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient

CODE = "def handler(event, context): return event"
FAST: Any = {"Delay": 1, "MaxAttempts": 60}


def test_every_waiter_ends_when_its_state_is_there(client: LambdaClient, create: Create) -> None:
    create(CODE)
    client.update_function_code(FunctionName=NAME, ZipFile=zipped(CODE + "\n# changed"))
    by_name: dict[str, Any] = {"FunctionName": NAME, "WaiterConfig": FAST}
    client.get_waiter("function_updated_v2").wait(**by_name)
    client.get_waiter("function_updated").wait(**by_name)
    client.get_waiter("function_active").wait(**by_name)
    client.get_waiter("function_exists").wait(**by_name)
    client.get_waiter("published_version_active").wait(**by_name, Qualifier="1")
    assert client.get_function(FunctionName=NAME)["Configuration"]["State"] == "Active"


def test_a_waiter_for_what_is_not_there_fails(client: LambdaClient) -> None:
    with pytest.raises(WaiterError, match="Max attempts exceeded"):
        client.get_waiter("function_exists").wait(
            FunctionName="nobody", WaiterConfig={"Delay": 0, "MaxAttempts": 2}
        )


def test_functions_come_page_by_page_each_once(client: LambdaClient) -> None:
    names = [f"neoapp_{number:02}" for number in range(53)]
    for name in names:
        client.create_function(
            FunctionName=name,
            Role=ROLE,
            Runtime="python3.13",
            Handler="lambda_function.handler",
            Code={"ZipFile": zipped(CODE)},
        )
    pages = [page["Functions"] for page in client.get_paginator("list_functions").paginate()]
    assert [len(page) for page in pages] == [50, 3]
    assert [each["FunctionName"] for page in pages for each in page] == names
    first = client.list_functions(MaxItems=7)
    assert len(first["Functions"]) == 7
    rest = client.list_functions(Marker=first["NextMarker"])
    assert rest["Functions"][0]["FunctionName"] == names[7]


def test_versions_and_aliases_come_page_by_page(client: LambdaClient, create: Create) -> None:
    create(CODE)
    for number in range(4):
        client.create_alias(FunctionName=NAME, Name=f"a{number}", FunctionVersion="1")
    pages: Any = {"FunctionName": NAME, "PaginationConfig": {"PageSize": 2}}
    aliases = client.get_paginator("list_aliases").paginate(**pages)
    assert [[each["Name"] for each in page["Aliases"]] for page in aliases] == [
        *(["a0", "a1"], ["a2", "a3"], ["hom"])
    ]
    versions = client.get_paginator("list_versions_by_function").paginate(**pages)
    assert [each["Version"] for page in versions for each in page["Versions"]] == ["$LATEST", "1"]


@pytest.mark.parametrize(("marker", "most"), [("x", 1), ("-1", 1), ("99", 1), ("0", 10_001)])
def test_a_page_that_is_none_is_refused(client: LambdaClient, marker: str, most: int) -> None:
    with pytest.raises(ClientError) as error:
        client.list_functions(Marker=marker, MaxItems=most)
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
