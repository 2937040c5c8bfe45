"""What is in the artifact, and what is not."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
import zipfile
from pathlib import PurePosixPath
from typing import Any

import pytest

from tests.built import artifact

from .support import NAME

# The services that generic_send_email talks to; Secrets Manager is every lambda's.
SERVICES = {"dynamodb", "s3", "secretsmanager", "sesv2", "sqs"}


@pytest.fixture(scope="module")
def archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(artifact(NAME))


@pytest.fixture(scope="module")
def names(archive: zipfile.ZipFile) -> list[str]:
    return archive.namelist()


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(artifact(NAME).with_suffix(".json").read_text())
    return found


def first_party(names: list[str]) -> list[PurePosixPath]:
    ours = {NAME, "mew", "ekans"}
    return [PurePosixPath(name) for name in names if name.split("/")[0] in ours]


def test_the_lambda_mew_and_ekans_are_inside(names: list[str]) -> None:
    assert {f"{NAME}/main.py", "mew/core.py", "ekans/api.py", "lambda_function.py"} <= set(names)


@pytest.mark.parametrize("folder", ["tests", "scripts", "docs"])
def test_nothing_of_ours_that_is_not_for_production_is_inside(
    names: list[str], folder: str
) -> None:
    assert [str(path) for path in first_party(names) if folder in path.parts] == []


@pytest.mark.parametrize("suffix", [".env", ".env.example", "BUILD", ".pem", ".key", ".pyi"])
def test_no_file_of_ours_is_a_secret_or_a_build_file(names: list[str], suffix: str) -> None:
    assert [str(path) for path in first_party(names) if path.name.endswith(suffix)] == []


def test_no_environment_file_is_anywhere(names: list[str]) -> None:
    assert [name for name in names if PurePosixPath(name).name.startswith(".env")] == []


@pytest.mark.parametrize(
    "package",
    [
        # Drivers of databases, for this lambda has none.
        "psycopg",
        "psycopg_binary",
        "psycopg_pool",
        "pymongo",
        "bson",
        "pyodbc",
        # Tools of development and of the pipeline.
        "pytest",
        "moto",
        "awslambdaric",
        "hypothesis",
        "mypy",
        "typer",
        "uvicorn",
        "pip",
        # Only requirement of something that this lambda does not use.
        "email_validator",
        "httpx2",
        "pipeline",
    ],
)
def test_a_package_that_this_lambda_does_not_import_is_not_inside(
    names: list[str], package: str
) -> None:
    tops = {name.split("/")[0].split(".")[0] for name in names}
    assert package not in tops


def test_mew_brings_no_part_that_this_lambda_does_not_import(names: list[str]) -> None:
    assert [name for name in names if name.startswith("mew/arbok")] == []


def test_no_type_stubs_are_inside(names: list[str]) -> None:
    stubs = ("types_boto3", "mypy_boto3", "boto3_stubs", "botocore_stubs")
    assert [name for name in names if name.startswith(stubs) or "-stubs" in name] == []


def test_botocore_describes_only_the_services_that_are_used(names: list[str]) -> None:
    data = [name.split("/") for name in names if name.startswith("botocore/data/")]
    assert {parts[2] for parts in data if len(parts) > 3} == SERVICES


def test_licences_stay_with_what_they_are_for(names: list[str]) -> None:
    for name in ("boto3", "fastapi", "pydantic", "urllib3"):
        found = [
            each
            for each in names
            if each.startswith(f"{name}-") and "LICENSE" in each.upper().rsplit("/", 1)[-1]
        ]
        assert found, f"{name} has no licence in the artifact"


def test_every_compiled_file_is_used_without_a_look_at_its_source(
    archive: zipfile.ZipFile, names: list[str]
) -> None:
    compiled = [name for name in names if name.endswith(".pyc")]
    assert len(compiled) > 300
    for name in compiled:
        header = archive.read(name)[:8]
        assert header[:4] == importlib.util.MAGIC_NUMBER, name
        # Bit 0: checked by hash, bit 1: but not before use.
        assert int.from_bytes(header[4:], "little") == 0b01, name


def test_every_source_has_its_compiled_file(names: list[str]) -> None:
    known = set(names)
    for name in names:
        path = PurePosixPath(name)
        if path.suffix == ".py":
            compiled = path.parent / "__pycache__" / f"{path.stem}.cpython-313.pyc"
            assert str(compiled) in known


def test_nothing_in_the_zip_varies_from_build_to_build(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    # Third-party code, compressed once for all that share it, and then our own.
    [own] = [place for place in range(1, len(names)) if names[place - 1] > names[place]]
    assert {name.partition("/")[0] for name in names[own:]} >= {
        "ekans",
        "lambda_function.py",
        "mew",
    }
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.external_attr >> 16) & 0o777 for entry in entries} <= {0o644, 0o755}


def test_the_manifest_describes_this_very_zip(manifest: dict[str, Any]) -> None:
    content = artifact(NAME).read_bytes()
    digest = hashlib.sha256(content)
    assert manifest["name"] == NAME
    assert manifest["handler"] == f"{NAME}.main.main"
    assert (manifest["runtime"], manifest["architecture"]) == ("python3.13", "x86_64")
    assert manifest["sha256"] == digest.hexdigest()
    assert manifest["code_sha256"] == base64.b64encode(digest.digest()).decode()
    assert manifest["size"] == len(content) < 50_000_000


def test_the_manifest_lists_what_is_inside(
    archive: zipfile.ZipFile, names: list[str], manifest: dict[str, Any]
) -> None:
    unzipped = sum(entry.file_size for entry in archive.infolist())
    assert manifest["unzipped_size"] == unzipped < 262_144_000
    ours = {str(path) for path in first_party(names) if path.suffix != ".pyc"}
    assert set(manifest["first_party"]) == ours | {"lambda_function.py"}
    inside = {name.split("/")[0] for name in names if ".dist-info/" in name}
    said = {
        f"{name.replace('-', '_')}-{version}.dist-info"
        for name, version in manifest["third_party"].items()
    }
    assert said == inside


def test_the_manifest_says_what_the_lambda_needs_of_aws(manifest: dict[str, Any]) -> None:
    assert set(manifest["aws_services"]) == SERVICES
    assert {secret["name"] for secret in manifest["secrets"]} == {
        "generic/{stage}/ses",
        "generic/{stage}/send-email",
    }
    assert {"ses:SendRawEmail", "sqs:SendMessage", "dynamodb:PutItem"} <= set(manifest["actions"])


def test_the_manifest_holds_no_value_of_a_setting(manifest: dict[str, Any]) -> None:
    assert "example.com" not in json.dumps(manifest)
