"""`.env.example`: values that work on one machine, and never one of an account."""

from __future__ import annotations

import importlib
import subprocess
from pathlib import Path

import pytest

from ..._generate.env_example import env_example
from ...core import invocation
from ...generate import GenerateError, documents
from ...setup_env import read_env, setup_env
from .conftest import Run
from .repository import BARE, add_lambda, facts, setting

CONFIG = """
from mew.config import Settings as BaseSettings
from mew.config import secret


class Settings(BaseSettings):
    sender: {type} = secret("generic/{{stage}}/ses", {arguments})
"""


def refused(root: Path, arguments: str, *, type: str = "str") -> str:  # noqa: A002
    config = CONFIG.format(type=type, arguments=arguments)
    add_lambda(root, "neoapp_wrong", BARE | {"config.py": config})
    with pytest.raises(GenerateError) as raised:
        documents("neoapp_wrong", root)
    return str(raised.value)


def test_every_field_has_its_example_its_secret_and_what_it_is(root: Path) -> None:
    text = documents("neoapp_orders", root)["lambdas/neoapp_orders/.env.example"]
    assert text == (
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


def test_a_required_field_without_an_example_is_an_error(root: Path) -> None:
    assert refused(root, 'key="sender"') == (
        "lambdas/neoapp_wrong/config.py: Settings.sender has no example; "
        'add example="..." to secret(...), a value that works locally'
    )


def test_an_example_of_the_wrong_type_is_an_error_that_does_not_repeat_it(root: Path) -> None:
    said = refused(root, 'key="sender", example="many"', type="int")
    assert "an example is not what its field takes" in said
    assert "field sender (secret generic/local/ses, key sender): int_parsing" in said
    assert "many" not in said


@pytest.mark.parametrize(
    ("example", "what"),
    [
        ("AKIAIOSFODNN7EXAMPLE", "an AWS access key"),
        ("sk" + "_live_abcdefgh12345678", "a live key of a payment service"),
        ("sk-" + "proj-abcdefghijklmnopqrstuvwx", "an API key"),
        ("ghp" + "_abcdefghijklmnopqrstuvwxyz", "a token of a code host or a chat"),
        ("eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxIn0abc.sig", "a signed token"),
        ("https://sqs.sa-east-1.amazonaws.com/123456789012/x", "a host of AWS"),
    ],
)
def test_an_example_that_looks_real_is_refused_and_not_repeated(
    root: Path, example: str, what: str
) -> None:
    said = refused(root, f'key="sender", example={example!r}')
    assert said == (
        "lambdas/neoapp_wrong/config.py: Settings.sender has an example that looks like "
        f"{what}; give one that works locally alone"
    )


def test_a_private_key_is_refused_before_its_line_breaks_are(root: Path) -> None:
    example = "-----BEGIN " + "PRIVATE KEY-----\\nabc"
    assert "several lines" in refused(root, f'key="sender", example="{example}"')
    assert "looks like a private key" in refused(
        root, f'key="sender", example="{example.partition(chr(92))[0]}"'
    )
