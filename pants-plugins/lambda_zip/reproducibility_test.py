"""Two clones of one repository make the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from lambda_zip.testing.repository import Artifact, Repository


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Repository]:
    # A store of its own, so that nothing is taken from the other clone's runs.
    environment = {"TZ": "Pacific/Auckland", "PANTS_LOCAL_STORE_DIR": str(tmp_path / "store")}
    made = Repository(tmp_path / "deep/er/clone", environment, umask=0o077)
    yield made
    made.close()


def packaged(repository: Repository) -> Artifact:
    repository.add_wheel("tinysets", {"tinysets/__init__.py": "NAMES = {'a', 'b', 'c'}\n"})
    repository.write_lambda(
        "shop_twice",
        {
            "main.py": "import tinysets\n\ndef main(event, context):\n"
            "    return event in {'x', 'y', 'z'}\n",
            "core/templates/a.html": "<p>",
        },
    )
    return repository.package("shop_twice")


def test_folder_time_zone_and_umask_leave_no_trace(
    repository: Repository, clone: Repository
) -> None:
    one, two = packaged(repository), packaged(clone)

    assert one.zipped == two.zipped
    assert one.manifest == two.manifest
    assert "tinysets/__pycache__/__init__.cpython-313.pyc" in one.files
    assert str(clone.root).encode() not in b"".join(two.files.values())
