from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.adopt.shared_api import SharedLibraries

from .old_repository import write
from .support import module

_CONFIG = """\
from __future__ import annotations
from typing import TYPE_CHECKING
import os
if TYPE_CHECKING:
    from ._settings import Settings as Settings
__all__ = ["Settings", "secret"]
type Text = str
LIMIT: int = 3
try:
    import fast as engine
except ImportError:
    engine = None
def client(): ...
def __getattr__(name): ...
"""


@pytest.fixture
def libraries(tmp_path: Path) -> SharedLibraries:
    write(
        tmp_path,
        {
            "mew/__init__.py": "",
            "mew/config.py": _CONFIG,
            "mew/arbok/__init__.py": "VERSION = 1\n",
            "mew/arbok/postgres.py": "def open(): ...\nclass Postgres: ...\n",
        },
    )
    return SharedLibraries(tmp_path)


@pytest.mark.parametrize(
    "source",
    [
        "from mew.config import Settings, secret, client, LIMIT, Text, engine",
        "from mew.config import *",
        "from mew import config, arbok",
        "from mew.arbok import postgres, VERSION",
        "import mew.arbok.postgres as p\np.open()\np.Postgres.anything",
        "import mew.config\nmew.config.secret('x').strip",
        "mew = 1\nmew.nothing",
        "from ..mew import nothing",
        "import requests\nrequests.mew.nothing",
    ],
)
def test_what_is_offered_is_not_missing(libraries: SharedLibraries, source: str) -> None:
    assert libraries.missing_in(module(source, "core/utils/helpers.py")) == []


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ("from mew.config import get_config", "mew.config.get_config"),
        ("from mew import generate2", "mew.generate2"),
        ("from mew.sms import send", "mew.sms"),
        ("import mew.sms", "mew.sms"),
        ("import mew.config\n\nmew.config.get_config()", "mew.config.get_config"),
        ("from mew.arbok import postgres\npostgres.connect()", "mew.arbok.postgres.connect"),
        ("from ekans.api import create_api", "ekans.api"),
    ],
)
def test_what_only_the_copy_had_is_missing(
    libraries: SharedLibraries, source: str, missing: str
) -> None:
    (found,) = libraries.missing_in(module(source))

    assert found.what == missing
    assert found.line == source.count("\n") + 1


def test_what_there_is_instead_is_told(libraries: SharedLibraries) -> None:
    (found,) = libraries.missing_in(module("from mew.config import get_config"))
    assert found.offered == ("Settings", "secret")

    (found,) = libraries.missing_in(module("from mew.arbok.postgres import connect"))
    assert found.offered == ("Postgres", "open")
