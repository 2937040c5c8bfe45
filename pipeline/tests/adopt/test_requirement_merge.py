from __future__ import annotations

import pytest
from packaging.requirements import Requirement

from pipeline.adopt.requirement_files import Required
from pipeline.adopt.requirement_merge import Merged, merge_requirements

_TEXT = "# libs\nboto3~=1.44\npsycopg[binary]~=3.3\n\n# tests\npytest~=9.2\n"
_LOCK = "boto3==1.44.5 \\\n    --hash=sha256:00\nrequests==2.34.2\npsycopg==3.3.9\nmoto[server]==5.2.5\n"


def _merged(*lines: str) -> Merged:
    return merge_requirements(
        _TEXT, _LOCK, [Required("r.txt:1", Requirement(line)) for line in lines]
    )


def test_what_is_missing_is_added_to_the_first_block() -> None:
    merged = _merged("unidecode>=1,<2", "pillow==10.1.0")

    assert merged.text == (
        "# libs\nboto3~=1.44\npsycopg[binary]~=3.3\nunidecode<2,>=1\npillow~=10.1\n\n# tests\npytest~=9.2\n"
    )
    assert merged.added == ["unidecode<2,>=1", "pillow~=10.1"]


@pytest.mark.parametrize("line", ["boto3", "Boto3>=1.40", "boto3==1.26.5", "psycopg>=3"])
def test_what_is_there_in_a_range_that_suits_is_not_added(line: str) -> None:
    merged = _merged(line)

    assert (merged.text, merged.decisions) == (_TEXT, [])
    assert len(merged.present) == 1


@pytest.mark.parametrize("line", ["boto3<1.40", "boto3==1.26.*", "boto3~=1.40.0", "boto3!=1.44.5"])
def test_a_range_that_contradicts_is_told_and_the_one_here_kept(line: str) -> None:
    merged = _merged(line)

    assert merged.text == _TEXT
    ((_, what, _),) = merged.decisions
    assert "contradicts `boto3~=1.44`" in what


def test_what_others_bring_takes_the_version_that_is_locked() -> None:
    assert _merged("requests").added == ["requests~=2.34"]
    assert _merged("requests==2.25.1").added == ["requests~=2.25"]
    contradicting = _merged("requests<2")
    assert contradicting.added == []
    assert "requests 2.34.2, which others here need" in contradicting.decisions[0][1]


def test_an_extra_that_is_missing_here_is_told() -> None:
    assert "asks for pool" in _merged("psycopg[pool]>=3").decisions[0][1]
    assert _merged("psycopg[binary]>=3").decisions == []


@pytest.mark.parametrize(
    "line",
    ["pytest-cov", "Black==22.1", "uvicorn[standard]", "python-dotenv", "psycopg2-binary", "mew"],
)
def test_tools_and_what_is_replaced_are_told_and_not_added(line: str) -> None:
    merged = _merged(line)

    assert (merged.text, len(merged.left)) == (_TEXT, 1)


def test_markers_are_judged_for_the_python_that_runs_the_lambdas() -> None:
    merged = _merged(
        'dataclasses; python_version < "3.7"',
        'unidecode; python_version > "3.6"',
        'pywin32; sys_platform == "win32"',
    )

    assert merged.added == ["unidecode"]
    assert len(merged.left) == 2


def test_one_requirement_in_two_files_is_added_once() -> None:
    merged = _merged("unidecode>=1", "Unidecode>=1")

    assert (merged.added, merged.decisions) == (["unidecode>=1"], [])


def test_two_ranges_for_one_name_are_told() -> None:
    merged = _merged("unidecode>=1", "unidecode<1")

    assert merged.added == ["unidecode>=1"]
    assert len(merged.decisions) == 1
