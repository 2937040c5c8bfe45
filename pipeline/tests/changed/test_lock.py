"""What a lock pins, and what is installed for whom."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.changed.graph import Graph, Node, Requirement
from pipeline.changed.lock import Pin, pin_changes, read_lock
from pipeline.changed.runtime import Runtime, runtime_of

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
        Pin("1.0", "sys_platform != 'win32'", frozenset({"sha256:aa", "sha256:bb"})),
        Pin("0.9", "sys_platform == 'win32'", frozenset({"sha256:cc"})),
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


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("colour-lib==0.9", "colour-lib==0.8", ()),
        ("sha256:cc", "sha256:c0", ()),
        (" ; sys_platform != 'win32'", "", ()),
        (" ; sys_platform != 'win32'", " ; python_version >= '3.11'", ()),
        ("colour.lib==1.0", "colour.lib==1.1", ("colour-lib 1.0 -> 1.1",)),
        ("sys_platform != 'win32'", "sys_platform != 'linux'", ("colour-lib 1.0 removed",)),
        ("sys_platform == 'win32'", "os_name == 'posix'", ("colour-lib 1.0 -> 0.9 | 1.0",)),
        (
            "sys_platform == 'win32'",
            "python_full_version < '3.13.4'",
            ("colour-lib 1.0 -> 0.9 ; python_full_version < '3.13.4' | 1.0",),
        ),
    ],
)
def test_pins_of_other_platforms_and_pythons_do_not_count(
    old: str, new: str, words: tuple[str, ...]
) -> None:
    assert old in LOCK
    before, after = (read_lock(t).on(Runtime()) for t in (LOCK, LOCK.replace(old, new)))
    used = before.resolved(needs("paint-box"))
    assert pin_changes(before, after, used, used) == words


@pytest.mark.parametrize(
    ("marker", "rest"),
    [
        ("", ""),
        ("sys_platform == 'linux' and implementation_name == 'cpython'", ""),
        ("platform_system == 'Windows'", None),
        ("platform_python_implementation == 'PyPy'", None),
        ("python_version < '3.13'", None),
        ("python_full_version >= '3.13'", ""),
        ("platform_machine == 'aarch64'", None),
        ("platform_machine == 'x86_64' or platform_machine == 'aarch64'", ""),
    ],
)
def test_a_marker_holds_here_or_never(marker: str, rest: str | None) -> None:
    assert Runtime("python3.13", "x86_64").rest_of(marker) == rest


@pytest.mark.parametrize(
    "marker",
    [
        "python_full_version != '3.13.7'",
        "implementation_version == '3.13.2'",
        "platform_release >= '6'",
        "platform_version == '1' and sys_platform == 'win32'",
        "extra == 'fast'",
        "'linux' in sys_platform and",
        "no_such_variable == '1'",
        "sys_platform",
    ],
)
def test_a_marker_of_which_it_can_not_be_told_stays(marker: str) -> None:
    assert Runtime().rest_of(marker) == marker


def test_a_marker_is_judged_for_the_lambdas_own_runtime() -> None:
    marker = "platform_machine == 'aarch64' and python_version < '3.13'"
    assert Runtime("python3.12", "arm64").rest_of(marker) == ""
    assert Runtime("python3.12", "x86_64").rest_of(marker) is None
    assert Runtime("python3.13", "arm64").rest_of(marker) is None
    assert Runtime("python3.12", "riscv").rest_of("platform_machine == 'riscv'") == ""


def test_a_build_file_says_what_a_lambda_runs_on_and_the_packager_what_it_does_otherwise() -> None:
    fields = json.dumps({"runtime": "python3.14", "architecture": "arm64"})
    nodes = {
        "a#zip": Node("a#zip", "a", (), (), fields),
        "b#zip": Node("b#zip", "b", (), (), "{}"),
    }
    graph = Graph(nodes, {"a": "a#zip", "b": "b#zip"})
    assert runtime_of("a", graph) == Runtime("python3.14", "arm64")
    packager = Path("pants-plugins/lambda_zip/fields.py").read_text()
    assert f'DEFAULT_RUNTIME = "{runtime_of("b", graph).python}"' in packager
    assert (
        f'alias = "architecture"\n    default = "{runtime_of("b", graph).architecture}"' in packager
    )


def test_the_repositorys_own_lock_is_understood() -> None:
    lock = read_lock(Path("3rdparty/python/code.lock").read_text())
    used = lock.resolved(needs("boto3", "fastapi"))
    assert {"botocore", "s3transfer", "six", "starlette", "pydantic-core"} <= used
    assert not used & {"moto", "awscli", "pytest", "psycopg"}
    assert all(lock.pins[name] for name in used)


@pytest.mark.parametrize("text", ["", "# via nobody\n", "    --hash=sha256:aa\n", "\0\n", "=="])
def test_what_is_no_lock_pins_nothing(text: str) -> None:
    assert read_lock(text).pins == {}
