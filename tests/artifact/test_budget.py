"""`pipeline budget` on the artifact as it is built: its counts, by another way of counting."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.budget.comparison import Comparison, compare
from pipeline.budget.figures import Figures
from pipeline.budget.measuring import Bench, bench
from pipeline.budget.record import BudgetRecord
from pipeline.local.task_root import TaskRoot
from pipeline.settings.budget import BudgetSettings
from tests.built import artifact

from .support import NAME

COUNT = """
import json, sys
sys.path[:0] = [{root!r}]
sys.path.append({packages!r})
import awslambdaric.__main__
before = set(sys.modules)
import {entry}
new = sorted(set(sys.modules) - before)
print(json.dumps({{name: getattr(sys.modules[name], "__file__", None) or "" for name in new}}))
"""


@pytest.fixture(scope="module")
def place() -> Iterator[Bench]:
    with bench() as place:
        yield place


@pytest.fixture(scope="module")
def figures(place: Bench) -> Figures:
    return place.measure(NAME, artifact(NAME).parent, seconds=60, rounds=0, say=lambda _: None)


def plainly(place: Bench, way: str) -> set[str]:
    """What an interpreter says that it has loaded of the zip."""
    with tempfile.TemporaryDirectory() as folder, TaskRoot(artifact(NAME), Path(folder)) as root:
        code = COUNT.format(
            root=str(root.path), packages=str(place.runtime.packages), entry=f"{NAME}.main"
        )
        done = subprocess.run(
            place.runtime.program("-I", "-S", "-c", code),
            env={"AWS_LAMBDA_INITIALIZATION_TYPE": way},
            check=True,
            capture_output=True,
            timeout=60,
        )
        return {
            name
            for name, file in json.loads(done.stdout).items()
            if file.startswith(str(root.path))
        }


@pytest.mark.parametrize("way", ["on-demand", "provisioned-concurrency"])
def test_every_module_of_the_zip_is_counted_and_none_besides(
    place: Bench, figures: Figures, way: str
) -> None:
    counted = figures.init if way == "on-demand" else figures.ahead
    files = {
        (folder, name) for folder, each in figures.contents.folders.items() for name in each.files
    }
    of_the_zip = plainly(place, way)

    assert of_the_zip
    assert of_the_zip <= set(counted.modules)
    # The others are public ones of the standard library, which the zip has no files for.
    for name in set(counted.modules) - of_the_zip:
        assert (name.replace(".", "/"), "__init__.py") not in files, name
        assert "._" not in name, name


def test_init_loads_neither_the_web_framework_nor_the_sdk(figures: Figures) -> None:
    packages = {name.partition(".")[0] for name in figures.init.modules}
    assert packages.isdisjoint({"fastapi", "starlette", "pydantic", "boto3", "botocore", "asyncio"})
    assert "fastapi" in figures.ahead.modules


def test_measured_twice_it_is_the_same(place: Bench, figures: Figures) -> None:
    again = place.measure(NAME, artifact(NAME).parent, seconds=60, rounds=0, say=lambda _: None)
    assert BudgetRecord.of(again).dump() == BudgetRecord.of(figures).dump()


def test_against_a_record_without_its_framework_the_chain_that_brings_it_is_told(
    figures: Figures,
) -> None:
    record = BudgetRecord.of(figures)
    before = record.model_copy(update={"modules_ahead": {}})

    found: Comparison = compare(figures, before, BudgetSettings())

    ways = [part.chain[0].partition(":")[0] for part in found.modules_ahead if part.chain]
    assert f"{NAME}.main" in ways
    told = {name for part in found.modules_ahead for name in part.modules}
    assert told == set(figures.ahead.modules) - set(figures.init.modules)
