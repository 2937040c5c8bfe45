from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.adopt.errors import Refused
from pipeline.adopt.staging import alone, replaced, staging


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "lambdas").mkdir()
    return tmp_path


@pytest.mark.parametrize("had_dist", [True, False])
def test_what_was_aside_is_gone_afterwards_and_dist_is_as_before(
    checkout: Path, had_dist: bool
) -> None:
    if had_dist:
        (checkout / "dist").mkdir()

    def fail() -> None:
        with staging(checkout) as folder:
            (folder / "file").touch()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert (checkout / "dist").exists() is had_dist


def test_one_is_alone_until_it_is_done(checkout: Path) -> None:
    with alone(checkout), pytest.raises(Refused, match="wait for it"), alone(checkout):
        pass
    with alone(checkout):
        pass


@pytest.mark.parametrize("before", [b"before", None])
def test_a_file_is_as_before_when_what_follows_fails(checkout: Path, before: bytes | None) -> None:
    file = checkout / "file"
    if before is not None:
        file.write_bytes(before)
        file.chmod(0o640)

    def fail() -> None:
        with replaced(file, b"after", checkout):
            assert file.read_bytes() == b"after"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert (file.read_bytes() if file.exists() else None) == before
    if before is not None:
        assert file.stat().st_mode & 0o777 == 0o640
    left = {path.name for path in checkout.iterdir()} - {"lambdas"}
    assert left == ({"file"} if before else set())


def test_a_file_stays_replaced_when_all_goes_well(checkout: Path) -> None:
    with replaced(checkout / "file", b"after", checkout):
        pass

    assert (checkout / "file").read_bytes() == b"after"
