import pytest

from .repository import LAMBDA, Repository


@pytest.mark.parametrize(
    ("file", "statement", "target", "remedy"),
    [
        (
            "endpoint/routes/hellos.py",
            "from acme_hello_world.core.utils.notations import Name as N",
            "acme_hello_world.core.utils.notations",
            "write `from ...core.utils.notations import Name as N`, or run ./pants fix",
        ),
        (
            "endpoint/jobs.py",
            "from acme_hello_world.endpoint import utils",
            "acme_hello_world.endpoint",
            "write `from . import utils`, or run ./pants fix",
        ),
        (
            "tests/unit/test_main.py",
            "import acme_hello_world.main as subject",
            "acme_hello_world.main",
            "write `from ... import main as subject`, or run ./pants fix",
        ),
        (
            "scripts/setup_env.py",
            "import acme_hello_world.config",
            "acme_hello_world.config",
            "write `from .. import config` and `config` where it is used",
        ),
        (
            "scripts/setup_env.py",
            "import acme_hello_world",
            "acme_hello_world",
            "import what is used of it: `from .. import <name>`",
        ),
        (
            "scripts/setup_env.py",
            "import sys, acme_hello_world.config as c",
            "acme_hello_world.config",
            "give each module an import statement of its own",
        ),
    ],
)
def test_a_lambda_imports_its_own_modules_relatively(
    repository: Repository, file: str, statement: str, target: str, remedy: str
) -> None:
    repository.in_lambda(file, f"def late():\n    {statement}\n")

    assert repository.violations() == [
        (
            f"{LAMBDA}/{file}:2: relative-imports: `{target}` is the lambda's own and imported by its "
            f"absolute name; {remedy}"
        )
    ]


def test_a_relative_import_stays_in_its_lambda(repository: Repository) -> None:
    repository.in_lambda("core/utils/helpers.py", "from ....acme_other.core import thing\n")

    assert repository.violations() == [
        (
            f"{LAMBDA}/core/utils/helpers.py:1: relative-imports: `....acme_other.core` reaches out of "
            "the lambda; import mew, ekans and third-party code by their absolute names, "
            "and no other lambda"
        )
    ]


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("import boto3", "boto3"),
        ("from psycopg import connect", "psycopg.connect"),
        ("from sqlalchemy import insert, select", "sqlalchemy"),
        ("import mew.config", "mew.config"),
        ("from mew import errors, jobs", "mew.jobs"),
        ("from ekans.http import Client", "ekans.http.Client"),
        ("from fastapi import HTTPException", "fastapi.HTTPException"),
        ("import socket", "socket"),
        ("from http import client", "http.client"),
        ("from urllib.request import urlopen", "urllib.request.urlopen"),
    ],
)
def test_the_domain_imports_no_driver_and_no_edge(
    repository: Repository, statement: str, named: str
) -> None:
    repository.in_lambda("domain/ports.py", f"if True:\n    {statement}\n")

    assert repository.violations() == [
        (
            f"{LAMBDA}/domain/ports.py:2: domain-imports: domain imports `{named}`, which is a driver, "
            "an SDK or part of an edge; say what the domain needs as a Protocol and implement it in "
            "core/services"
        )
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "import datetime, decimal",
        "from http import HTTPStatus",
        "from urllib.parse import quote",
        "from pydantic import BaseModel, Field",
        "from ekans.notations import EmailAddress",
        "from ekans import helpers, notations",
        "from mew.errors import PermanentFailure",
        "from .models.greeting_models import Greeting",
    ],
)
def test_the_domain_imports_vocabulary(repository: Repository, statement: str) -> None:
    repository.in_lambda("domain/ports.py", f"{statement}\n")

    assert repository.violations() == []


def test_core_may_import_drivers(repository: Repository) -> None:
    repository.in_lambda("core/services/table_service.py", "import boto3\nfrom mew import config\n")

    assert repository.violations() == []
