"""Which settings of pants.toml make artifacts differ."""

from __future__ import annotations

import pytest

from pipeline.changed.pants_settings import setting_changes

TOML = b"""\
[GLOBAL]
pants_version = "2.17.1"
colors = true
[python.resolves]
code = "code.lock"
ruff = "ruff.lock"
[test]
timeout_default = 300
"""


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        (b"2.17.1", b"2.18.0", ("[GLOBAL].pants_version",)),
        (b"colors = true", b"colors = false", ()),
        (b"colors = true", b"colors = true\nprocess_execution_local_parallelism = 4", ()),
        (
            b"colors = true",
            b'colors = true\nbuild_file_prelude_globs = ["macros.py"]',
            ("[GLOBAL].build_file_prelude_globs",),
        ),
        (b"[GLOBAL]", b"# Why\n[GLOBAL]", ()),
        (b"300", b"301", ()),
        (b'ruff = "ruff.lock"', b'ruff = "other.lock"', ()),
        (b'ruff = "ruff.lock"', b'ruff = "ruff.lock"\nmypy = "mypy.lock"', ()),
        (b'code = "code.lock"', b'code = "old.lock"', ("[python.resolves].code",)),
        (b"[test]", b'[uv]\ninstall_from_resolve = "x"\n[test]', ("[uv].install_from_resolve",)),
        (
            b"[GLOBAL]",
            b"[GLOBAL",
            ("[GLOBAL].pants_version", "[python.resolves].code", "as a whole"),
        ),
    ],
)
def test_those_count_that_builds_read(old: bytes, new: bytes, names: tuple[str, ...]) -> None:
    assert old in TOML
    assert setting_changes(TOML, TOML.replace(old, new), {"code.lock"}) == names
    assert setting_changes(TOML.replace(old, new), TOML, {"code.lock"}) == names


def test_the_resolves_of_all_locks_count_where_none_are_named() -> None:
    other = TOML.replace(b'ruff = "ruff.lock"', b'ruff = "other.lock"')
    assert setting_changes(TOML, other) == ("[python.resolves].ruff",)


def test_a_file_that_comes_or_goes_counts_by_its_settings() -> None:
    names = ("[GLOBAL].pants_version", "[python.resolves].code")
    assert setting_changes(None, TOML, {"code.lock"}) == names
    assert setting_changes(TOML, None, {"code.lock"}) == names
    assert setting_changes(None, b"[test]\ntimeout_default = 1\n", set()) == ()
