"""What Lambdas share, by the processes that Pants executes: hundreds of them must not cost hundredfold."""

from __future__ import annotations

import re
import uuid
from typing import Dict, Iterator

import pytest

from lambda_zip.testing.repository import Repository

# How the steps describe themselves in Pants' log, which names what was executed alone.
STEPS = {
    "install": "Install .* with uv",
    "prepare": "Prune and compile the third-party code of ",
    "analyse": "Read the declarations of ",
    "write": "Write the zip of ",
}
LAMBDAS = ("sharing_one", "sharing_two", "sharing_three")
MAIN = (
    "import tinyshared\nfrom mew_shared import core\n"
    "def main(event, context):\n    return core, tinyshared\n"
)


@pytest.fixture(scope="module", autouse=True)
def lambdas(repository: Repository) -> Iterator[None]:
    # Nobody's earlier run has results of this wheel, nor of this library.
    never_seen = f"ID = '{uuid.uuid4()}'\n"
    repository.add_wheel("tinyshared", {"tinyshared.py": never_seen})
    repository.write("libs/mew_shared/BUILD", "python_sources()")
    repository.write("libs/mew_shared/__init__.py", "")
    repository.write("libs/mew_shared/core.py", never_seen)
    for name in LAMBDAS:
        repository.write_lambda(name, {"main.py": MAIN})
    yield
    for name in LAMBDAS:
        repository.remove_lambda(name)


def steps(repository: Repository, *options: str) -> Dict[str, int]:
    """Package the Lambdas; how often each step was executed, without those that were not."""
    log = repository.build(*(f"lambdas/{name}::" for name in LAMBDAS), options=options).log
    counts = {
        step: len(re.findall(rf"\] Completed: {description}", log))
        for step, description in STEPS.items()
    }
    return {step: count for step, count in counts.items() if count}


def test_lambdas_share_installation_and_compilation_and_each_changes_alone(
    repository: Repository,
) -> None:
    assert steps(repository) == {"install": 1, "prepare": 1, "analyse": 3, "write": 3}
    assert steps(repository) == {}
    assert steps(repository, "--no-pantsd") == {}

    repository.write_lambda("sharing_two", {"main.py": MAIN + "CHANGED = 1\n"})
    assert steps(repository) == {"analyse": 1, "write": 1}

    repository.write("libs/mew_shared/core.py", "CHANGED = 1\n")
    assert steps(repository) == {"analyse": 3, "write": 3}


def test_a_lambda_that_calls_another_service_installs_nothing_more(repository: Repository) -> None:
    repository.write_lambda("sharing_two", {"main.py": MAIN + "core.client('sesv2')\n"})

    assert steps(repository) == {"prepare": 1, "analyse": 1, "write": 1}


def test_tests_and_documents_of_a_lambda_write_nothing_anew(repository: Repository) -> None:
    steps(repository)
    repository.write("lambdas/sharing_one/tests/unit/test_main.py", "def test(): pass\n")
    repository.write("lambdas/sharing_one/docs/architecture.md", "# One")

    assert steps(repository) == {}
