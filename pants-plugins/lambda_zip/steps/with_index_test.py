import json
import os
import subprocess
import sys
from pathlib import Path

STEPS_ROOT = Path(__file__).parents[2]
SHOW = "import json, os; print(json.dumps(dict(os.environ)))"


def variables(tmp_path: Path, own: dict[str, str], noted: dict[str, str]) -> dict[str, str]:
    """The variables that a command is started with."""
    index = tmp_path / "index.json"
    index.write_text(json.dumps({"environment": noted, "pex": []}))
    python = os.path.realpath(sys.executable)
    shown = subprocess.run(
        [python, "-S", "-m", "lambda_zip.steps.with_index", index, python, "-c", SHOW],
        env={"PYTHONPATH": str(STEPS_ROOT), **own},
        capture_output=True,
        check=True,
    )
    found: dict[str, str] = json.loads(shown.stdout)
    return found


def test_a_command_gets_what_was_noted_of_the_index(tmp_path: Path) -> None:
    found = variables(tmp_path, {"UV_CACHE_DIR": "cache"}, {"HTTPS_PROXY": "proxy:3128"})

    assert found["HTTPS_PROXY"] == "proxy:3128"
    assert found["UV_CACHE_DIR"] == "cache"


def test_what_the_process_sets_itself_comes_before_what_was_noted(tmp_path: Path) -> None:
    found = variables(tmp_path, {"UV_CACHE_DIR": "cache"}, {"UV_CACHE_DIR": "elsewhere"})

    assert found["UV_CACHE_DIR"] == "cache"


def test_the_steps_own_search_path_stays_with_the_step(tmp_path: Path) -> None:
    assert "PYTHONPATH" not in variables(tmp_path, {}, {})
