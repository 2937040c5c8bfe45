"""What tests are given, without a Pants: the rule asks nobody, so it can be called."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Dict, Optional, Set

from pants.backend.python.dependency_inference.module_mapper import AllPythonTargets
from pants.backend.python.target_types import PythonRequirementTarget, PythonTestTarget
from pants.engine.addresses import Address

from test_environment.rules import InferTestEnvironment, TestFieldSet, infer_test_environment

_SETUP: Any = SimpleNamespace(
    enable_resolves=True, default_resolve="code", resolves={"code": "", "other": ""}
)


def _requirement(name: str, resolve: Optional[str], of: Optional[str] = None) -> Any:
    address = Address("3rdparty", target_name=of or name, generated_name=name if of else None)
    return PythonRequirementTarget({"requirements": [name], "resolve": resolve}, address)


_PYTHON = AllPythonTargets(
    first_party=(),
    third_party=(
        _requirement("idna", None, of="file"),
        _requirement("six", None, of="file"),
        _requirement("single", "code"),
        _requirement("strange", "other"),
    ),
)


def _given(values: Dict[str, str]) -> Set[str]:
    test = PythonTestTarget({"source": "a_test.py", **values}, Address("app"))
    request = InferTestEnvironment(TestFieldSet.create(test))
    try:
        infer_test_environment(request, _PYTHON, _SETUP).send(None)
    except StopIteration as end:
        return {address.spec for address in end.value.include}
    raise AssertionError("the rule asked for something")


def test_a_test_is_given_everything_of_its_resolve_by_the_file_that_lists_it() -> None:
    assert _given({}) == {"3rdparty:file", "3rdparty:single"}


def test_a_test_of_another_resolve_is_given_what_that_one_has() -> None:
    assert _given({"resolve": "other"}) == {"3rdparty:strange"}
