"""pydantic looks for plugins in the metadata of all that is installed; a lambda has it not do so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PLUGIN = """
class Tattler:
    def new_schema_validator(self, *given):
        return None, None, None

plugin = Tattler()
"""
LAMBDA = """
import sys
read = []
sys.addaudithook(lambda event, given: event == "open" and read.append(str(given[0])))
from mew.core import lambda_main
main = lambda_main()
import pydantic
class Model(pydantic.BaseModel):
    number: int
Model(number=1)
print("tattler" in sys.modules, any(name.endswith("entry_points.txt") for name in read))
"""


def said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    (folder / "tattler.py").write_text(PLUGIN)
    metadata = folder / "tattler-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: tattler\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[pydantic]\ntattler = tattler:plugin\n")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), *sys.path]))
    done = subprocess.run(
        [sys.executable, "-c", LAMBDA], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.split()


def test_no_plugin_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYDANTIC_DISABLE_PLUGINS", raising=False)
    assert said(tmp_path, monkeypatch) == ["False", "False"]


def test_a_function_whose_configuration_says_so_has_its_plugins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "another")
    assert said(tmp_path, monkeypatch) == ["True", "True"]
