from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.delivery.artifact import read_artifact
from pipeline.delivery.errors import ArtifactInvalid
from pipeline.tests.delivery.artifacts import write_artifact

NAME = "neoapp_sample"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_artifact(tmp_path, NAME)


def say(path: Path, **manifest: Any) -> None:
    beside = path.with_suffix(".json")
    beside.write_text(json.dumps(json.loads(beside.read_text()) | manifest))


def refused(path: Path) -> str:
    with pytest.raises(ArtifactInvalid) as error:
        read_artifact(NAME, path.parent)
    assert f"./pants package lambdas/{NAME}" in error.value.remedy
    return error.value.message


def test_an_artifact_is_read_whole(path: Path) -> None:
    artifact = read_artifact(NAME, path.parent)

    assert (artifact.name, artifact.content) == (NAME, path.read_bytes())
    assert "content" not in repr(artifact)


def test_a_zip_with_one_other_byte_is_refused(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)

    assert "is not the zip of its manifest: its sha256 is" in refused(path)


def test_a_zip_that_was_cut_off_is_refused(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])

    assert "bytes, its manifest says" in refused(path)


def test_a_missing_zip_or_manifest_is_named(path: Path) -> None:
    path.unlink()
    assert refused(path) == f"{path} cannot be read: No such file or directory"

    path.with_suffix(".json").unlink()
    assert "neoapp_sample.json cannot be read" in refused(path)


def test_a_manifest_whose_two_digests_are_of_two_zips_is_refused(path: Path) -> None:
    say(path, code_sha256="U3UBJk16Iw6NAWqU5b0fBjacNF4Lu0/RORp3Rvsq6UE=")

    assert "contradicts itself" in refused(path)


def test_the_manifest_of_another_lambda_is_refused(path: Path) -> None:
    say(path, name="neoapp_other")

    assert "is the manifest of neoapp_other, not of neoapp_sample" in refused(path)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "../etc/passwd"),
        ("architecture", "mips"),
        ("size", "12"),
        ("size", -1),
        ("sha256", "ABC"),
        ("memory", 1.5),
        ("description", "x" * 257),
        ("handler", None),
    ],
)
def test_a_field_of_the_wrong_kind_is_named(path: Path, field: str, value: object) -> None:
    say(path, **{field: value})

    assert f"is not a manifest: {field}: " in refused(path)


@given(content=st.binary(max_size=60))
def test_any_bytes_instead_of_a_manifest_are_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    (folder / f"{NAME}.json").write_bytes(content)

    with pytest.raises(ArtifactInvalid):
        read_artifact(NAME, folder)
