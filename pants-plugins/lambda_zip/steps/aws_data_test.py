import gzip
import json
from pathlib import Path
from typing import Any

import botocore
import botocore.session
import pytest
from botocore.loaders import Loader

from lambda_zip.steps.aws_data import lean

MODEL = {
    "metadata": {"endpointPrefix": "email", "serviceId": "SESv2"},
    "clientContextParams": {"Accelerate": {"type": "boolean", "documentation": "Faster."}},
    "operations": {"Send": {"name": "Send", "documentation": "<p>Sends.</p>"}},
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
        "clientContextParams": {"Accelerate": {"type": "boolean", "documentation": "Faster."}},
        "operations": {"Send": {"name": "Send"}},
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


@pytest.mark.parametrize("service", ["dynamodb", "s3", "secretsmanager", "sesv2", "sqs"])
def test_botocore_makes_the_same_client_of_it(service: str, tmp_path: Path) -> None:
    whole = Path(botocore.__file__).parent / "data"
    ours = [path for path in whole.glob("*.json*") if path.is_file()]
    models = [path for path in (whole / service).rglob("*") if path.is_file()]
    data = {f"botocore/data/{p.relative_to(whole)}": p.read_bytes() for p in ours + models}
    for path, content in lean(data).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)

    assert facts(service, tmp_path / "botocore/data") == facts(service, whole)


def facts(service: str, data: Path) -> list[Any]:
    session = botocore.session.Session()
    loader = Loader(extra_search_paths=[str(data)], include_default_search_paths=False)
    session.register_component("data_loader", loader)
    found = []
    for region in ("sa-east-1", "us-gov-west-1", "cn-north-1"):
        client = session.create_client(
            service, region, aws_access_key_id="a", aws_secret_access_key="b"
        )
        model = client.meta.service_model
        found.append(
            [
                client.meta.endpoint_url,
                client.meta.partition,
                client.meta.method_to_api_mapping,
                client.waiter_names,
                [parameter.name for parameter in model.client_context_parameters],
                sorted(model.shape_names),
            ]
        )
        client.close()
    return found
