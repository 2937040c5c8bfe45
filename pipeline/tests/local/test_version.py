from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.local.errors import ArtifactInvalid
from pipeline.local.version import Configuration


def test_the_manifest_configures_the_function(tmp_path: Path) -> None:
    path = tmp_path / "function.json"
    path.write_text(json.dumps({"handler": "a.main.main", "timeout": 30, "memory": 512, "x": 1}))

    assert Configuration.from_manifest(path) == Configuration("a.main.main", 30.0, 512)


def test_without_a_manifest_lambdas_own_defaults_hold(tmp_path: Path) -> None:
    configuration = Configuration.from_manifest(tmp_path / "none.json")

    assert configuration == Configuration("lambda_function.handler", 3.0, 128)


@pytest.mark.parametrize("content", ["", "[]", '{"timeout": "long"}', '{"memory": null}'])
def test_what_is_no_manifest_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "function.json"
    path.write_text(content)

    with pytest.raises(ArtifactInvalid, match="is not a manifest"):
        Configuration.from_manifest(path)
