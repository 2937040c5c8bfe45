from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.local.errors import SeedingFailed
from pipeline.local.seeding import seed

AWS = {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}


@pytest.fixture
def script(tmp_path: Path) -> Path:
    scripts = tmp_path / "lambdas" / "neoapp_sample" / "scripts"
    scripts.mkdir(parents=True)
    return scripts / "setup_env.py"


def test_a_lambda_without_a_script_is_left_alone(tmp_path: Path) -> None:
    assert seed("neoapp_sample", "hom", tmp_path, AWS) is False


def test_the_script_runs_as_a_module_of_the_checkout_for_its_stage(
    tmp_path: Path, script: Path
) -> None:
    script.write_text(
        "import os, pathlib, sys\n"
        "import pytest  # the packages of the pipeline are there\n"
        "said = [__name__, __package__, *sys.argv[1:], os.environ['AWS_ENDPOINT_URL']]\n"
        "pathlib.Path('said').write_text(' '.join(said))"
    )

    assert seed("neoapp_sample", "hom", tmp_path, AWS) is True
    assert (tmp_path / "said").read_text() == (
        "__main__ neoapp_sample.scripts --stage hom http://127.0.0.1:1"
    )


def test_the_example_stands_in_for_values_that_were_not_made_yet(
    tmp_path: Path, script: Path
) -> None:
    script.write_text(
        "import pathlib, sys; pathlib.Path('said').write_text(' '.join(sys.argv[1:]))"
    )
    example = script.parents[1] / ".env.example"
    example.touch()

    seed("neoapp_sample", "hom", tmp_path, AWS)
    assert (tmp_path / "said").read_text() == f"--stage hom --env {example}"

    example.with_name(".env").touch()
    seed("neoapp_sample", "hom", tmp_path, AWS)
    assert (tmp_path / "said").read_text() == "--stage hom"


def test_nothing_of_the_callers_own_aws_reaches_the_script(
    tmp_path: Path, script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    script.write_text("import os; assert 'AWS_PROFILE' not in os.environ")

    assert seed("neoapp_sample", "hom", tmp_path, AWS) is True


def test_a_script_that_fails_is_named_with_its_own_words(tmp_path: Path, script: Path) -> None:
    script.write_text("raise SystemExit('no .env here')")

    with pytest.raises(SeedingFailed) as caught:
        seed("neoapp_sample", "hom", tmp_path, AWS)

    assert str(caught.value) == (
        "lambdas/neoapp_sample/scripts/setup_env.py --stage hom ended with status 1:\n"
        "no .env here\n"
    )
