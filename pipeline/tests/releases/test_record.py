"""The file of a release record."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from pipeline.releases.errors import RecordInvalid
from pipeline.releases.record import ReleaseRecord

from .conftest import record


def test_a_record_reads_the_same_bytes_as_it_writes() -> None:
    made = record(actor="José")
    content = made.dump()
    assert content.decode() == (
        "{\n"
        '  "action": "deployed",\n'
        '  "actor": "José",\n'
        f'  "commit": "{"c" * 40}",\n'
        '  "lambda": "neoapp_banner",\n'
        f'  "sha256": "{"a" * 64}",\n'
        '  "stage": "hom",\n'
        '  "time": "2026-11-24T12:00:00Z",\n'
        '  "version": "1"\n'
        "}\n"
    )
    assert ReleaseRecord.parse(content, made.path).dump() == content
    assert made.path == "releases/hom/neoapp_banner.json"


def test_a_time_of_another_zone_is_written_as_utc_to_the_second() -> None:
    made = record(time="2026-11-24T09:00:00.987-03:00")
    assert json.loads(made.dump())["time"] == "2026-11-24T12:00:00Z"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lambda", "../../etc/passwd"),
        ("lambda", ""),
        ("stage", "local"),
        ("version", "$LATEST"),
        ("version", "0"),
        ("sha256", "A" * 64),
        ("commit", "HEAD"),
        ("time", "2026-11-24T12:00:00"),
        ("actor", ""),
        ("actor", "a" * 201),
        ("action", "hoped"),
        ("secret", "x"),
    ],
)
def test_what_is_no_record_is_refused_by_its_field(field: str, value: str) -> None:
    with pytest.raises(ValidationError, match=field if field != "lambda" else "lambda|name"):
        record(**({field: value} if field != "lambda" else {"lambda": value}))


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"\xff\xfe", b'{"lambda": 1}', b"<<<<<<< HEAD"]
)
def test_a_damaged_file_is_named_with_what_to_do(content: bytes) -> None:
    with pytest.raises(RecordInvalid) as caught:
        ReleaseRecord.parse(content, "releases/hom/x.json")
    assert str(caught.value).startswith("releases/hom/x.json is no release record: ")
    assert "Restore it from git's history" in caught.value.remedy


def test_a_record_is_not_changed() -> None:
    made: Any = record()
    with pytest.raises(ValidationError):
        made.version = "2"
