import base64
import csv
import hashlib
import zipfile
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

import pytest

from lambda_zip.steps.errors import BuildError
from lambda_zip.steps.wheel import build

FILES = {"shop/__init__.py": "", "shop/a,b.txt": "é", "shop/py.typed": ""}
CONFIGURATION = {
    "name": "shop",
    "version": "1.2",
    "summary": "Sells",
    "requires_python": ">=3.13",
    "extras": ["cards"],
    "requires": ["six~=1.0", 'pay~=2.0 ; extra == "cards"'],
}


def wheel(folder: Path, files: dict[str, str] = FILES, **changes: Any) -> Path:
    for name, text in files.items():
        (folder / "first" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "first" / name).write_text(text)
    version = build(folder / "first", {**CONFIGURATION, **changes}, folder / "wheels")
    (made,) = (folder / "wheels").iterdir()
    assert made.name == f"shop-{version}-py3-none-any.whl"
    return made


def test_the_metadata_say_what_pip_asks_for(tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel(tmp_path)) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = BytesHeaderParser().parsebytes(archive.read(name))

    assert metadata["Name"] == "shop"
    assert name == f"shop-{metadata['Version']}.dist-info/METADATA"
    assert metadata["Requires-Python"] == ">=3.13"
    assert metadata.get_all("Requires-Dist") == CONFIGURATION["requires"]
    assert metadata.get_all("Provides-Extra") == ["cards"]


def test_every_file_is_recorded_with_its_hash(tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel(tmp_path)) as archive:
        (record,) = (name for name in archive.namelist() if name.endswith("/RECORD"))
        rows = {row[0]: row[1:] for row in csv.reader(archive.read(record).decode().splitlines())}
        content = {name: archive.read(name) for name in archive.namelist()}

    assert rows.pop(record) == ["", ""]
    assert rows.keys() == content.keys() - {record}
    for name, (told, size) in rows.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content[name]).digest()).decode()
        assert (told, size) == (f"sha256={digest.rstrip('=')}", str(len(content[name])))


def test_the_same_files_make_the_same_wheel(tmp_path: Path) -> None:
    one, two = wheel(tmp_path / "one"), wheel(tmp_path / "two", dict(reversed(FILES.items())))

    assert one.name == two.name
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("files", "changes"),
    [
        ({**FILES, "shop/a,b.txt": "e"}, {}),
        ({**FILES, "shop/c.txt": ""}, {}),
        (FILES, {"requires": []}),
        (FILES, {"version": "1.3"}),
    ],
)
def test_another_content_has_another_version(
    tmp_path: Path, files: dict[str, str], changes: dict[str, Any]
) -> None:
    assert wheel(tmp_path / "one").name != wheel(tmp_path / "two", files, **changes).name


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("shop/main.py", "def (", r"shop/main\.py:1: does not compile"),
        ("shop/.env", "A=1", r"shop/\.env: has the name of a file of secrets"),
    ],
)
def test_what_must_not_be_shipped_is_refused(
    tmp_path: Path, file: str, text: str, message: str
) -> None:
    with pytest.raises(BuildError, match=message):
        wheel(tmp_path, {**FILES, file: text})
