from __future__ import annotations

import pytest
from pants.backend.python.pip_requirement import PipRequirement

from lambda_zip.requirements import is_stub_only, pinned, pins_of

LOCK = [
    "psycopg==3.3.9",
    "six==1.17.0",
    "numpy==2.5.5; python_version >= '3.14'",
    "numpy==2.4.0; python_version < '3.14'",
    "zope-interface==7.0",
]


def pins(*requirements: str) -> list[str]:
    lock = pins_of(LOCK, "code.lock")
    return pinned([PipRequirement.parse(text) for text in requirements], lock, "code.lock")


def test_a_range_becomes_the_locks_version() -> None:
    assert pins("six~=1.16") == ["six==1.17.0"]


def test_extras_are_kept() -> None:
    assert pins("psycopg[pool,binary]~=3.3") == ["psycopg[binary,pool]==3.3.9"]


def test_names_are_compared_as_package_indexes_do() -> None:
    assert pins("Zope.Interface") == ["zope-interface==7.0"]


def test_every_version_of_a_universal_lock_is_handed_on_with_its_marker() -> None:
    assert pins("numpy") == [
        'numpy==2.4.0 ; python_version < "3.14"',
        'numpy==2.5.5 ; python_version >= "3.14"',
    ]


def test_stub_only_distributions_are_left_out() -> None:
    assert pins("types-boto3-lite[sesv2]", "mypy-boto3-s3", "six") == ["six==1.17.0"]
    assert is_stub_only("botocore-stubs")
    assert not is_stub_only("typing-extensions")


def test_what_the_lock_lacks_is_named() -> None:
    with pytest.raises(ValueError, match=r"code\.lock pins no version of:\s+\* requests>=2"):
        pins("requests>=2", "six")
