from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.local.code_store import CodeStore
from pipeline.local.errors import ArtifactInvalid
from pipeline.tests.conftest import MakeZip


def test_the_same_code_is_unpacked_once(make_zip: MakeZip, tmp_path: Path) -> None:
    zip_path = make_zip({"lambda_function.py": "x = 1"})

    with CodeStore(tmp_path) as store:
        one = store.add(zip_path.read_bytes(), zip_path)
        assert store.add(zip_path.read_bytes()) is one
        other = store.add(make_zip({"lambda_function.py": "x = 2"}).read_bytes())
        assert other.path != one.path

    assert not one.path.exists()
    assert not other.path.exists()


def test_code_that_was_refused_can_be_refused_again(tmp_path: Path) -> None:
    with CodeStore(tmp_path) as store:
        for _ in range(2):
            with pytest.raises(ArtifactInvalid, match="is not a usable zip"):
                store.add(b"no zip")
