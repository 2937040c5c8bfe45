"""The wheels, installed by pip into a folder outside of the repository."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pydantic
import pytest

from .support import Elsewhere, built

_LIMIT_SECONDS = 120


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheels")
    subprocess.run(
        [sys.executable, "-m", "venv", folder / "venv"], check=True, timeout=_LIMIT_SECONDS
    )
    subprocess.run(
        [
            folder / "venv/bin/python",
            *("-m", "pip", "--isolated", "--disable-pip-version-check", "install", "--quiet"),
            *("--no-index", "--no-deps", f"--target={folder / 'site'}"),
            *(built(f"wheels/{name}-*.whl") for name in ("mew", "ekans")),
        ],
        check=True,
        timeout=_LIMIT_SECONDS,
    )
    return folder / "site"


def test_a_lambda_elsewhere_runs_on_what_pip_installed(installed: Path, tmp_path: Path) -> None:
    third_party = Path(pydantic.__file__).parents[1]
    elsewhere = Elsewhere(tmp_path, [installed, third_party])
    elsewhere.write(
        {
            "function.py": "import mew\nfrom mew.core import lambda_main\nfrom mew.jobs import Jobs\n"
            "jobs = Jobs()\n"
            "@jobs.job('where')\n"
            "def where(payload: int) -> str: return mew.__file__\n"
            "main = lambda_main(jobs=lambda: jobs)\n"
        }
    )

    answer = elsewhere.invoke({"job": "where", "payload": 1})

    assert answer == str(installed / "mew/__init__.py")


def test_ekans_asks_for_the_very_mew_that_was_built_with_it(installed: Path) -> None:
    found = {found.name: found for found in distributions(path=[str(installed)])}

    assert f"mew=={found['mew'].version}" in (found["ekans"].requires or ())


def test_requirements_are_ranges_without_stubs_and_drivers_come_with_their_extra(
    installed: Path,
) -> None:
    (mew,) = distributions(name="mew", path=[str(installed)])
    requires = mew.requires or ()

    assert "boto3~=1.44" in requires
    assert 'pymongo~=4.20 ; extra == "mongo"' in requires
    assert not [line for line in requires if line.startswith(("types-", "botocore-stubs"))]
    assert mew.metadata.get_all("Provides-Extra") == ["migrate", "mongo", "odbc", "postgres"]


def test_the_wheel_of_mew_sets_up_and_migrates_and_generates_nothing(installed: Path) -> None:
    for part in ("setup_env.py", "_setup/rules.py", "migrate.py", "_migrate/sql.py"):
        assert (installed / "mew" / part).is_file()
    for part in ("generate.py", "_generate", "tests"):
        assert not (installed / "mew" / part).exists()


def test_type_checkers_are_told_that_the_libraries_are_typed(installed: Path) -> None:
    assert (installed / "mew/py.typed").is_file()
    assert (installed / "ekans/py.typed").is_file()
