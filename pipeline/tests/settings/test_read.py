from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.settings.errors import SettingsInvalid
from pipeline.settings.model import Settings
from pipeline.settings.read import read_settings

ROLE = '[function]\nrole = "arn:aws:iam::{account}:role/lambda-{lambda}"\n'


def read(folder: Path, text: str) -> Settings:
    path = folder / "pipeline.toml"
    path.write_text(text)
    return read_settings(path)


def refused(folder: Path, text: str) -> str:
    with pytest.raises(SettingsInvalid) as error:
        read(folder, text)
    assert str(error.value).startswith(f"{folder / 'pipeline.toml'}")
    return str(error.value)


def test_a_role_is_all_that_must_be_said(tmp_path: Path) -> None:
    settings = read(tmp_path, ROLE)

    assert settings.release.keep_versions == 10
    assert settings.function_of("neoapp_sample") == settings.function


def test_one_lambda_may_differ_in_what_it_names(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        ROLE
        + '[function.tags]\nteam = "a"\n'
        + "[lambda.neoapp_sample]\nmemory = 1024\n"
        + '[lambda.neoapp_sample.tags]\nowner = "ana"\n',
    )

    mine, others = settings.function_of("neoapp_sample"), settings.function_of("neoapp_other")
    assert (mine.memory, others.memory) == (1024, 512)
    assert (mine.tags, others.tags) == ({"team": "a", "owner": "ana"}, {"team": "a"})
    assert mine.role == others.role


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "function: Field required"),
        ("[function]\nrole = 'admin'\n", "function.role: "),
        (ROLE + "memory = 64\n", "function.memory: Input should be greater than or equal to 128"),
        (ROLE + "memry = 512\n", "function.memry: Extra inputs are not permitted (given: 512)"),
        (ROLE + "architectures = ['mips']\n", "function.architectures.0: "),
        (ROLE + "subnets = ['subnet-1']\n", "security_groups: a function in a VPC needs at least"),
        (ROLE + "[function.environment]\nSTAGE = 'hom'\n", "STAGE names a stage"),
        (ROLE + "[function.tags]\n'aws:x' = ''\n", "'aws:x' can't be a tag's key"),
        (ROLE + "[function.tags]\n'two words' = ''\n", "'two words' can't be a tag's key"),
        (ROLE + "[function.tags]\npipeline-tags = ''\n", "not pipeline-tags"),
        (ROLE + f"[function.tags]\nteam = '{'x' * 257}'\n", "the tag team: its value may have"),
        (ROLE + "[lambda.neoapp_sample.tags]\nteam = '{}'\n", "the tag team: its value may have"),
        (
            ROLE + "[function.tags]\n" + "".join(f"a{n} = ''\n" for n in range(50)),
            "50 tags with keys of 189 characters",
        ),
        (
            ROLE + f"[function.tags]\n{'x' * 128} = ''\n{'y' * 128} = ''\n",
            "2 tags with keys of 257 characters",
        ),
        (ROLE + "[release]\nkeep_versions = 0\n", "release.keep_versions: "),
        (ROLE + "[canary]\nmax_error_rate = 5\n", "canary.max_error_rate: "),
        (ROLE + "[lambda.neoapp_sample]\nmemory = 64\n", "greater than or equal to 128"),
        (ROLE + "[aws]\nbucket = 'A B'\n", "aws.bucket: "),
        ("[function\n", "is not TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, says: str) -> None:
    assert says in refused(tmp_path, text)


def test_a_file_that_is_missing_or_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match=r"pipeline\.toml cannot be read: No such file"):
        read_settings(tmp_path / "pipeline.toml")
    (tmp_path / "pipeline.toml").write_bytes(b"\xff")
    with pytest.raises(SettingsInvalid, match="is not UTF-8"):
        read_settings(tmp_path / "pipeline.toml")


def test_the_repositorys_own_file_is_taken() -> None:
    settings = read_settings(Path("pipeline.toml"))

    assert settings.function.role.endswith("role/lambda-{lambda}")
