import base64
import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from lambda_zip.steps.archive import write_zip
from lambda_zip.steps.artifact import build
from lambda_zip.steps.errors import BuildError

OWN = {
    "shop_orders/__init__.py": "",
    "shop_orders/main.py": "def main(event, context):\n    return event * 2\n",
    "shop_orders/core/templates/a.html": "<p>",
    "shop_orders/py.typed": "",
    "shop_orders/api.pyi": "",
}
OTHERS = {
    "Foo_Bar-1.0.dist-info/METADATA": "Name: Foo_Bar\nVersion: 1.0\n\ntext",
}
CONFIGURATION = {
    "folder": "",
    "root": "/var/task",
    "entry_module": "lambda_function",
    "handler_module": "shop_orders.main",
    "handler_function": "main",
    "manifest": {"name": "shop_orders", "memory": 512},
}


def built(folder: Path, own: dict[str, str] = OWN, others: dict[str, str] = OTHERS) -> Path:
    for name, text in own.items():
        (folder / "first" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "first" / name).write_text(text)
    write_zip({name: text.encode() for name, text in others.items()}, folder / "third.zip")
    build(
        folder / "first",
        folder / "third.zip",
        CONFIGURATION,
        folder / "dist/shop_orders.zip",
        folder / "dist/shop_orders.json",
    )
    return folder / "dist"


def test_own_sources_lie_beside_their_bytecode(tmp_path: Path) -> None:
    archive = zipfile.ZipFile(built(tmp_path) / "shop_orders.zip")

    assert archive.namelist() == [
        "Foo_Bar-1.0.dist-info/METADATA",
        "__pycache__/lambda_function.cpython-313.pyc",
        "lambda_function.py",
        "shop_orders/__init__.py",
        "shop_orders/__pycache__/__init__.cpython-313.pyc",
        "shop_orders/__pycache__/main.cpython-313.pyc",
        "shop_orders/core/templates/a.html",
        "shop_orders/main.py",
    ]


def test_both_names_of_the_handler_answer(tmp_path: Path) -> None:
    code = (
        "import lambda_function, shop_orders.main\n"
        "assert lambda_function.handler is shop_orders.main.main\n"
        "print(lambda_function.handler(21, None))"
    )

    # A zip on sys.path is no folder to compile into, just like Lambda's.
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(built(tmp_path) / "shop_orders.zip")},
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout == "42\n"


def test_the_manifest_describes_the_zip(tmp_path: Path) -> None:
    dist = built(tmp_path)
    content = (dist / "shop_orders.zip").read_bytes()
    text = (dist / "shop_orders.json").read_text()
    manifest = json.loads(text)

    assert text == json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    assert manifest == {
        "name": "shop_orders",
        "memory": 512,
        "first_party": [
            "lambda_function.py",
            "shop_orders/__init__.py",
            "shop_orders/core/templates/a.html",
            "shop_orders/main.py",
        ],
        "third_party": {"foo-bar": "1.0"},
        "sha256": hashlib.sha256(content).hexdigest(),
        "code_sha256": base64.b64encode(hashlib.sha256(content).digest()).decode(),
        "size": len(content),
        "unzipped_size": sum(
            entry.file_size for entry in zipfile.ZipFile(dist / "shop_orders.zip").infolist()
        ),
    }


@pytest.mark.parametrize(
    ("own", "others", "message"),
    [
        ({"a_b/.env": "X=1"}, {}, r"a_b/\.env: has the name of a file of secrets"),
        ({"a_b/old.pyc": "abc"}, {}, r"a_b/old\.pyc: Lambda would not load.*another Python"),
        ({"a_b/main.py": "def ("}, {}, r"a_b/main\.py: does not compile"),
        ({"six/main.py": ""}, {"six.pyc": "x"}, "six: both first-party"),
        ({"six/main.py": ""}, {"six/__init__.pyc": "x"}, "six: both first-party"),
        ({}, {"lambda_function.pyc": "x"}, "lambda_function: both first-party"),
    ],
)
def test_what_must_not_be_shipped_is_refused(
    tmp_path: Path, own: dict[str, str], others: dict[str, str], message: str
) -> None:
    with pytest.raises(BuildError, match=message):
        built(tmp_path, own, others)


def test_a_layer_lies_in_its_folder_and_has_no_entry_module(tmp_path: Path) -> None:
    configuration = {"folder": "python", "root": "/opt/python", "manifest": {}}
    (tmp_path / "first/shop").mkdir(parents=True)
    (tmp_path / "first/shop/__init__.py").write_text("")
    metadata = b"Name: six\nVersion: 1.0\n"
    write_zip({"python/six-1.0.dist-info/METADATA": metadata}, tmp_path / "third.zip")

    build(
        tmp_path / "first",
        tmp_path / "third.zip",
        configuration,
        tmp_path / "a.zip",
        tmp_path / "a.json",
    )

    archive = zipfile.ZipFile(tmp_path / "a.zip")
    compiled = "python/shop/__pycache__/__init__.cpython-313.pyc"
    assert archive.namelist() == [
        "python/six-1.0.dist-info/METADATA",
        "python/shop/__init__.py",
        compiled,
    ]
    assert b"/opt/python/shop/__init__.py" in archive.read(compiled)
    manifest = json.loads((tmp_path / "a.json").read_text())
    assert manifest["first_party"] == ["shop/__init__.py"]
    assert manifest["third_party"] == {"six": "1.0"}
