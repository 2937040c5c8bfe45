from __future__ import annotations

import base64
import hashlib
import os
import stat
import zipfile
from pathlib import Path

import pytest

from pipeline.local.errors import ArtifactInvalid, ArtifactMissing
from pipeline.local.task_root import MAX_UNZIPPED_BYTES, TaskRoot
from pipeline.tests.conftest import MakeZip


def test_the_content_is_unpacked_and_nothing_of_it_may_be_written(
    make_zip: MakeZip, tmp_path: Path
) -> None:
    zip_path = make_zip({"lambda_function.py": "x = 1\n", "package/data/a.txt": "a"})

    with TaskRoot(zip_path, tmp_path) as root:
        assert (root.path / "package" / "data" / "a.txt").read_text() == "a"
        found = [root.path, *root.path.rglob("*")]
        assert len(found) == 5
        assert not any(path.stat().st_mode & 0o222 for path in found)


def test_the_digest_is_what_lambda_calls_the_code_sha256(make_zip: MakeZip, tmp_path: Path) -> None:
    zip_path = make_zip({"lambda_function.py": ""})

    with TaskRoot(zip_path, tmp_path) as root:
        digest = hashlib.sha256(zip_path.read_bytes()).digest()
        assert root.code_sha256 == base64.b64encode(digest).decode()
        assert root.size == zip_path.stat().st_size


def test_programs_in_the_zip_stay_executable(tmp_path: Path) -> None:
    zip_path = tmp_path / "function.zip"
    with zipfile.ZipFile(zip_path, "w") as archive:
        entry = zipfile.ZipInfo("bin/tool")
        entry.external_attr = (stat.S_IFREG | 0o755) << 16
        archive.writestr(entry, "#!/bin/sh\n")

    with TaskRoot(zip_path, tmp_path) as root:
        assert os.access(root.path / "bin" / "tool", os.X_OK)


def test_closing_removes_the_folder(make_zip: MakeZip, tmp_path: Path) -> None:
    with TaskRoot(make_zip({"a/b/c.py": ""}), tmp_path) as root:
        path = root.path

    assert not path.exists()


def test_a_missing_zip_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArtifactMissing, match=r"nothing\.zip cannot be read: No such file"):
        TaskRoot(tmp_path / "nothing.zip", tmp_path)


def test_a_file_that_is_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "function.zip"
    path.write_bytes(b"no zip at all")

    with pytest.raises(ArtifactInvalid, match="is not a usable zip"):
        TaskRoot(path, tmp_path)


def test_a_damaged_zip_is_refused_and_leaves_nothing(make_zip: MakeZip, tmp_path: Path) -> None:
    path = make_zip({"lambda_function.py": "x = 1\n" * 100})
    content = bytearray(path.read_bytes())
    content[60] ^= 0xFF
    path.write_bytes(content)
    into = tmp_path / "into"
    into.mkdir()

    with pytest.raises(ArtifactInvalid, match="is not a usable zip"):
        TaskRoot(path, into)

    assert list(into.iterdir()) == []


def test_an_encrypted_zip_is_refused(make_zip: MakeZip, tmp_path: Path) -> None:
    path = make_zip({"lambda_function.py": "x = 1\n"})
    content = bytearray(path.read_bytes())
    # The flag, in the file's own header and in the directory's.
    for header, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + offset] |= 1
    path.write_bytes(content)

    with pytest.raises(ArtifactInvalid, match=r"is not a usable zip: .*encrypted"):
        TaskRoot(path, tmp_path)


@pytest.mark.parametrize("names", [("a", "a/b"), ("x" * 300,)])
def test_names_that_no_folder_can_hold_are_refused_and_leave_nothing(
    make_zip: MakeZip, tmp_path: Path, names: tuple[str, ...]
) -> None:
    path = make_zip(dict.fromkeys(names, ""))
    into = tmp_path / "into"
    into.mkdir()

    with pytest.raises(ArtifactInvalid, match="cannot be unpacked"):
        TaskRoot(path, into)

    assert list(into.iterdir()) == []


@pytest.mark.parametrize("name", ["../outside.py", "/etc/outside", "a/../../outside.py"])
def test_an_entry_that_points_out_of_the_folder_is_refused(
    make_zip: MakeZip, tmp_path: Path, name: str
) -> None:
    with pytest.raises(ArtifactInvalid, match="points out of the function's folder"):
        TaskRoot(make_zip({name: ""}), tmp_path)


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "function.zip"
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("link.py")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/hosts")

    with pytest.raises(ArtifactInvalid, match=r"link\.py"):
        TaskRoot(path, tmp_path)


def test_more_than_the_quota_unpacked_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    path = tmp_path / "function.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        half = b"\0" * (MAX_UNZIPPED_BYTES // 2 + 1)
        archive.writestr("one.bin", half)
        archive.writestr("two.bin", half)
    into = tmp_path / "into"
    into.mkdir()

    with pytest.raises(ArtifactInvalid, match=f"at most {MAX_UNZIPPED_BYTES}"):
        TaskRoot(path, into)

    assert list(into.iterdir()) == []
