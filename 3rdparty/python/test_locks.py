"""Every lock satisfies its requirements, is pinned and hashed whole, and says nothing of where it came from."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = Path("3rdparty/python")
NAMES = sorted(path.stem for path in LOCKS.glob("*.txt"))
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def logical_lines(path: Path) -> list[str]:
    """The lines of a requirements file, continuations joined, comments and blanks left out."""
    joined = path.read_text().replace("\\\n", " ")
    return [line for raw in joined.splitlines() if (line := re.sub(r"(^|\s)#.*", "", raw).strip())]


def unsatisfied(requirements: Path, lock: Path) -> list[str]:
    """The lines of `requirements` that no pin of `lock` fulfils."""
    pins: dict[str, list[str]] = {}
    for line in logical_lines(lock):
        pin = Requirement(HASH.sub("", line).strip())
        versions = [specifier.version for specifier in pin.specifier if specifier.operator == "=="]
        pins.setdefault(canonicalize_name(pin.name), []).extend(versions)
    wanted = [Requirement(line) for line in logical_lines(requirements)]
    return [
        str(want)
        for want in wanted
        if not any(
            want.specifier.contains(version, prereleases=True)
            for version in pins.get(canonicalize_name(want.name), [])
        )
    ]


def test_there_are_locks_to_look_at() -> None:
    assert {
        *("buildgrid", "code", "mypy", "pants", "pex", "plugin", "pytest", "ruff", "uv")
    } <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_satisfies_its_requirements(name: str) -> None:
    missing = unsatisfied(LOCKS / f"{name}.txt", LOCKS / f"{name}.lock")
    assert not missing, f"{name}.lock lacks {missing}: run ./pants run 3rdparty/python/lock.py"


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_pins_and_hashes_every_line(name: str) -> None:
    for line in logical_lines(LOCKS / f"{name}.lock"):
        assert re.match(r"^[A-Za-z0-9._-]+(\[[^\]]+\])?==\S+", line), line
        assert HASH.search(line), line


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_records_no_download_address(name: str) -> None:
    assert "://" not in (LOCKS / f"{name}.lock").read_text()


def test_the_locks_agree_on_the_pytest_that_types_and_runs_the_code() -> None:
    pin = next(
        line.split()[0]
        for line in logical_lines(LOCKS / "code.lock")
        if line.startswith("pytest==")
    )
    assert pin in (LOCKS / "pytest.lock").read_text(), (
        f"pytest.lock lacks {pin}: run ./pants run 3rdparty/python/lock.py -- --upgrade code pytest"
    )


def test_a_lock_behind_its_requirements_is_found(tmp_path: Path) -> None:
    requirements, lock = tmp_path / "x.txt", tmp_path / "x.lock"
    requirements.write_text("attrs>=26\nboto3  # a comment\nrich[extra]~=15.0\n")
    lock.write_text(
        f"attrs==25.1.0 \\\n    --hash=sha256:{'0' * 64}\nrich==15.2 --hash=sha256:{'1' * 64}\n"
    )
    assert unsatisfied(requirements, lock) == ["attrs>=26", "boto3"]
