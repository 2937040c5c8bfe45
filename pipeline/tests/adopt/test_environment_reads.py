from __future__ import annotations

import pytest

from pipeline.adopt.environment_reads import reads_of

from .support import module


def _variables(source: str) -> list[tuple[int, str | None]]:
    return [(read.line, read.variable) for read in reads_of(module(source))]


@pytest.mark.parametrize(
    "expression",
    [
        "os.environ['A']",
        "os.environ.get('A')",
        "os.environ.get('A', 'default')",
        "os.getenv('A', default='x')",
        "os.environ.setdefault('A', 'x')",
        "os.environ.pop('A')",
        "'A' in os.environ",
        "'A' not in os.environ",
        "o.environ['A']",
        "environ['A']",
        "env.get('A')",
        "getenv('A')",
        "bool(int(os.environ['A']))",
        "f'x{os.environ[\"A\"]!r:>5}y'",
        "(lambda x=os.getenv('A'): x)",
        "os.environb[b'A']",
    ],
)
def test_each_way_to_read_a_variable_is_found_once(expression: str) -> None:
    source = (
        f"import os, os as o\nfrom os import environ, environ as env, getenv\nx = {expression}\n"
    )

    assert _variables(source) == [(3, "A")]


@pytest.mark.parametrize(
    "source",
    [
        "import os\nos.environ[name]\n",
        "import os\nos.environ[f'{name}_KEY']\n",
        "import os\ndict(os.environ)\n",
        "import os\nf(**os.environ)\n",
        "import dotenv\ndotenv.load_dotenv()\n",
        "import environs\nenvirons.Env()\n",
        "import os\nos.path.expandvars('$A')\n",
    ],
)
def test_a_read_without_a_name_has_its_line(source: str) -> None:
    assert _variables(source) == [(2, None)]


def test_a_name_that_stands_for_the_environment_is_followed() -> None:
    source = "import os\nsettings = os.environ\nsettings['A']\nsettings.get('B')\n"

    assert _variables(source) == [(2, None), (3, "A"), (4, "B")]


def test_assignments_are_told_as_changes() -> None:
    (read,) = reads_of(module("import os\nos.environ['A'] = '1'\n"))

    assert (read.variable, read.how) == ("A", "changes os.environ[...]")


def test_fields_of_pydantic_are_reads_of_what_they_are_called() -> None:
    source = (
        "from pydantic_settings import BaseSettings\n"
        "class Settings(BaseSettings):\n"
        "    api_key: str\n"
        "    retries: int = 3\n"
    )

    first, second = reads_of(module(source))

    assert (first.variable, first.annotation, first.has_default) == ("API_KEY", "str", False)
    assert (second.variable, second.annotation, second.has_default) == ("RETRIES", "int", True)


def test_conversions_and_defaults_are_told_without_the_default() -> None:
    (read,) = reads_of(module("import os\nx = int(os.getenv('A', 'the-default'))\n"))

    assert (read.annotation, read.has_default) == ("int", True)
    assert "the-default" not in repr(read)


@pytest.mark.parametrize(
    "source",
    [
        "environ = {}\nenviron['A']\n",
        "class os: environ = {}\n",
        "text = \"os.environ['A']\"  # os.environ['A']\n",
        "import os\nos.path.join('A')\n",
    ],
)
def test_what_only_looks_like_it_is_none(source: str) -> None:
    assert _variables(source) == []
