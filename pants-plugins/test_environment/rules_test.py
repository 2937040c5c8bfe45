"""What tests depend on, as Pants itself says it."""

from __future__ import annotations

import json
from typing import Dict, Set

import pytest

from tiny_repository import TinyRepository

_BUILD = """\
python_requirements(name="code", source="code.txt")
python_requirements(name="other", source="other.txt", resolve="other")
python_requirement(name="single", requirements=["attrs"])
"""
_TARGETS = """\
python_sources()
python_tests(name="tests", sources=["main_test.py"])
python_tests(name="others", sources=["test_other.py"], resolve="other")
"""


@pytest.fixture(scope="module")
def dependencies(tmp_path_factory: pytest.TempPathFactory) -> Dict[str, Set[str]]:
    repository = TinyRepository(
        tmp_path_factory.mktemp("repository"), ["test_environment"], {"code": "", "other": ""}
    )
    repository.write("BUILD", _BUILD)
    repository.write("code.txt", "idna\nsix\n")
    repository.write("other.txt", "six\n")
    repository.write("app/BUILD", _TARGETS)
    repository.write("app/main.py", "import idna\n")
    repository.write("app/main_test.py", "")
    repository.write("app/test_other.py", "")
    # Asked once: a daemon would not pay.
    run = repository.run("--no-pantsd", "peek", "app::")
    assert run.returncode == 0, run.stderr
    return {
        target["address"].partition(":")[0]: set(target["dependencies"])
        for target in json.loads(run.stdout)
    }


def test_a_test_has_everything_of_its_resolve(dependencies: Dict[str, Set[str]]) -> None:
    assert dependencies["app/main_test.py"] == {
        "//:code#idna",
        "//:code#six",
        "//:single",
        "//code.txt:code",
    }


def test_a_test_has_nothing_of_another_resolve(dependencies: Dict[str, Set[str]]) -> None:
    assert dependencies["app/test_other.py"] == {"//:other#six", "//other.txt:other"}


def test_what_is_no_test_has_what_it_imports(dependencies: Dict[str, Set[str]]) -> None:
    assert dependencies["app/main.py"] == {"//:code#idna"}
