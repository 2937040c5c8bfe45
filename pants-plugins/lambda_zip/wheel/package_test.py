"""Tiny libraries, packaged as wheels and as a layer; and what Pants says when they cannot be."""

from __future__ import annotations

import re
import zipfile
from typing import Dict, Iterator

import pytest

from lambda_zip.testing.repository import Repository

VERSION = 'version="1.0"'
UNLOCKED = 'python_requirement(name="r", requirements=["unlocked~=1.0"])'


@pytest.fixture(scope="module", autouse=True)
def libraries(repository: Repository) -> Iterator[None]:
    repository.add_wheel("tinyclient", {"tinyclient.py": ""})
    repository.add_wheel("tinyextra", {"tinyextra.py": ""})
    repository.add_wheel("tinysdk", {"tinysdk.py": "", "botocore/data/ec2/1/service-2.json": "{}"})
    repository.write("libs/tinycore/__init__.py", "")
    repository.write("libs/tinycore/optional.py", "import tinyextra\n")
    repository.write("libs/tinycore/main.py", "import tinyclient\nimport tinysdk\n")
    repository.write("libs/tinyedge/__init__.py", "import tinycore.main\n")
    repository.write("libs/tinyedge/page.html", "<p>")
    repository.write(
        "libs/tinycore/BUILD",
        f'python_sources()\nlibrary_wheel(name="wheel", dependencies=[":tinycore"], {VERSION}, '
        'extras={"more": ["optional.py"]})\n',
    )
    repository.write(
        "libs/tinyedge/BUILD",
        'python_sources(dependencies=[":page"])\nresource(name="page", source="page.html")\n'
        f'library_wheel(name="wheel", dependencies=[":tinyedge", "libs/tinycore:wheel"], {VERSION})\n',
    )
    repository.write("libs/BUILD", 'lambda_layer(name="tiny", dependencies=["libs/tinyedge"])\n')
    yield
    # A target that does not load fails every other run.
    repository.write("libs/BUILD", "")


def wheel(repository: Repository, name: str) -> Dict[str, str]:
    (path,) = repository.root.glob(f"dist/wheels/{name}-*.whl")
    with zipfile.ZipFile(path) as archive:
        return {
            re.sub(r"-.*\.dist-info", "", entry): archive.read(entry).decode()
            for entry in archive.namelist()
        }


def test_a_layer_and_wheels_of_two_libraries_come_of_one_command(repository: Repository) -> None:
    repository.build("libs::")

    layer = repository.artifact("layers/tiny")
    assert {
        "python/tinyedge/page.html",
        "python/tinycore/__pycache__/main.cpython-313.pyc",
        "python/tinyclient.py",
        "python/botocore/data/ec2/1/service-2.json",
    } <= set(layer.files)
    # Nothing that the edge imports does.
    assert "python/tinycore/optional.py" not in layer.files
    assert layer.manifest["third_party"] == {"tinyclient": "1.0", "tinysdk": "1.0"}
    assert layer.manifest["compatible_runtimes"] == ["python3.13"]

    core, edge = wheel(repository, "tinycore"), wheel(repository, "tinyedge")
    assert {"tinycore/optional.py", "tinycore/main.py"} <= core.keys()
    assert 'Requires-Dist: tinyextra ; extra == "more"' in core["tinycore/METADATA"]
    assert {path.partition("/")[0] for path in edge} == {"tinyedge"}
    version = re.search("^Version: (.*)$", core["tinycore/METADATA"], re.MULTILINE)
    assert version
    assert f"Requires-Dist: tinycore=={version[1]}\n" in edge["tinyedge/METADATA"]
    assert "tinyclient" not in edge["tinyedge/METADATA"]


@pytest.mark.parametrize(
    ("files", "build", "message"),
    [
        (
            {"__init__.py": "import tinycore.main\n"},
            f'library_wheel(name="x", dependencies=[":bad"], {VERSION})',
            r"the wheel libs/bad:x: __init__\.py imports libs/tinycore/main\.py, and this is in no",
        ),
        (
            {"__init__.py": "x = (\n"},
            f'library_wheel(name="x", dependencies=[":bad"], {VERSION})',
            r"the wheel libs/bad:x: bad/__init__\.py:1: does not compile",
        ),
        (
            {"__init__.py": ""},
            f'library_wheel(name="x", dependencies=[":bad"], {VERSION}, extras={{"e": ["no.py"]}})',
            r"the wheel libs/bad:x: the field `extras` has 'no\.py' for 'e', which matches no mod",
        ),
        (
            {
                "__init__.py": "import bad.tests.help\n",
                "tests/help.py": "",
                "tests/__init__.py": "",
            },
            'lambda_layer(name="x", dependencies=[":bad"])',
            r"the layer libs/bad:x: production code imports bad/tests/help\.py",
        ),
        (
            {"__init__.py": "import unlocked\n"},
            f'{UNLOCKED}\nlambda_layer(name="x", dependencies=[":bad"])',
            r"the layer libs/bad:x: the lock 3rdparty/code\.lock pins no version of:\s+\* unlocked~=1",
        ),
        (
            {"__init__.py": "import unlocked\n"},
            f'{UNLOCKED}\nlibrary_wheel(name="x", dependencies=[":bad"], {VERSION})',
            r"the wheel libs/bad:x: the lock 3rdparty/code\.lock pins no version of:\s+\* unlocked~=1",
        ),
    ],
)
def test_what_cannot_be_packaged_is_named_with_its_target(
    repository: Repository, files: Dict[str, str], build: str, message: str
) -> None:
    for path, text in files.items():
        repository.write(f"libs/bad/{path}", text)
    repository.write("libs/bad/BUILD", f'python_sources(sources=["**/*.py"])\n{build}\n')
    try:
        error = repository.build_error("libs/bad:x")
    finally:
        repository.remove("libs/bad")

    assert re.search(f"Cannot package {message}", error), error
