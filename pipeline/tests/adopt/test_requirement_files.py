from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.adopt.requirement_files import read_requirements

from .old_repository import CANARY, write


def _read(root: Path, files: dict[str, str | bytes]) -> tuple[list[str], list[str]]:
    write(root, files)
    required, unread = read_requirements(root)
    return (
        [f"{each.where} {each.requirement}" for each in required],
        [f"{each.where} {each.what}" for each in unread],
    )


def test_comments_continuations_and_hashes_are_read_as_pip_does(tmp_path: Path) -> None:
    text = "# all\n\nrequests==2.1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\nfastapi[all] >= 0.1 # web\n"

    assert _read(tmp_path, {"requirements.txt": text})[0] == [
        "requirements.txt:3 requests==2.1",
        "requirements.txt:6 fastapi[all]>=0.1",
    ]


def test_included_files_are_read_once_and_none_outside_of_the_repository(tmp_path: Path) -> None:
    write(tmp_path, {"outside.txt": "secretly\n"})
    root = tmp_path / "old"

    required, _ = _read(
        root,
        {
            "requirements.txt": "-r src/requirements.txt\n-r ../outside.txt\n-r requirements.txt\n",
            "src/requirements.txt": "requests\n--requirement ../requirements-dev.txt\n",
            "requirements-dev.txt": "pytest\n",
        },
    )

    assert sorted(required) == ["requirements-dev.txt:1 pytest", "src/requirements.txt:1 requests"]


@pytest.mark.parametrize(
    "line",
    [
        f"git+https://{CANARY}@example.com/x.git",
        f"tool @ https://user:{CANARY}@example.com/tool.whl",
        f"--extra-index-url https://{CANARY}@example.com",
        f"-i=https://{CANARY}@example.com",
        f"-e git+ssh://{CANARY}@example.com/x#egg=x",
        f"./{CANARY}",
        f"{CANARY}!!",
    ],
)
def test_what_is_no_plain_requirement_is_told_without_its_text(tmp_path: Path, line: str) -> None:
    required, unread = _read(tmp_path, {"requirements.txt": f"{line}\n"})

    assert required == []
    assert len(unread) == 1
    assert unread[0].startswith("requirements.txt:1 ")
    assert CANARY not in unread[0]


def test_projects_are_read_and_poetrys_own_ranges_named(tmp_path: Path) -> None:
    text = (
        '[project]\ndependencies = ["requests>=2", "bad one"]\n'
        '[tool.poetry.dependencies]\npython = "^3.10"\nhttpx = "^0.2"\n'
    )

    assert _read(tmp_path, {"pyproject.toml": text}) == (
        ["pyproject.toml requests>=2"],
        [
            "pyproject.toml an address, a path, or what is no requirement",
            "pyproject.toml Poetry's requirement `httpx`",
        ],
    )


@pytest.mark.parametrize(
    "text",
    ["project = 1\n", "[project]\ndependencies = 'x'\n", "[project"],
)
def test_a_project_file_of_another_shape_is_told(tmp_path: Path, text: str) -> None:
    required, unread = _read(tmp_path, {"pyproject.toml": text})

    assert required == []
    assert len(unread) == 1


def test_a_project_file_without_requirements_is_passed_over(tmp_path: Path) -> None:
    for text in ("", "[project]\nname = 'x'\n", "tool = []\n", "[tool]\npoetry = 1\n"):
        assert _read(tmp_path, {"pyproject.toml": text}) == ([], [])


def test_the_utf_16_of_powershell_is_read(tmp_path: Path) -> None:
    content = "requests==2.0\r\n".encode("utf-16")

    assert _read(tmp_path, {"requirements.txt": content})[0] == ["requirements.txt:1 requests==2.0"]


def test_bytes_of_no_encoding_are_told(tmp_path: Path) -> None:
    assert _read(tmp_path, {"requirements.txt": b"caf\xe9\n"})[1] != []
