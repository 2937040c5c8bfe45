from __future__ import annotations

from pathlib import Path

from pipeline.budget.contents import Contents, Folder, contents_of
from pipeline.budget.new_files import package_changes
from pipeline.tests.delivery.artifacts import make_artifact


def contents(folder: Path, files: dict[str, str]) -> Contents:
    return contents_of(make_artifact(folder, "neoapp_sample", code="", files=files))


def test_bytecode_counts_and_is_not_named(tmp_path: Path) -> None:
    found = contents(tmp_path, {"p/x.py": "1234", "p/__pycache__/x.cpython-313.pyc": "123456"})

    assert (found.files, found.unzipped) == (3, 10)
    assert found.folders == {
        ".": Folder(0, ("lambda_function.py",)),
        "p": Folder(10, ("x.py",)),
    }


def test_bytecode_without_its_source_is_named_all_the_same(tmp_path: Path) -> None:
    found = contents(tmp_path, {"p/x.pyc": "1", "p/y.cpython-313.pyc": "1"})
    assert found.folders["p"].files == ("x.pyc", "y.cpython-313.pyc")


def test_a_new_version_of_a_distribution_is_no_new_folder(tmp_path: Path) -> None:
    old = contents(tmp_path, {"some_thing-1.0.dist-info/licenses/LICENSE": "x"})
    new = contents(tmp_path, {"some_thing-2.0.dist-info/licenses/LICENSE": "x"})

    assert list(old.folders) == [".", "some_thing.dist-info/licenses"]
    assert package_changes(old.folders, new.folders) == ()


def test_a_package_that_grew_stands_with_its_new_files(tmp_path: Path) -> None:
    old = contents(tmp_path, {"p/x.py": "1", "q/deep/x.py": "12", "gone.py": "1"})
    new = contents(
        tmp_path, {"p/x.py": "1", "q/deep/x.py": "1", "q/deep/y.py": "12345", "r.py": ""}
    )

    (first, second) = package_changes(old.folders, new.folders)

    assert (first.package, first.before, first.now) == ("q", 2, 6)
    assert first.files == ("q/deep/y.py",)
    assert (second.package, second.files, second.is_new) == (".", ("r.py",), False)
