import gzip
import json
from typing import Any

from lambda_zip.steps.aws_data import lean

MODEL = {
    "metadata": {"endpointPrefix": "email", "serviceId": "SESv2"},
    "documentation": "<p>All about it.</p>",
    "shapes": {
        "Letter": {
            "type": "structure",
            "required": ["documentation"],
            "members": {
                "documentation": {"shape": "Text", "documentation": "<p>What it says.</p>"},
            },
        },
    },
}
ENDPOINTS = {
    "partitions": [
        {
            "partition": "aws",
            "defaults": {"hostname": "{service}.{region}.{dnsSuffix}"},
            "services": {"email": {"endpoints": {"sa-east-1": {}}}, "ec2": {"endpoints": {}}},
        }
    ],
    "version": 3,
}


def files() -> dict[str, bytes]:
    return {
        "botocore/data/sesv2/2019-09-27/service-2.json.gz": gzip.compress(
            json.dumps(MODEL).encode()
        ),
        "botocore/data/sesv2/2019-09-27/paginators-1.json": b"{ }",
        "botocore/data/endpoints.json": json.dumps(ENDPOINTS, indent=2).encode(),
        "botocore/client.py": b"",
        "other/data/sesv2/service-2.json": b"{ }",
    }


def read(found: dict[str, bytes], path: str) -> Any:
    return json.loads(found[f"botocore/data/{path}"])


def test_a_model_loses_its_documentation_and_no_member_of_that_name() -> None:
    model = read(lean(files()), "sesv2/2019-09-27/service-2.json")

    assert model == {
        "metadata": {"endpointPrefix": "email", "serviceId": "SESv2"},
        "shapes": {
            "Letter": {
                "type": "structure",
                "required": ["documentation"],
                "members": {"documentation": {"shape": "Text"}},
            },
        },
    }


def test_endpoints_of_services_without_a_model_go_and_the_pattern_for_them_stays() -> None:
    (partition,) = read(lean(files()), "endpoints.json")["partitions"]

    assert partition["services"] == {"email": {"endpoints": {"sa-east-1": {}}}}
    assert partition["defaults"] == {"hostname": "{service}.{region}.{dnsSuffix}"}


def test_nothing_else_changes() -> None:
    before, after = files(), lean(files())

    same = {path for path in before if not path.endswith((".gz", "endpoints.json"))}
    assert {path: after[path] for path in same} == {path: before[path] for path in same}
    assert set(after) - set(before) == {"botocore/data/sesv2/2019-09-27/service-2.json"}
    assert set(before) - set(after) == {"botocore/data/sesv2/2019-09-27/service-2.json.gz"}


def test_the_same_files_give_the_same_bytes() -> None:
    assert lean(files()) == lean(files())


def test_without_botocore_there_is_nothing_to_cut() -> None:
    assert lean({"six.py": b""}) == {"six.py": b""}
