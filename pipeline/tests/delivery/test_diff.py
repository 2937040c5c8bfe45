from __future__ import annotations

import functools
import io
import threading
import zipfile
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipeline.delivery.code import Code, fetch_code, read_code
from pipeline.delivery.diff import Changes, difference
from pipeline.delivery.errors import Unavailable, VersionRefused
from pipeline.tests.delivery.conftest import Site


def zipped(files: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return content.getvalue()


OLD = {
    "neoapp_sample/main.py": "1",
    "neoapp_sample/main.pyc": "1",
    "neoapp_sample/gone.py": "1",
    "mew/core.py": "1",
    "fastapi/__init__.py": "1",
    "fastapi-1.0.dist-info/METADATA": "Name: fastapi\nVersion: 1.0\n\ntext",
    "anyio-4.0.dist-info/METADATA": "Name: anyio\nVersion: 4.0\n\n",
}
NEW = {
    "neoapp_sample/main.py": "2",
    "neoapp_sample/main.pyc": "2",
    "neoapp_sample/new.py": "1",
    "mew/core.py": "1",
    "fastapi/__init__.py": "2",
    "fastapi-2.0.dist-info/METADATA": "Name: fastapi\nVersion: 2.0\n\ntext",
    "idna-3.0.dist-info/METADATA": "Name: idna\nVersion: 3.0\n\n",
}


def code_of(name: str, number: str) -> Code:
    return read_code("neoapp_sample", zipped({"1": OLD, "2": NEW}[number]))


def test_files_dependencies_and_configuration_are_told_apart(site: Site, name: str) -> None:
    site.deploy(name, "prod", "1")
    site.deploy(name, "hom", "2", manifest={"memory": 512})

    found = difference(name, site.on.gateway, code_of, "prod", "hom")

    assert (found.old.version, found.new.version) == ("1", "2")
    assert found.files == Changes(
        ("neoapp_sample/new.py",), ("neoapp_sample/gone.py",), ("neoapp_sample/main.py",)
    )
    assert found.dependencies == {
        "anyio": ("4.0", ""),
        "fastapi": ("1.0", "2.0"),
        "idna": ("", "3.0"),
    }
    assert found.configuration == {"memory": (256, 512)}


def test_the_same_version_has_no_difference_and_no_code_is_fetched(site: Site, name: str) -> None:
    site.deploy(name, "hom")
    site.deploy(name, "prod")

    def never(name: str, number: str) -> Code:
        raise AssertionError

    found = difference(name, site.on.gateway, never, "prod", "hom")

    assert found.same_code
    assert not found.files
    assert not found.configuration


def test_a_stage_that_is_not_there_is_refused(site: Site, name: str) -> None:
    site.deploy(name, "hom")

    with pytest.raises(VersionRefused, match="there is no alias prod to compare"):
        difference(name, site.on.gateway, code_of, "prod", "hom")


def test_code_that_can_not_be_had_is_said_and_the_rest_is_told(site: Site, name: str) -> None:
    site.deploy(name, "prod", "1")
    site.deploy(name, "hom", "2", manifest={"memory": 512})

    def gone(name: str, number: str) -> Code:
        raise Unavailable("no zip at the address", "Run this again")

    found = difference(name, site.on.gateway, gone, "prod", "hom")

    assert (found.unknown, found.same_code) == ("no zip at the address", False)
    assert found.configuration == {"memory": (256, 512)}


class Answers:
    """A Lambda that says where the code is, as GetFunction does."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get_function(self, **_: str) -> dict[str, dict[str, str]]:
        return {"Code": {"Location": self.address}}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "code.zip").write_bytes(zipped(OLD))
    (tmp_path / "text.zip").write_text("no zip")
    handler = functools.partial(Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join(timeout=10)


def test_the_code_comes_from_where_lambda_says(bucket: str) -> None:
    found = fetch_code(Answers(f"{bucket}/code.zip?signature=x"), "neoapp_sample", "1")  # type: ignore[arg-type]

    assert sorted(found.own) == ["mew/core.py", "neoapp_sample/gone.py", "neoapp_sample/main.py"]
    assert found.distributions == {"anyio": "4.0", "fastapi": "1.0"}


@pytest.mark.parametrize("path", ["/none.zip?signature=x", "/text.zip?signature=x"])
def test_an_address_without_a_zip_is_said_without_its_signature(bucket: str, path: str) -> None:
    with pytest.raises(Unavailable, match="neoapp_sample:1 can't be fetched") as error:
        fetch_code(Answers(bucket + path), "neoapp_sample", "1")  # type: ignore[arg-type]

    assert "signature" not in str(error.value)


def test_no_address_of_a_file_is_opened() -> None:
    with pytest.raises(Unavailable, match="gives no address"):
        fetch_code(Answers("file:///etc/passwd"), "neoapp_sample", "1")  # type: ignore[arg-type]
