import pytest

from .repository import LAMBDA, Repository


@pytest.mark.parametrize(
    ("text", "line", "reader"),
    [
        ("import os\n\nos.environ['A']\n", 3, "os.environ"),
        ("import os\n\ndef f():\n    return os.getenv('A')\n", 4, "os.getenv"),
        ("import os as system\nsystem.environb\n", 2, "os.environb"),
        ("from os import environ\n", 1, "os.environ"),
        ("from os import path, getenv as get\n", 1, "os.getenv"),
        ("from os import *\nenviron\n", 1, "os.*"),
        ("import os\ngetattr(os, 'environ')\n", 2, "os.environ"),
        ("import os\nos.path.expandvars('$A')\n", 2, "os.path.expandvars"),
        ("import os\nos.putenv('A', 'b')\n", 2, "os.putenv"),
        ("from dotenv import load_dotenv\n", 1, "dotenv"),
        ("from pydantic_settings import BaseSettings\n", 1, "pydantic_settings"),
        ("from mew.config import environment\n", 1, "mew.config.environment"),
        ("from mew import config\nconfig.environment('A')\n", 2, "mew.config.environment"),
    ],
)
def test_a_lambda_reads_no_environment_variable(
    repository: Repository, text: str, line: int, reader: str
) -> None:
    repository.in_lambda("core/utils/helpers.py", text)

    assert repository.violations() == [
        (
            f"{LAMBDA}/core/utils/helpers.py:{line}: no-environment: `{reader}` reads the environment; "
            "declare the value in the lambda's config.py: `name: str = secret(...)`"
        )
    ]


def test_libraries_leave_the_environment_to_mew_config(repository: Repository) -> None:
    repository.write("libs/ekans/http.py", "import os\n\nPROXY = os.environ.get('HTTPS_PROXY')\n")
    repository.write("libs/mew/core.py", "from .config import environment\n")

    assert repository.violations("libs") == [
        (
            "libs/ekans/http.py:3: no-environment: `os.environ` reads the environment; "
            "let mew.config read it"
        )
    ]


def test_a_test_is_told_how_to_do_without(repository: Repository) -> None:
    repository.in_lambda(
        "tests/e2e/test_greeting.py", "import os\n\nENVIRONMENT = {**os.environ}\n"
    )

    assert repository.violations() == [
        (
            f"{LAMBDA}/tests/e2e/test_greeting.py:3: no-environment: `os.environ` reads the "
            "environment; set what a started process inherits with pytest's monkeypatch.setenv"
        )
    ]


@pytest.mark.parametrize(
    "file",
    [
        "libs/mew/config.py",
        "libs/mew/setup_env.py",
        "pipeline/local/process.py",
        f"{LAMBDA}/scripts/setup_env.py",
    ],
)
def test_mew_config_the_pipeline_and_scripts_read_it(repository: Repository, file: str) -> None:
    repository.write("pipeline/local/__init__.py", "")
    repository.write(file, "import os\n\nos.environ['A']\n")

    assert repository.violations() == []


def test_the_word_alone_is_no_read(repository: Repository) -> None:
    repository.in_lambda(
        "core/utils/helpers.py", "def environ() -> None:\n    '''No os.environ here.'''\n"
    )

    assert repository.violations() == []
