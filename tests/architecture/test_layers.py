import pytest

from .repository import LAMBDA, Repository

_DOWNWARDS = "import downwards only: tests, scripts, main, endpoint, core, then domain and config"
_WIRING = "let main.py or endpoint/utils.py make it, and take it from there"
_NAME = "acme_hello_world"


@pytest.mark.parametrize(
    ("file", "statement", "rule", "imported", "remedy"),
    [
        (
            "domain/ports.py",
            "from ..core.services.greeting_service import Sender",
            "layers",
            "core.services.greeting_service",
            _DOWNWARDS,
        ),
        ("domain/ports.py", "from ..endpoint import utils", "layers", "endpoint.utils", _DOWNWARDS),
        ("domain/ports.py", "from ..config import Settings", "layers", "config", _DOWNWARDS),
        ("config.py", "from .domain import ports", "layers", "domain.ports", _DOWNWARDS),
        (
            "core/utils/notations.py",
            "from ...endpoint.routes import greetings",
            "layers",
            "endpoint.routes.greetings",
            _DOWNWARDS,
        ),
        ("endpoint/jobs.py", "from ..main import main", "layers", "main", _DOWNWARDS),
        ("endpoint/jobs.py", "from ..scripts import setup_env", "layers", "scripts.setup_env", _DOWNWARDS),
        ("core/utils/notations.py", "from ...tests import unit", "layers", "tests.unit", _DOWNWARDS),
        (
            "domain/models/greeting_models.py",
            "from ..operations import greeting_operations",
            "domain-layers",
            "domain.operations.greeting_operations",
            "import downwards only: commands, operations, then models",
        ),
        (
            "domain/operations/greeting_operations.py",
            "from ..commands.greeting_commands import Greet",
            "domain-layers",
            "domain.commands.greeting_commands",
            "import downwards only: commands, operations, then models",
        ),
        (
            "core/services/greeting_service.py",
            "from ...domain.operations.greeting_operations import polite",
            "core-imports",
            "domain.operations.greeting_operations",
            "of domain/ let core import models and Protocols alone",
        ),
        (
            "core/services/greeting_service.py",
            "from ...domain.commands.greeting_commands import Greet",
            "core-imports",
            "domain.commands.greeting_commands",
            "of domain/ let core import models and Protocols alone",
        ),
        (
            "endpoint/routes/greetings.py",
            "from ...core.services.greeting_service import Sender",
            "composition-root",
            "core.services.greeting_service",
            _WIRING,
        ),
        (
            "scripts/setup_env.py",
            "from ..domain.commands.greeting_commands import Greet",
            "composition-root",
            "domain.commands.greeting_commands",
            _WIRING,
        ),
    ],
)  # fmt: skip
def test_an_import_against_the_layers_is_named(
    repository: Repository, file: str, statement: str, rule: str, imported: str, remedy: str
) -> None:
    repository.in_lambda(file, f"\n\ndef late():\n    {statement}\n")
    importer = file.removesuffix(".py").replace("/", ".")

    assert repository.layers() == [
        f"{LAMBDA}/{file}:4: {rule}: `{_NAME}.{importer}` imports `{_NAME}.{imported}`; {remedy}"
    ]


def test_an_import_by_way_of_others_is_named_where_it_starts(repository: Repository) -> None:
    repository.in_lambda("domain/ports.py", "from .. import middle\n")
    repository.in_lambda("middle.py", "\nfrom .config import Settings\n")

    assert repository.layers() == [
        (
            f"{LAMBDA}/domain/ports.py:1: layers: `{_NAME}.domain.ports` imports `{_NAME}.config`, "
            f"by way of `{_NAME}.middle`; {_DOWNWARDS}"
        )
    ]


def test_an_import_for_types_alone_counts(repository: Repository) -> None:
    repository.in_lambda(
        "domain/ports.py",
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from ..config import Settings\n",
    )

    assert repository.layers() == [
        (
            f"{LAMBDA}/domain/ports.py:4: layers: `{_NAME}.domain.ports` imports `{_NAME}.config`; "
            f"{_DOWNWARDS}"
        )
    ]


def test_no_lambda_imports_another(repository: Repository) -> None:
    repository.add_lambda("lambdas/acme_other_thing")
    repository.write(
        "lambdas/acme_other_thing/core/utils/notations.py",
        f"from {_NAME}.core.utils.notations import Name\n",
    )

    assert repository.layers() == [
        (
            "lambdas/acme_other_thing/core/utils/notations.py:1: independent-lambdas: "
            f"`acme_other_thing.core.utils.notations` imports `{_NAME}.core.utils.notations`; "
            "send it a job or a request, or move what both need into libs/"
        )
    ]


@pytest.mark.parametrize(
    ("file", "imported"),
    [
        ("libs/mew/core.py", "ekans.api"),
        ("libs/ekans/api.py", f"{_NAME}.config"),
        ("libs/mew/core.py", f"{_NAME}.config"),
    ],
)
def test_libraries_import_nothing_that_stands_on_them(
    repository: Repository, file: str, imported: str
) -> None:
    repository.write(file, f"import {imported}\n")
    importer = file.removeprefix("libs/").removesuffix(".py").replace("/", ".")

    assert repository.layers() == [
        (
            f"{file}:1: libs-below: `{importer}` imports `{imported}`; let what is above pass it in: "
            "lambdas stand on ekans, ekans on mew, mew on neither"
        )
    ]


@pytest.mark.parametrize(
    ("file", "importer"),
    [
        (f"{LAMBDA}/tests/e2e/test_greeting.py", f"{_NAME}.tests.e2e.test_greeting"),
        ("libs/mew/config.py", "mew.config"),
    ],
)
def test_nothing_in_lambdas_or_libs_imports_the_pipeline(
    repository: Repository, file: str, importer: str
) -> None:
    repository.write(file, "import pipeline.deploy\n")

    assert repository.layers() == [
        (
            f"{file}:1: no-pipeline: `{importer}` imports `pipeline.deploy`; "
            "move what both need into libs/"
        )
    ]


def test_contracts_follow_the_lambdas_that_there_are(repository: Repository) -> None:
    repository.add_lambda("lambdas/neoapp_new_thing")
    repository.write("lambdas/neoapp_new_thing/domain/ports.py", "from .. import config\n")

    assert [line.split(": `")[0] for line in repository.layers()] == [
        "lambdas/neoapp_new_thing/domain/ports.py:1: layers"
    ]


def test_what_is_no_package_is_left_to_the_other_rules(repository: Repository) -> None:
    repository.write("lambdas/not-a-name/main.py", "import os\n")
    repository.write("lambdas/no_package/main.py", "import os\n")

    assert repository.layers() == []
