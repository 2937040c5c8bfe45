"""What a lock pins, and what is installed for whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.changed.graph import Requirement
from pipeline.changed.lock import pin_changes, read_lock

LOCK = """\
colour.lib==1.0 ; sys_platform != 'win32' \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via
    #   -r 3rdparty/python/code.txt
    #   Paint_Box
colour-lib==0.9 ; sys_platform == 'win32' \\
    --hash=sha256:cc
    # via paint-box
paint-box==2.0 \\
    --hash=sha256:dd
    # via -r 3rdparty/python/code.txt
viaduct==3.0 \\
    --hash=sha256:ee
    # via
    #   viable
viable[fast]==1.0 \\
    --hash=sha256:ff
    # via -r 3rdparty/python/code.txt
"""


def needs(*names: str) -> frozenset[Requirement]:
    return frozenset(Requirement(name, (), "code.lock") for name in names)


def test_a_distribution_brings_along_what_the_comments_say() -> None:
    lock = read_lock(LOCK)
    assert lock.resolved(needs("paint-box")) == {"paint-box", "colour-lib"}
    assert lock.resolved(needs("viable")) == {"viable", "viaduct"}
    assert lock.resolved(needs("colour-lib")) == {"colour-lib"}
    assert lock.resolved(needs("types-paint-box", "boto3-stubs")) == set()


def test_circles_end() -> None:
    lock = read_lock("a==1\n    # via b\nb==1\n    # via a\n")
    assert lock.resolved(needs("a")) == {"a", "b"}


def test_every_version_of_a_distribution_counts_with_its_marker_and_its_files() -> None:
    assert read_lock(LOCK).pins["colour-lib"] == {
        ("1.0 ; sys_platform != 'win32'", frozenset({"sha256:aa", "sha256:bb"})),
        ("0.9 ; sys_platform == 'win32'", frozenset({"sha256:cc"})),
    }


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("paint-box==2.0", "paint-box==2.1", ("paint-box 2.0 -> 2.1",)),
        ("sha256:dd", "sha256:d0", ("paint-box 2.0: other files",)),
        ("viable[fast]==1.0", "viable[fast]==9.9", ()),
        ("    # via paint-box\n", "    # via\n    #   paint-box\n", ()),
    ],
)
def test_what_differs_is_said_of_what_is_used_alone(
    old: str, new: str, words: tuple[str, ...]
) -> None:
    before, after = read_lock(LOCK), read_lock(LOCK.replace(old, new))
    used = before.resolved(needs("paint-box"))
    assert pin_changes(before, after, used, used) == words


def test_what_came_and_went_is_said() -> None:
    before, after = read_lock("a==1\nb==1\n"), read_lock("b==1\nc==1\n")
    words = pin_changes(before, after, frozenset({"a", "b"}), frozenset({"b", "c"}))
    assert words == ("a 1 removed", "c 1 added")


def test_the_repositorys_own_lock_is_understood() -> None:
    lock = read_lock(Path("3rdparty/python/code.lock").read_text())
    used = lock.resolved(needs("boto3", "fastapi"))
    assert {"botocore", "s3transfer", "six", "starlette", "pydantic-core"} <= used
    assert not used & {"moto", "awscli", "pytest", "psycopg"}
    assert all(lock.pins[name] for name in used)


@pytest.mark.parametrize("text", ["", "# via nobody\n", "    --hash=sha256:aa\n", "\0\n", "=="])
def test_what_is_no_lock_pins_nothing(text: str) -> None:
    assert read_lock(text).pins == {}
