import json
import zipfile
from pathlib import Path

import pytest

from lambda_zip.steps.fetch_uv import extract_program, fetch

# Stands at the place of the PEX tool's command line: it fails, and says with which variables.
PEX = "import os, sys; sys.exit(os.environ.get('HTTPS_PROXY') == 'proxy:3128' and 7)\n"


def wheel(folder: Path, *files: str) -> Path:
    path = folder / "tool-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file in files:
            archive.writestr(file, "#!/bin/sh\n")
    return path


def test_the_program_of_a_wheel_can_be_run(tmp_path: Path) -> None:
    made = wheel(tmp_path, "tool/__init__.py", "tool-1.0.data/scripts/tool")

    extract_program(made, tmp_path / "tool")

    assert (tmp_path / "tool").read_text() == "#!/bin/sh\n"
    assert (tmp_path / "tool").stat().st_mode & 0o777 == 0o755


def test_a_wheel_without_the_program_is_refused(tmp_path: Path) -> None:
    made = wheel(tmp_path, "tool/__init__.py", "tool-1.0.data/scripts/toolx")

    with pytest.raises(ValueError, match="not enough values"):
        extract_program(made, tmp_path / "tool")


def test_a_failed_download_ends_with_the_tools_own_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pex").write_text(PEX)
    index = {"environment": {"HTTPS_PROXY": "proxy:3128"}, "pex": ["--no-pypi"]}
    Path("index.json").write_text(json.dumps(index))

    assert fetch(Path("index.json"), "pex", "uv.lock", Path("uv")) == 7
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index.json", "pex"]
