"""`.env.example`: values that work on one machine, and never one of an account."""

from __future__ import annotations

import importlib
import subprocess
from pathlib import Path
from types import new_class
from typing import Any

import pytest

from ..._generate.env_example import env_example
from ..._generate.examples import check_examples
from ...config import Settings, secret
from ...core import invocation
from ...generate import GenerateError, documents
from ...setup_env import read_env, setup_env
from .conftest import Run
from .repository import BARE, add_lambda, facts, setting

SES = "generic/{stage}/ses"


def refused(field: Any, kind: type = str) -> str:
    made = {"__annotations__": {"sender": kind}, "sender": field, "__module__": __name__}
    settings = new_class("Settings", (Settings,), exec_body=lambda body: body.update(made))
    with pytest.raises(GenerateError) as raised:
        check_examples("neoapp_wrong", settings)
    return str(raised.value).removeprefix("lambdas/neoapp_wrong/config.py: ")


def test_every_field_has_its_example_its_secret_and_what_it_is(
    written: dict[str, str],
) -> None:
    assert written[".env.example"] == (
        "# Local values of neoapp_orders: copy this file to .env, which git ignores, and change them\n"
        "# there. scripts/setup_env.py puts them into the Secrets Manager of this machine.\n"
        "# Generated from config.py: ./pants run libs/mew:generate -- neoapp_orders\n"
        "# {stage} stands for the stage that the values are put to.\n"
        "\n"
        "# Table of the orders\n"
        "# Secret neoapp/{stage}/orders, key table\n"
        "TABLE=neoapp-{stage}-orders\n"
        "\n"
        "# Secret neoapp/{stage}/orders, key limit; may be left out\n"
        "LIMIT=25\n"
        "\n"
        "# Secret neoapp/{stage}/orders, key queue_url\n"
        "QUEUE_URL=http://127.0.0.1:5000/123456789012/neoapp-{stage}-orders\n"
        "\n"
        "# How to say hello\n"
        "# Secret shared/greeting\n"
        'GREETING="it\'s # fine"\n'
    )


@pytest.mark.usefixtures("aws")
def test_what_is_generated_works_locally(
    run: Run, root: Path, aws_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    folder = root / "lambdas/neoapp_orders"
    monkeypatch.syspath_prepend(root / "lambdas")
    settings = importlib.import_module("neoapp_orders.config").Settings
    setup_env(settings, folder / ".env.example", stage="hom", endpoint_url=aws_url)
    with invocation("hom"):
        loaded = settings.load()
    assert loaded.table == "neoapp-hom-orders"
    assert loaded.limit == 25
    assert loaded.greeting == "it's # fine"


@pytest.mark.parametrize(
    "value",
    [
        "plain",
        "two words",
        "it's",
        '["a", "b"]',
        "#no-comment",
        'say "hi"',
        "$HOME",
        "a=b",
        "",
        " x",
    ],
)
def test_a_value_reads_the_same_from_the_file_and_in_a_shell(value: str, tmp_path: Path) -> None:
    path = tmp_path / ".env.example"
    path.write_text(env_example(facts(setting("field", example=value)), "again"), encoding="utf-8")
    assert read_env(path) == {"FIELD": value}
    script = f'. {path} && printf %s "$FIELD"'
    ran = subprocess.run(["sh", "-c", script], check=True, capture_output=True, timeout=10)
    assert ran.stdout.decode() == value


def test_what_may_be_left_out_and_has_no_example_is_a_comment(tmp_path: Path) -> None:
    text = env_example(facts(setting("field", example=None, required=False)), "again")
    assert "\n# FIELD=\n" in text


def test_a_lambda_without_settings_says_so() -> None:
    assert env_example(facts(), "again").endswith("# This lambda has no settings.\n")


def test_the_stage_is_only_explained_where_it_stands() -> None:
    assert "{stage} stands for" not in env_example(facts(setting("field")), "again")


def test_a_description_of_several_lines_stays_a_comment() -> None:
    text = env_example(facts(setting("field", description="One\ntwo.\n\nThree.")), "again")
    assert "\n# One two.\n# Secret" in text


def test_a_required_field_without_an_example_is_an_error() -> None:
    assert refused(secret(SES, key="sender")) == (
        'Settings.sender has no example; add example="..." to secret(...), a value that works locally'
    )


def test_an_example_of_the_wrong_type_is_an_error_that_does_not_repeat_it() -> None:
    said = refused(secret(SES, key="sender", example="many"), int)
    assert said.startswith("an example is not what its field takes")
    assert "field sender (secret generic/local/ses, key sender): int_parsing" in said
    assert "many" not in said


@pytest.mark.parametrize(
    ("example", "what"),
    [
        ("AKIAIOSFODNN7EXAMPLE", "an AWS access key"),
        ("-----BEGIN " + "PRIVATE KEY-----", "a private key"),
        ("sk" + "_live_abcdefgh12345678", "a live key of a payment service"),
        ("sk-" + "proj-abcdefghijklmnopqrstuvwx", "an API key"),
        ("ghp" + "_abcdefghijklmnopqrstuvwxyz", "a token of a code host or a chat"),
        ("eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxIn0abc.sig", "a signed token"),
        ("https://sqs.sa-east-1.amazonaws.com/123456789012/x", "a host of AWS"),
    ],
)
def test_an_example_that_looks_real_is_refused_and_not_repeated(example: str, what: str) -> None:
    assert refused(secret(SES, key="sender", example=example)) == (
        f"Settings.sender has an example that looks like {what}; give one that works locally alone"
    )


def test_an_example_of_several_lines_is_refused() -> None:
    said = refused(secret(SES, key="sender", example="one\ntwo"))
    assert said == "Settings.sender has an example of several lines, which a .env cannot hold"


def test_a_field_with_a_default_needs_no_example() -> None:
    class Mild(Settings):
        sender: str = secret(SES, key="sender", default="none")
        whole: str = secret("generic/{stage}/token", example="x")

    check_examples("neoapp_mild", Mild)


def test_an_example_that_cannot_be_used_names_the_lambdas_file(root: Path) -> None:
    config = """
        from mew.config import Settings as BaseSettings, secret

        class Settings(BaseSettings):
            sender: str = secret("generic/{stage}/ses", key="sender")
    """
    add_lambda(root, "neoapp_wrong", BARE | {"config.py": config})
    with pytest.raises(
        GenerateError, match=r"^lambdas/neoapp_wrong/config.py: Settings.sender has"
    ):
        documents("neoapp_wrong", root)
