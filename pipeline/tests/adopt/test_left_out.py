from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from pipeline.adopt.left_out import SECRET, reason_to_leave


@pytest.mark.parametrize(
    "name",
    [
        ".env",
        ".env.prod",
        "prod.env",
        ".envrc",
        "server.pem",
        "id_rsa",
        "credentials",
        "Secrets.yml",
        "aws_credentials.csv",
        "client_secret_1.json",
        "service-account.json",
        ".netrc",
        "KEYS.P12",
    ],
)
def test_what_looks_like_secrets_is_told_by_its_name_at_any_depth(name: str) -> None:
    assert reason_to_leave(PurePosixPath("src/core/a", name)) == SECRET


@pytest.mark.parametrize("name", [".aws", ".ssh"])
def test_folders_of_secrets_are_told(name: str) -> None:
    assert reason_to_leave(PurePosixPath("src", name), folder=True) == SECRET


@pytest.mark.parametrize(
    "path",
    [
        "src/main.py",
        "src/core/services/credentials_service.py",
        "src/core/secrets.py",
        "src/core/build.py",
        "src/core/services/templates/template.yaml",
        "src/core/environment.py",
        "src/core/keys.json",
        "docs/requirements.md",
        "src/core/requirements/rules.txt",
    ],
)
def test_what_is_code_or_data_moves(path: str) -> None:
    assert reason_to_leave(PurePosixPath(path)) is None


@pytest.mark.parametrize("name", ["credentials", "secrets", "core", "env"])
def test_folders_of_code_move(name: str) -> None:
    assert reason_to_leave(PurePosixPath("src/core", name), folder=True) is None


def test_an_example_of_the_environment_is_no_secret() -> None:
    assert reason_to_leave(PurePosixPath("src/.env.example")) not in (None, SECRET)
