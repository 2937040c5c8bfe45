"""The settings of each stage, through a real Secrets Manager."""

from pathlib import Path

import pytest

from mew.core import invocation

from ...config import Settings
from ...scripts import setup_env


@pytest.mark.parametrize("stage", setup_env.STAGES)
def test_each_stage_reads_its_own_secrets(aws: str, stage: str) -> None:
    with invocation(stage):
        assert Settings.load().signature == f"The team of {stage}"


def test_an_endpoint_that_is_not_on_this_machine_is_refused(
    values: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert setup_env.main(["--env", str(values), "--endpoint-url", "https://example.com"]) == 1
    assert "example.com" in capsys.readouterr().err
