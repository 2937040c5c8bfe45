import textwrap

import pytest

from lambda_zip.steps.declarations import (
    Declarations,
    Secret,
    Trigger,
    parse,
    read_declarations,
)
from lambda_zip.steps.errors import BuildError


def declared(source: str, path: str = "shop_orders/config.py") -> Declarations:
    return read_declarations({path: parse(path, textwrap.dedent(source).encode())})


@pytest.mark.parametrize(
    "source",
    [
        'from mew.config import client\nclient("sesv2")',
        'from mew.config import client as aws\naws("sesv2")',
        'from mew import config\nconfig.client("sesv2")',
        'import mew.config\nmew.config.client("sesv2")',
        'import mew.config as settings\nsettings.client(service="sesv2")',
        'import boto3\nboto3.client("sesv2")',
        'import boto3\nboto3.resource("sesv2")',
        'def f(session):\n    return session.client("sesv2")',
    ],
)
def test_a_service_is_found_however_the_client_is_named(source: str) -> None:
    assert declared(source).aws_services == {"sesv2"}


def test_a_service_is_found_in_a_module_beside_config() -> None:
    source = 'from .config import client\nclient("sqs")'

    assert declared(source, path="mew/jobs.py").aws_services == {"sqs"}


def test_a_service_is_found_where_the_client_is_defined() -> None:
    source = 'def client(service): ...\ndef refresh(): client("secretsmanager")'

    assert declared(source, path="mew/config.py").aws_services == {"secretsmanager"}


def test_a_function_that_is_only_called_client_declares_nothing() -> None:
    assert not declared('def client(name): ...\nclient("sesv2")').aws_services


def test_a_client_of_a_computed_service_is_refused_with_its_place() -> None:
    with pytest.raises(BuildError, match=r"shop_orders/config\.py:2: .*`client.*`service`"):
        declared("from mew.config import client\nclient(name)")


def test_secrets_and_actions_are_read() -> None:
    found = declared(
        """
        from mew.config import Settings, secret

        class ShopSettings(Settings):
            sender: str = secret(
                "shop/{stage}/ses", key="sender", allows=("ses:SendEmail",), resource="identity/*"
            )
            token: str = secret("shop/{stage}/token", key=None)
        """
    )

    assert found.secrets == {
        Secret("shop/{stage}/ses", "sender"),
        Secret("shop/{stage}/token", None),
    }
    assert found.actions == {"ses:SendEmail"}


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        ('secret(f"shop/{x}")', "name"),
        ("secret()", "name"),
        ('secret("shop", key=KEY)', "key"),
        ('secret("shop", allows=ACTIONS)', "allows"),
        ('secret("shop", allows=("a:B", C))', "allows"),
    ],
)
def test_a_secret_that_is_not_made_of_literals_is_refused(call: str, argument: str) -> None:
    with pytest.raises(BuildError, match=rf"config\.py:2: .*`secret.*`{argument}`"):
        declared(f"from mew.config import secret\n{call}")


def test_what_runs_a_job_is_read() -> None:
    found = declared(
        """
        jobs = Jobs()

        @jobs.job("send")
        def send(order: Order) -> None: ...

        @jobs.job("record", sns="shop-{stage}-feedback", rule=None)
        def record(feedback: Feedback) -> None: ...

        @jobs.job(name="clean", rule="shop-{stage}-nightly", s3="shop-{stage}-drop")
        async def clean() -> None: ...
        """
    )

    assert found.triggers == {
        Trigger("sns", "shop-{stage}-feedback", "record"),
        Trigger("rule", "shop-{stage}-nightly", "clean"),
        Trigger("s3", "shop-{stage}-drop", "clean"),
    }


@pytest.mark.parametrize(
    ("call", "argument"),
    [('jobs.job("send", sns=TOPIC)', "sns"), ('jobs.job(NAME, s3="shop")', "name")],
)
def test_a_trigger_that_is_not_made_of_literals_is_refused(call: str, argument: str) -> None:
    with pytest.raises(BuildError, match=rf"config\.py:2: .*`job.*`{argument}`"):
        declared(f"from mew.jobs import Jobs\n{call}")


def test_a_file_that_does_not_compile_is_refused_with_its_line() -> None:
    with pytest.raises(BuildError, match=r"shop_orders/main\.py:2: does not compile"):
        parse("shop_orders/main.py", b"x = 1\ndef (:\n")
