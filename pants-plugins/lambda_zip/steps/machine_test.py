import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from lambda_zip.steps.machine import note_index, note_interpreter

VERSION = "import sys; print(sys.version, sys.prefix)"


def test_the_link_names_the_interpreters_version_and_not_where_it_lies(tmp_path: Path) -> None:
    path = note_interpreter(tmp_path)

    assert path.startswith(sys.version.split()[0])
    assert os.path.realpath(sys.executable).strip("/") not in path
    assert (tmp_path / path).samefile(sys.executable)


def test_the_interpreter_finds_its_own_library_through_the_link(tmp_path: Path) -> None:
    link = tmp_path / note_interpreter(tmp_path)
    real = os.path.realpath(sys.executable)

    linked, direct = (
        subprocess.run([python, "-S", "-c", VERSION], capture_output=True, check=True).stdout
        for python in (link, real)
    )

    assert linked == direct


def test_a_link_to_an_interpreter_that_is_gone_is_replaced(tmp_path: Path) -> None:
    link = tmp_path / note_interpreter(tmp_path)
    link.unlink()
    link.symlink_to("/nowhere/python3")

    note_interpreter(tmp_path)

    assert link.samefile(sys.executable)


@pytest.mark.parametrize("before", [None, "older"])
def test_how_the_index_is_reached_is_for_the_user_alone(tmp_path: Path, before: str | None) -> None:
    if before is not None:
        (tmp_path / "index.json").write_text(before)

    note_index(tmp_path, "{}")

    noted = tmp_path / "index.json"
    assert noted.read_text() == "{}"
    assert stat.S_IMODE(noted.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [noted]
