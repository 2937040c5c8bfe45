"""The settings of each stage, through a real Secrets Manager."""

import pytest

from mew.core import invocation

from ...config import Settings
from ..conftest import Account


@pytest.mark.parametrize("stage", ["hom", "prod"])
def test_each_stage_reads_its_own_secrets(aws: Account, stage: str) -> None:
    with invocation(stage):
        assert Settings.load().bucket == f"neoapp-{stage}-banners"
