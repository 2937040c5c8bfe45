from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.adopt.env_file import EnvFile, read_env_files


def _read(tmp_path: Path, text: str) -> EnvFile:
    (tmp_path / ".env").write_text(text)
    return read_env_files([tmp_path / ".env", tmp_path / "none"])


@pytest.mark.parametrize(
    "line",
    [
        "API_KEY=the-value",
        "export API_KEY=the-value",
        '  API_KEY = "the-value"  ',
        "API_KEY='the-value'",
        "API_KEY=the-value # why",
        "nonsense\nAPI_KEY=the-value\r",
    ],
)
def test_each_way_to_write_an_assignment_is_read(tmp_path: Path, line: str) -> None:
    env = _read(tmp_path, f"{line}\n")

    assert env.names == {"API_KEY"}
    assert env.variable_in(b"x = 'the-value'") == "API_KEY"
    assert env.hidden("so the-value is") == "so *** is"


def test_a_value_of_several_lines_is_one(tmp_path: Path) -> None:
    env = _read(tmp_path, 'PRIVATE_KEY="first-line\nsecond=line"\nOTHER=1\n')

    assert env.names == {"PRIVATE_KEY", "OTHER"}
    assert env.variable_in(b"first-line\nsecond=line") == "PRIVATE_KEY"


@pytest.mark.parametrize(
    "line", ["STAGE=production", "API_KEY=short", "PASSWORD=localhost", "TOKEN=1234567", "TOKEN="]
)
def test_what_is_no_secret_hides_nothing(tmp_path: Path, line: str) -> None:
    assert _read(tmp_path, f"{line}\n").secrets == {}


def test_an_address_with_a_password_is_one_whatever_it_is_called(tmp_path: Path) -> None:
    assert _read(tmp_path, "MAIN=postgres://me:word@host/db\n").variable_in(
        b"postgres://me:word@host/db"
    )


def test_the_longest_value_is_hidden_first(tmp_path: Path) -> None:
    assert _read(tmp_path, "A_KEY=abcdef\nB_KEY=abcdefgh\n").hidden("abcdefgh") == "***"


def test_no_value_is_in_the_repr(tmp_path: Path) -> None:
    assert "the-value" not in repr(_read(tmp_path, "API_KEY=the-value\n"))


def test_bytes_of_no_encoding_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\nAPI_KEY=caf\xe9-au-lait\n")

    assert read_env_files([tmp_path / ".env"]).names == {"API_KEY"}
