import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from lambda_zip.steps.bytecode import check_bytecode
from lambda_zip.steps.errors import BuildError
from lambda_zip.steps.third_party import prepare

FILES = {
    "pkg/__init__.py": "",
    "pkg/mod.py": "X = 1\n",
    "pkg/data.json": "{}",
    "pkg/templates/project-name/main.py": "{{ not python }}",
    "pkg/tests/test_mod.py": "",
    "pkg-1.0.dist-info/METADATA": "Name: pkg\nVersion: 1.0\n",
    "pkg-1.0.dist-info/RECORD": "",
}


def prepared(where: Path, files: dict[str, str] = FILES, **changes: Any) -> set[str]:
    installed, zip_file = where / "installed", where / "third_party.zip"
    for name, text in files.items():
        (installed / name).parent.mkdir(parents=True, exist_ok=True)
        (installed / name).write_text(text)
    arguments: dict[str, Any] = {
        "folder": "",
        "root": "/var/task",
        "read_services": [],
        "read_optional": [],
        "declared_services": [],
        "exclude_files": [],
        "sources": False,
    }
    prepare(installed, zip_file, **{**arguments, **changes})
    return set(zipfile.ZipFile(zip_file).namelist())


def test_modules_become_bytecode_and_data_stays(tmp_path: Path) -> None:
    assert prepared(tmp_path) == {
        "pkg/__init__.pyc",
        "pkg/mod.pyc",
        "pkg/data.json",
        "pkg/templates/project-name/main.py",
        "pkg-1.0.dist-info/METADATA",
    }
    module = zipfile.ZipFile(tmp_path / "third_party.zip").read("pkg/mod.pyc")
    check_bytecode(module, PurePosixPath("pkg/mod.pyc"))


def test_sources_lie_beside_their_bytecode_when_asked_for(tmp_path: Path) -> None:
    found = prepared(tmp_path, sources=True)

    assert {"pkg/mod.py", "pkg/__pycache__/mod.cpython-313.pyc"} <= found
    assert "pkg/mod.pyc" not in found


def test_a_module_that_does_not_compile_is_refused_until_it_is_excluded(tmp_path: Path) -> None:
    files = {"pkg/__init__.py": "", "pkg/py2.py": "print 'old'\n"}

    with pytest.raises(BuildError, match=r"pkg/py2\.py: does not compile"):
        prepared(tmp_path / "one", files)
    assert prepared(tmp_path / "two", files, exclude_files=["pkg/py2.py"]) == {"pkg/__init__.pyc"}


def test_bytecode_that_lambda_would_not_load_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"pkg/old\.pyc: Lambda would not load.*another Python"):
        prepared(tmp_path, {"pkg/old.pyc": "abc"})


def test_code_of_a_layer_lies_in_its_folder_and_tells_where_that_is(tmp_path: Path) -> None:
    found = prepared(tmp_path, {"pkg/mod.py": ""}, folder="python", root="/opt/python")

    assert found == {"python/pkg/mod.pyc"}
    module = zipfile.ZipFile(tmp_path / "third_party.zip").read("python/pkg/mod.pyc")
    assert b"/opt/python/pkg/mod.py" in module


def test_only_the_services_that_are_used_keep_their_models(tmp_path: Path) -> None:
    files = {
        f"botocore/data/{service}/2020/service-2.json": '{"metadata": {"endpointPrefix": "x"}}'
        for service in ("s3", "sqs", "ec2")
    }

    found = prepared(tmp_path, files, read_services=["s3", "unknown"], declared_services=["sqs"])

    assert {path.split("/")[2] for path in found} == {"s3", "sqs"}


def test_all_services_keep_their_models_where_nobody_knows_who_calls(tmp_path: Path) -> None:
    files = {f"botocore/data/{service}/2020/service-2.json": "" for service in ("s3", "ec2")}

    found = prepared(tmp_path, files, read_services=None)

    assert {path.split("/")[2] for path in found} == {"s3", "ec2"}


def test_an_optional_package_that_nobody_needs_is_left_out(tmp_path: Path) -> None:
    files = {"pydantic/main.py": "", "pydantic/v1/main.py": ""}

    assert prepared(tmp_path / "one", files) == {"pydantic/main.pyc"}
    for number, needed in enumerate((["pydantic.v1"], None)):
        found = prepared(tmp_path / str(number), files, read_optional=needed)
        assert found == {"pydantic/main.pyc", "pydantic/v1/main.pyc"}
