"""A lambda that cannot be loaded: the error names the file and the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from ...generate import GenerateError, documents
from .repository import BARE, add_lambda

HTTP = """
    from mew.core import lambda_main

    def _http():
        from .api import create
        return create()

    main = lambda_main(http=_http)
"""


def broken(root: Path, files: dict[str, str]) -> str:
    add_lambda(root, "neoapp_broken", BARE | files)
    with pytest.raises(GenerateError) as raised:
        documents("neoapp_broken", root)
    return str(raised.value)


def test_a_config_without_settings(root: Path) -> None:
    assert broken(root, {"config.py": "Settings = dict\n"}) == (
        "lambdas/neoapp_broken/config.py defines no class Settings(mew.config.Settings); "
        "declare one, if need be without fields"
    )


def test_the_base_class_itself_is_no_settings(root: Path) -> None:
    assert "defines no class Settings" in broken(
        root, {"config.py": "from mew.config import Settings\n"}
    )


def test_no_config_at_all(root: Path) -> None:
    folder = add_lambda(root, "neoapp_broken", BARE)
    (folder / "config.py").unlink()
    with pytest.raises(GenerateError, match=r"^lambdas/neoapp_broken/config.py does not exist"):
        documents("neoapp_broken", root)


def test_a_main_that_is_no_entry_point(root: Path) -> None:
    assert broken(root, {"main.py": "def main(event, context): ...\n"}).startswith(
        "lambdas/neoapp_broken/main.py defines no `main = lambda_main(...)`"
    )


def test_an_import_that_fails_names_file_and_line(root: Path) -> None:
    files = {"main.py": HTTP, "api.py": "import json\nfrom .nowhere import x\n"}
    assert broken(root, files) == (
        "lambdas/neoapp_broken/api.py:2: ModuleNotFoundError: "
        "No module named 'neoapp_broken.nowhere'"
    )


def test_an_error_of_an_app_factory_names_its_line(root: Path) -> None:
    files = {"main.py": HTTP, "api.py": "def create():\n    return {}['app']\n"}
    assert broken(root, files) == "lambdas/neoapp_broken/api.py:2: KeyError: 'app'"


def test_a_file_that_does_not_parse(root: Path) -> None:
    files = {"main.py": HTTP, "api.py": "def create(:\n"}
    assert broken(root, files).startswith("lambdas/neoapp_broken/api.py:1: SyntaxError:")


def test_an_application_without_openapi(root: Path) -> None:
    files = {"main.py": HTTP, "api.py": "def create():\n    return print\n"}
    assert "has no openapi(); make the application with ekans.api.create_api" in broken(root, files)


def test_a_module_that_exits(root: Path) -> None:
    files = {"main.py": "import sys\nsys.exit(3)\n"}
    assert broken(root, files) == "lambdas/neoapp_broken/main.py:2: SystemExit: 3"


def test_a_process_that_dies(root: Path) -> None:
    files = {"main.py": "import os\nprint('going', flush=True)\nos._exit(3)\n"}
    said = broken(root, files)
    assert said == "lambdas/neoapp_broken: the process that loads it ended early:\ngoing\n"


def test_a_field_without_a_secret_names_it(root: Path) -> None:
    config = """
        from mew.config import Settings as BaseSettings

        class Settings(BaseSettings):
            sender: str
    """
    said = broken(root, {"config.py": config})
    assert said.startswith(
        "lambdas/neoapp_broken/config.py:3: TypeError: Settings.sender has neither"
    )


@pytest.mark.parametrize(
    "code",
    [
        "import socket\nsocket.create_connection(('127.0.0.1', 9))\n",
        "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9')\n",
        "import socket\nsocket.getaddrinfo('example.com', 443)\n",
    ],
)
def test_a_connection_while_loading_is_refused(root: Path, code: str) -> None:
    said = broken(root, {"main.py": code})
    assert said.startswith("lambdas/neoapp_broken/main.py:2: ")
    assert "is opened while the code is only loaded" in said


def test_no_credentials_and_no_settings_of_aws_reach_the_lambda(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "never")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    check = "import os\nassert not [n for n in os.environ if n.startswith('AWS_') and 'METADATA' not in n]\n"
    add_lambda(root, "neoapp_curious", BARE | {"config.py": check + dedented(BARE["config.py"])})
    assert documents("neoapp_curious", root)


def dedented(text: str) -> str:
    return text.replace("\n        ", "\n")
