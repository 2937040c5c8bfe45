"""Unit tests stand where the module that they test stands."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from .tree import Unit
from .violation import Violation

TESTS_MIRROR = "tests-mirror"
RULES = (TESTS_MIRROR,)

_TESTS = PurePosixPath("tests")
_UNIT_TESTS = _TESTS / "unit"


def check(unit: Unit) -> Iterator[Violation]:
    """Check that every unit test of a lambda has its module at the same place."""
    if not unit.is_lambda:
        return
    present = set(unit.files)
    for file in unit.files:
        if _UNIT_TESTS in file.parents and file.match("test_*.py"):
            folder = file.parent.relative_to(_UNIT_TESTS)
            subject = file.stem.removeprefix("test_")
            # Fakes stand in tests/ and are tested themselves.
            if not any(
                _is_module(place / folder / name, present)
                for place in (PurePosixPath(), _TESTS)
                for name in _prefixes(subject)
            ):
                yield Violation(
                    str(unit.folder / file),
                    1,
                    TESTS_MIRROR,
                    f"it tests no module: there is no `{folder / subject}.py`",
                    f"put it under {_UNIT_TESTS}/ where its module stands, as `test_<module>.py` "
                    "or `test_<module>_<aspect>.py`",
                )


def _is_module(path: PurePosixPath, present: set[PurePosixPath]) -> bool:
    return path.with_suffix(".py") in present or path / "__init__.py" in present


def _prefixes(subject: str) -> Iterator[str]:
    words = subject.split("_")
    for length in range(len(words), 0, -1):
        yield "_".join(words[:length])
