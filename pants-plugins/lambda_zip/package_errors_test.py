"""Lambdas that cannot be packaged, and what Pants then says."""

from __future__ import annotations

import re
from typing import Dict

import pytest

from lambda_zip.testing.repository import Repository

MAIN = "def main(event, context):\n    return event\n"


@pytest.fixture(scope="module", autouse=True)
def wheels(repository: Repository) -> None:
    repository.add_wheel("tinyplain", {"tinyplain.py": ""})
    repository.add_wheel("tinypython2", {"tinypython2/old.py": "print 'old'\n"})
    repository.add_wheel(
        "tinymac", {"tinymac.py": ""}, tag="cp313-cp313-macosx_11_0_arm64", version="2.0"
    )


@pytest.mark.parametrize(
    ("name", "files", "build", "message"),
    [
        (
            "bad_file",
            {},
            'handler="nope.py:main"',
            r"the field `handler` has 'nope\.py:main', but there is no file bad_file/nope\.py",
        ),
        ("bad_function", {"main.py": ""}, "", r"bad_function/main\.py: defines no `main`"),
        ("bad_syntax", {"main.py": MAIN + "x = (\n"}, "", r"bad_syntax/main\.py:3: does not comp"),
        (
            "bad_declaration",
            {"main.py": "from mew.config import client\nclient(x)\n" + MAIN},
            "",
            r"bad_declaration/main\.py:2: `client\(\.\.\.\)` has an `service` that is not a lit",
        ),
        (
            "bad_import",
            {
                "main.py": "from .tests.support import x\n" + MAIN,
                "tests/__init__.py": "",
                "tests/support.py": "x = 1\n",
            },
            "",
            r"production code imports bad_import/tests/support\.py",
        ),
        (
            "bad_name",
            {"main.py": MAIN, ".env": "PASSWORD=MIIEow\n"},
            'extra_files=[".env"]',
            r"bad_name/\.env: has the name of a file of secrets",
        ),
        (
            "bad_loose_file",
            {"main.py": MAIN},
            'dependencies=["3rdparty:loose"]',
            "production code depends on 3rdparty:loose, .* Make it a `resource`",
        ),
        (
            "bad_key",
            {"main.py": MAIN, "core/a.txt": "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n"},
            "",
            r"bad_key/core/a\.txt: holds a private key",
        ),
        (
            "bad_bytecode",
            {"main.py": MAIN, "seeds/old.pyc": "abc"},
            'extra_files=["seeds/*"]',
            r"bad_bytecode/seeds/old\.pyc: Lambda would not load this compiled file",
        ),
        (
            "bad_platform",
            {"main.py": "import tinymac\n" + MAIN},
            'architecture="arm64"',
            r"tinymac==2\.0 has no wheel for CPython 3\.13 on arm64 Linux",
        ),
        (
            "bad_library",
            {"main.py": "import tinypython2\n" + MAIN},
            "",
            r"tinypython2/old\.py: does not compile: .*`exclude_files`",
        ),
        (
            "bad_service",
            {"main.py": "import tinyplain\n" + MAIN},
            'aws_services=["sesv2"]',
            "`aws_services` names 'sesv2', but this Lambda does not import botocore",
        ),
        (
            "bad_exclusion",
            {"main.py": "import tinyplain\n" + MAIN},
            'exclude_files=["nope/**"]',
            r"`exclude_files` has 'nope/\*\*', which matches no third-party file",
        ),
    ],
)
def test_what_cannot_be_packaged_is_named_with_its_target(
    repository: Repository, name: str, files: Dict[str, str], build: str, message: str
) -> None:
    repository.write_lambda(name, files, build)

    error = repository.packaging_error(name)

    assert f"Cannot package the Lambda lambdas/{name}#zip: " in error
    assert re.search(message, error), error
    assert "MIIEow" not in error


def test_a_tampered_hash_stops_the_build(repository: Repository) -> None:
    repository.write_lambda("bad_hash", {"main.py": "import tinyplain\n" + MAIN})
    lock = (repository.root / "3rdparty/code.lock").read_text()
    tampered = re.sub(r"(tinyplain==.*\n.*sha256:)[0-9a-f]{64}", r"\g<1>" + "0" * 64, lock)
    assert tampered != lock
    repository.write("3rdparty/code.lock", tampered)
    try:
        error = repository.packaging_error("bad_hash")
    finally:
        repository.write("3rdparty/code.lock", lock)

    assert "Cannot package the Lambda lambdas/bad_hash#zip: " in error
    assert "what the package index sent is not what the lock recorded" in error
    assert "tinyplain" in error
    assert not (repository.root / "dist/lambdas/bad_hash.zip").exists()


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        (r"tinyplain==.*\n.*\n", r"3rdparty/code\.lock pins no version of:\s+\* tinyplain"),
        (r"(?<=tinyplain==1\.0) \\\n.*", "the lock lacks a requirement or its hash"),
    ],
)
def test_a_lock_that_lacks_a_requirement_stops_the_build(
    repository: Repository, pattern: str, message: str
) -> None:
    repository.write_lambda("bad_lock", {"main.py": "import tinyplain\n" + MAIN})
    lock = (repository.root / "3rdparty/code.lock").read_text()
    repository.write("3rdparty/code.lock", re.sub(pattern, "", lock))
    try:
        error = repository.packaging_error("bad_lock")
    finally:
        repository.write("3rdparty/code.lock", lock)

    assert "lambdas/bad_lock#zip" in error
    assert re.search(message, error), error
