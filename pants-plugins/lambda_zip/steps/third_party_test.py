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


def prepared(folder: Path, files: dict[str, str] = FILES, **changes: Any) -> set[str]:
    installed, output = folder / "installed", folder / "output"
    for name, text in files.items():
        (installed / name).parent.mkdir(parents=True, exist_ok=True)
        (installed / name).write_text(text)
    arguments: dict[str, Any] = {
        "root": "/var/task",
        "read_services": [],
        "declared_services": [],
        "exclude_files": [],
        "sources": False,
    }
    prepare(installed, output, **{**arguments, **changes})
    return {p.relative_to(output).as_posix() for p in output.rglob("*") if p.is_file()}


def test_modules_become_bytecode_and_data_stays(tmp_path: Path) -> None:
    assert prepared(tmp_path) == {
        "pkg/__init__.pyc",
        "pkg/mod.pyc",
        "pkg/data.json",
        "pkg/templates/project-name/main.py",
        "pkg-1.0.dist-info/METADATA",
    }
    module = tmp_path / "output/pkg/mod.pyc"
    check_bytecode(module.read_bytes(), PurePosixPath("pkg/mod.pyc"))


def test_sources_lie_beside_their_bytecode_when_asked_for(tmp_path: Path) -> None:
    found = prepared(tmp_path, sources=True)

    assert {"pkg/mod.py", "pkg/__pycache__/mod.cpython-313.pyc"} <= found
    assert "pkg/mod.pyc" not in found


def test_a_module_that_does_not_compile_is_refused_until_it_is_excluded(tmp_path: Path) -> None:
    files = {"pkg/__init__.py": "", "pkg/py2.py": "print 'old'\n"}

    with pytest.raises(BuildError, match=r"pkg/py2\.py: does not compile"):
        prepared(tmp_path / "one", files)
    assert prepared(tmp_path / "two", files, exclude_files=["pkg/py2.py"]) == {"pkg/__init__.pyc"}


def test_only_the_services_that_are_used_keep_their_models(tmp_path: Path) -> None:
    files = {f"botocore/data/{service}/2020/service-2.json": "" for service in ("s3", "sqs", "ec2")}

    found = prepared(tmp_path, files, read_services=["s3", "unknown"], declared_services=["sqs"])

    assert {path.split("/")[2] for path in found} == {"s3", "sqs"}


def test_all_services_keep_their_models_where_nobody_knows_who_calls(tmp_path: Path) -> None:
    files = {f"botocore/data/{service}/2020/service-2.json": "" for service in ("s3", "ec2")}

    found = prepared(tmp_path, files, read_services=None)

    assert {path.split("/")[2] for path in found} == {"s3", "ec2"}
