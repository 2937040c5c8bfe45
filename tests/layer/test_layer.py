"""The layer, unpacked as Lambda does, under lambdas that live elsewhere."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from .support import ROOT, Elsewhere, built

FUNCTION = """\
import mew
from mew.core import current_invocation, lambda_main
from mew.jobs import Jobs

jobs = Jobs()

@jobs.job("total")
def total(amounts: list[int]) -> dict[str, object]:
    return {"sum": sum(amounts), "stage": current_invocation().stage, "mew": mew.__file__}

def _http():
    from ekans.api import create_api
    from fastapi import APIRouter
    router = APIRouter()

    @router.get("/orders/{number}")
    def order(number: int) -> dict[str, int]:
        return {"number": number}

    return create_api("Orders", routers=[router])

main = lambda_main(http=_http, jobs=lambda: jobs)
"""
# What a lambda has of mew in its checkout alone.
TOOLS = {"mew/generate.py", "mew/migrate.py", "mew/setup_env.py"}


@pytest.fixture(scope="module")
def opt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("opt")
    with zipfile.ZipFile(built("layers/mew_ekans.zip")) as layer:
        layer.extractall(folder)
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path, opt: Path) -> Elsewhere:
    return Elsewhere(tmp_path, [opt / "python"])


def request(path: str) -> dict[str, object]:
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"host": "api.example.com", "accept": "application/json"},
        "requestContext": {
            "http": {
                "method": "GET",
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
            },
            "domainName": "api.example.com",
            "requestId": "JKJaXmPLvHcESHA=",
            "stage": "$default",
            "timeEpoch": 1583817383220,
        },
        "isBase64Encoded": False,
    }


def test_a_job_of_a_lambda_elsewhere_runs_on_the_layers_mew(
    elsewhere: Elsewhere, opt: Path
) -> None:
    elsewhere.write({"function.py": FUNCTION})

    answer = elsewhere.invoke({"job": "total", "payload": [1, 2]})

    assert answer == {"sum": 3, "stage": "hom", "mew": str(opt / "python/mew/__init__.py")}


def test_http_of_a_lambda_elsewhere_is_answered_by_the_layers_ekans(elsewhere: Elsewhere) -> None:
    elsewhere.write({"function.py": FUNCTION})

    found, refused = (elsewhere.invoke(request(f"/orders/{n}")) for n in ("7", "seven"))

    assert (found["statusCode"], json.loads(found["body"])) == (200, {"number": 7})
    assert refused["statusCode"] == 422
    assert refused["headers"]["content-type"].startswith("application/problem+json")


def test_a_lambdas_own_mew_wins_over_the_layers(elsewhere: Elsewhere) -> None:
    own = elsewhere.task / "mew/__init__.py"
    elsewhere.write(
        {
            "mew/__init__.py": "VERSION = 'its own'\n",
            "function.py": "import mew, ekans\n"
            "def main(event, context): return [mew.VERSION, mew.__file__, ekans.__file__]\n",
        }
    )

    version, file, edge = elsewhere.invoke({})

    assert (version, file) == ("its own", str(own))
    assert not edge.startswith(str(elsewhere.task))


def test_a_lambda_calls_aws_services_that_mew_does_not(elsewhere: Elsewhere) -> None:
    elsewhere.write(
        {
            "function.py": "import boto3\n"
            "def main(event, context): return boto3.client('polly').meta.service_model.service_name\n"
        }
    )

    assert elsewhere.invoke({}) == "polly"


def test_all_of_the_layer_lies_below_python_with_its_bytecode() -> None:
    with zipfile.ZipFile(built("layers/mew_ekans.zip")) as layer:
        names = set(layer.namelist())

    assert {name.partition("/")[0] for name in names} == {"python"}
    assert "python/mew/__pycache__/core.cpython-313.pyc" in names


def test_every_module_that_runs_in_lambda_is_in_the_layer() -> None:
    manifest = json.loads(built("layers/mew_ekans.json").read_text())
    libs = ROOT / "libs"
    public = {
        file.relative_to(libs).as_posix()
        for pattern in ("mew/[a-z]*.py", "mew/arbok/[a-z]*.py", "ekans/[a-z]*.py")
        for file in libs.glob(pattern)
    }

    assert {"mew/core.py", "mew/arbok/mongo.py", "mew/migrate.py", "ekans/api.py"} <= public
    assert public - TOOLS == public & set(manifest["first_party"])


def test_the_manifest_says_what_lambda_is_to_be_told() -> None:
    layer = built("layers/mew_ekans.zip")
    manifest = json.loads(layer.with_suffix(".json").read_text())

    digest = hashlib.sha256(layer.read_bytes()).digest()
    assert manifest["code_sha256"] == base64.b64encode(digest).decode()
    assert manifest["compatible_runtimes"] == ["python3.13"]
    assert manifest["compatible_architectures"] == ["x86_64"]
    assert {"boto3", "fastapi", "psycopg"} <= set(manifest["third_party"])
    assert not {"alembic", "sqlalchemy"} & set(manifest["third_party"])
