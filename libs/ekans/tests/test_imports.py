"""What a cold start pays for: each part of ekans is loaded by who uses it."""

import subprocess
import sys

import pytest

HEAVY = ("httpx2", "httpcore2", "ulid", "boto3", "hypothesis")


def loaded_by(code: str) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path)},
        timeout=60,
    )
    return set(ran.stdout.split())


API = "from ekans.api import create_api; create_api('x')"


@pytest.mark.parametrize("module", HEAVY)
def test_an_api_that_calls_nobody_does_not_load(module: str) -> None:
    assert module not in loaded_by(API)


def test_an_api_loads_of_ekans_what_every_api_needs_and_no_more() -> None:
    ours = {name for name in loaded_by(API) if name.startswith("ekans.")}
    assert ours == {
        *("ekans.api", "ekans.errors", "ekans.helpers"),
        *("ekans._depth", "ekans._edge", "ekans._problems"),
    }


@pytest.mark.parametrize("module", ["auth", "conditions", "cors", "cursors", "streaming", "errors"])
def test_a_part_of_an_api_does_not_load_the_client_of_services(module: str) -> None:
    assert not loaded_by(f"import ekans.{module}") & set(HEAVY)


def test_the_client_of_services_loads_no_web_framework() -> None:
    assert not loaded_by("import ekans.http") & {"fastapi", "starlette", "pydantic"}


def test_a_notation_is_loaded_when_it_is_asked_for_and_no_other() -> None:
    parts = {"ekans._brazil", "ekans._ids", "ekans._money", "ekans._times"}
    assert not loaded_by("import ekans.notations") & parts
    assert loaded_by("from ekans.notations import Cpf") & parts == {"ekans._brazil"}
    assert loaded_by("from ekans.notations import new_ulid") & parts == {"ekans._ids"}
