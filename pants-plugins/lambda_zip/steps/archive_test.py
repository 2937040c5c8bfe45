import zipfile
from pathlib import Path

from lambda_zip.steps.archive import write_zip


def test_the_same_content_in_another_order_gives_the_same_bytes(tmp_path: Path) -> None:
    write_zip({"b/é.txt": b"b" * 1000, "a.py": b"a"}, tmp_path / "one.zip")
    write_zip({"a.py": b"a", "b/é.txt": b"b" * 1000}, tmp_path / "two.zip")

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_entries_are_sorted_and_tell_nothing_of_the_machine(tmp_path: Path) -> None:
    write_zip({"b": b"", "a/c": b""}, tmp_path / "x.zip")

    entries = zipfile.ZipFile(tmp_path / "x.zip").infolist()

    assert [entry.filename for entry in entries] == ["a/c", "b"]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {entry.create_system for entry in entries} == {3}


def test_a_base_keeps_its_bytes_and_comes_first(tmp_path: Path) -> None:
    write_zip({"z.py": b"z" * 1000}, tmp_path / "base.zip")
    write_zip({"b.py": b"b", "a.py": b"a"}, tmp_path / "x.zip", base=tmp_path / "base.zip")

    entries = zipfile.ZipFile(tmp_path / "x.zip").infolist()
    base = (tmp_path / "base.zip").read_bytes()

    assert [entry.filename for entry in entries] == ["z.py", "a.py", "b.py"]
    assert zipfile.ZipFile(tmp_path / "x.zip").testzip() is None
    # Up to its table of contents, which the signature of an entry there begins.
    assert (tmp_path / "x.zip").read_bytes().startswith(base[: base.index(b"PK\1\2")])
