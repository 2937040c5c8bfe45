"""A `.env` in a local Secrets Manager, and nowhere else."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import boto3
import pytest

from ..config import Settings as Base
from ..config import secret
from ..core import invocation
from ..setup_env import SetupError, main, read_env, setup_env


class Settings(Base):
    sender: str = secret("generic/{stage}/ses", key="sender")
    rate: int = secret("generic/{stage}/ses", key="rate", default=1)
    tags: list[str] = secret("generic/{stage}/tags", key="tags")
    token: str = secret("generic/{stage}/token")


GOOD = """
# Values of this machine.
SENDER="noreply@example.com"
export TAGS=["a", "b"]
TOKEN='t=1 # no comment'
"""


@pytest.fixture
def env(tmp_path: Path) -> Path:
    path = tmp_path / ".env"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.mark.usefixtures("aws")
def test_what_is_set_up_is_what_the_settings_load(env: Path, aws_url: str) -> None:
    done = setup_env(Settings, env, endpoint_url=aws_url)
    names = ("ses", "tags", "token")
    assert sorted(done) == [f"secret generic/local/{name}" for name in names]
    with invocation("local"):
        loaded = Settings.load()
    assert (loaded.sender, loaded.rate) == ("noreply@example.com", 1)
    assert (loaded.tags, loaded.token) == (["a", "b"], "t=1 # no comment")


@pytest.mark.usefixtures("aws")
def test_setting_up_again_replaces_the_values(env: Path, aws_url: str) -> None:
    setup_env(Settings, env, stage="hom", endpoint_url=aws_url)
    env.write_text(GOOD + "RATE=9\n", encoding="utf-8")
    setup_env(Settings, env, stage="hom", endpoint_url=aws_url)
    with invocation("hom"):
        assert Settings.load().rate == 9


class Other(Base):
    sender_name: str = secret("generic/{stage}/ses", key="sender_name")


@pytest.mark.usefixtures("aws")
def test_a_secret_that_lambdas_share_keeps_the_keys_of_the_others(
    env: Path, tmp_path: Path, aws_url: str
) -> None:
    other = tmp_path / "other.env"
    other.write_text("SENDER_NAME=Example\n", encoding="utf-8")
    env.write_text(GOOD + "RATE=9\n", encoding="utf-8")
    setup_env(Settings, env, endpoint_url=aws_url)
    setup_env(Other, other, endpoint_url=aws_url)
    env.write_text(GOOD, encoding="utf-8")
    setup_env(Settings, env, endpoint_url=aws_url)
    with invocation("local"):
        assert Other.load().sender_name == "Example"
        assert (Settings.load().sender, Settings.load().rate) == ("noreply@example.com", 1)


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("text", ["no JSON", '["a list"]'])
def test_a_shared_secret_that_holds_no_keys_is_replaced(env: Path, aws_url: str, text: str) -> None:
    plain = env.with_name("plain.env")
    plain.write_text(f"WHOLE={text}\n", encoding="utf-8")

    class Whole(Base):
        whole: str = secret("generic/{stage}/ses")

    setup_env(Whole, plain, endpoint_url=aws_url)
    setup_env(Settings, env, endpoint_url=aws_url)
    with invocation("local"):
        assert Settings.load().sender == "noreply@example.com"


@pytest.mark.usefixtures("aws")
def test_a_lambda_that_is_set_up_while_another_is_loses_no_key(
    env: Path, tmp_path: Path, aws_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_env = tmp_path / "other.env"
    other_env.write_text("SENDER_NAME=Example\n", encoding="utf-8")
    setup_env(Settings, env, endpoint_url=aws_url)
    other = Thread(target=setup_env, args=(Other, other_env), kwargs={"endpoint_url": aws_url})

    def let_the_other_in(**_: object) -> None:
        # It has this long to write between our reading and our writing, and has to wait instead.
        if other.ident is None:
            other.start()
            other.join(1)

    session = boto3.Session()
    session.events.register("after-call.secrets-manager.GetSecretValue", let_the_other_in)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", session)
    # Another name of the same server: mew keeps one client for each, and this one is made by `boto3` above.
    setup_env(Settings, env, endpoint_url=aws_url.replace("127.0.0.1", "localhost"))
    other.join(30)
    with invocation("local"):
        assert Other.load().sender_name == "Example"
        assert Settings.load().sender == "noreply@example.com"


@pytest.mark.usefixtures("aws")
def test_the_stage_in_a_value_is_filled_in(env: Path, aws_url: str) -> None:
    env.write_text(GOOD.replace("noreply@", "noreply-{stage}@"), encoding="utf-8")
    setup_env(Settings, env, stage="hom", endpoint_url=aws_url)
    with invocation("hom"):
        assert Settings.load().sender == "noreply-hom@example.com"


@pytest.mark.parametrize(
    "url",
    [
        "https://secretsmanager.sa-east-1.amazonaws.com",
        "http://127.0.0.1.example.com",
        "http://127.0.0.1@example.com:80",
        "http://10.0.0.1:4566",
        "",
    ],
)
def test_an_endpoint_of_another_machine_is_refused(env: Path, url: str) -> None:
    with pytest.raises(SetupError, match="go to this machine alone"):
        setup_env(Settings, env, endpoint_url=url)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SENDER=x\n", "lacks TAGS, TOKEN; see .env.example"),
        (GOOD + "SENDR=x\n", "names SENDR, no field of Settings; its fields are SENDER, RATE"),
        (GOOD + "what is this\n", r"\.env:6: expected NAME=value"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_the_remedy(
    env: Path, text: str, said: str
) -> None:
    env.write_text(text, encoding="utf-8")
    with pytest.raises(SetupError, match=said):
        setup_env(Settings, env, endpoint_url="http://127.0.0.1:1")


def test_a_missing_file_names_the_example(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"does not exist; copy .env.example to it"):
        read_env(tmp_path / ".env")


@pytest.mark.usefixtures("aws")
def test_the_command_line_prints_names_and_no_values(
    env: Path, aws_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(Settings, env, ["--stage", "hom", "--endpoint-url", aws_url]) == 0
    printed = capsys.readouterr().out
    assert printed.splitlines() == [
        "secret generic/hom/ses",
        "secret generic/hom/tags",
        "secret generic/hom/token",
    ]
    assert "noreply" not in printed


def test_the_command_line_fails_with_one_sentence(
    env: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(Settings, env, ["--endpoint-url", "https://example.com"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_the_command_line_says_in_one_sentence_that_nobody_answers(
    env: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    assert main(Settings, env, ["--endpoint-url", "http://127.0.0.1:1"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("setting up local at http://127.0.0.1:1 failed: Could not connect")
    assert said.count("\n") == 1


def test_the_command_line_wants_an_endpoint(
    env: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with pytest.raises(SystemExit):
        main(Settings, env, [])
    assert "--endpoint-url" in capsys.readouterr().err
