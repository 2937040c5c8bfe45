"""A lambda's schedules, from its code by its `scripts/setup_env.py` to its function."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.local.errors import SeedingFailed
from pipeline.local.seeding import seed
from pipeline.local.sources.connect import connect
from pipeline.local.sources.triggers import Trigger

from .conftest import ARN, NAME, Sources

ROOT = Path(__file__).parents[4]
LAMBDA = {
    "config.py": "import mew.config\n\n\nclass Settings(mew.config.Settings): ...\n",
    "endpoint/jobs.py": """
from mew.jobs import Jobs

jobs = Jobs()


@jobs.job("look", rule="neoapp-{stage}-sample-look", schedule="rate(5 minutes)")
def look() -> None: ...
""",
    "scripts/setup_env.py": """
import sys
from pathlib import Path

from mew.setup_env import main

from ..config import Settings
from ..endpoint.jobs import jobs

if __name__ == "__main__":
    sys.exit(main(Settings, Path(__file__).parents[1] / ".env", jobs=jobs))
""",
    ".env": "",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name, text in LAMBDA.items():
        file = tmp_path / "lambdas" / NAME / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (tmp_path / "libs").symlink_to(ROOT / "libs")
    return tmp_path


def set_up(sources: Sources, stage: str, checkout: Path) -> None:
    seed(NAME, stage, checkout, sources.cloud.aws.environment)


def test_a_job_with_a_schedule_runs_at_the_stage_that_was_set_up_and_at_no_other(
    sources: Sources, checkout: Path
) -> None:
    sources.function()
    sources.client.create_alias(FunctionName=NAME, Name="prod", FunctionVersion="1")

    set_up(sources, "hom", checkout)

    sources.clock.pass_by(299)
    assert sources.nothing_seen()
    sources.clock.pass_by(1)
    seen = sources.seen()
    assert seen["arn"] == f"{ARN}:hom"
    assert seen["event"]["detail-type"] == "Scheduled Event"
    (rule,) = seen["event"]["resources"]
    assert rule.endswith(":rule/neoapp-hom-sample-look")
    assert sources.nothing_seen()


def test_set_up_again_and_connected_it_still_runs_once(sources: Sources, checkout: Path) -> None:
    sources.function()
    for _ in range(2):
        set_up(sources, "hom", checkout)
    connected = connect(sources.cloud, NAME, "hom", [Trigger("rule", "neoapp-{stage}-sample-look")])
    assert connected.missing == ()

    sources.clock.pass_by(300)

    sources.seen()
    assert sources.nothing_seen()


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        (
            "rate(5 minute)",
            "job 'look' has the schedule 'rate(5 minute)', which no rule of EventBridge takes",
        ),
        (
            "cron(99 * * * ? *)",
            "EventBridge refuses the rule 'neoapp-hom-sample-look' with the schedule 'cron(99 *",
        ),
    ],
)
def test_a_schedule_that_cannot_be_is_refused_with_its_name(
    sources: Sources, checkout: Path, schedule: str, said: str
) -> None:
    jobs = checkout / "lambdas" / NAME / "endpoint/jobs.py"
    jobs.write_text(jobs.read_text().replace("rate(5 minutes)", schedule))

    with pytest.raises(SeedingFailed, match=re.escape(said)):
        set_up(sources, "hom", checkout)
