"""Settings from a real (moto) Secrets Manager, per stage, with errors that name places only."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr

from ..config import Settings as Base
from ..config import forget, read_secret, secret
from ..core import invocation, lambda_main
from ..errors import SecretMalformed, SecretMissing, SettingsError, StageError
from .support import FakeContext


class Server(BaseModel):
    host: str
    port: int


class Settings(Base):
    """What the tests' lambda needs."""

    sender: str = secret(
        "generic/{stage}/ses",
        key="sender",
        allows=("ses:SendEmail",),
        resource="ses:identity/example.com",
        example="noreply@example.com",
        description="Who the messages come from.",
    )
    rate: int = secret("generic/{stage}/ses", key="rate")
    token: SecretStr = secret("generic/{stage}/token")
    server: Server = secret("shared/server")
    retries: int = secret("generic/{stage}/ses", key="retries", default=3)


class Plain(Base):
    text: str = secret("generic/{stage}/plain")


type Put = Callable[..., None]


@pytest.fixture
def put(aws: Callable[[str], Any]) -> Put:
    """Create or replace a secret: text, bytes or JSON values."""
    manager = aws("secretsmanager")

    def put(name: str, value: Any) -> None:
        kind = "SecretBinary" if isinstance(value, bytes) else "SecretString"
        told = {kind: value if isinstance(value, str | bytes) else json.dumps(value)}
        try:
            manager.create_secret(Name=name, **told)
        except manager.exceptions.ResourceExistsException:
            manager.put_secret_value(SecretId=name, **told)

    return put


@pytest.fixture
def both(put: Put) -> None:
    """The secrets of both stages."""
    put("shared/server", {"host": "db.example.com", "port": "5432", "engine": "postgres"})
    for stage in ("hom", "prod"):
        put(f"generic/{stage}/ses", {"sender": f"{stage}@example.com", "rate": "14"})
        put(f"generic/{stage}/token", f"token-of-{stage}")


@pytest.mark.usefixtures("both")
def test_each_stage_has_its_own_values_in_one_process() -> None:
    found = []
    for stage in ("hom", "prod", "hom"):
        with invocation(stage):
            loaded = Settings.load()
            found.append((loaded.sender, loaded.token.get_secret_value()))
    hom, prod = ("hom@example.com", "token-of-hom"), ("prod@example.com", "token-of-prod")
    assert found == [hom, prod, hom]


@pytest.mark.usefixtures("both")
def test_values_have_the_declared_types_and_absent_keys_their_defaults() -> None:
    with invocation("hom"):
        loaded = Settings.load()
    assert (loaded.rate, loaded.retries) == (14, 3)
    assert loaded.server == Server(host="db.example.com", port=5432)


@pytest.mark.usefixtures("both")
def test_loading_again_gives_the_same_object_until_a_secret_changes(put: Put) -> None:
    with invocation("hom"):
        first = Settings.load()
        assert Settings.load() is first
        assert Settings.refresh() is first
        put("generic/hom/ses", {"sender": "new@example.com", "rate": 1})
        assert Settings.load() is first
        assert Settings.refresh().sender == "new@example.com"
        assert Settings.load().sender == "new@example.com"
    with invocation("prod"):
        assert Settings.load().sender == "prod@example.com"


@pytest.mark.usefixtures("aws")
def test_a_missing_secret_is_named_with_its_stage() -> None:
    with invocation("hom"), pytest.raises(SecretMissing) as raised:
        Plain.load()
    assert (raised.value.stage, raised.value.secret) == ("hom", "generic/hom/plain")
    assert "generic/hom/plain (AWSCURRENT) at the stage hom does not exist" in str(raised.value)


def test_a_secret_that_is_being_deleted_is_missing(put: Put, aws: Callable[[str], Any]) -> None:
    put("generic/hom/plain", "text")
    aws("secretsmanager").delete_secret(SecretId="generic/hom/plain")
    with invocation("hom"), pytest.raises(SecretMissing, match="being deleted"):
        Plain.load()


@pytest.mark.usefixtures("both")
def test_a_missing_key_is_named_with_secret_stage_and_field(put: Put) -> None:
    put("generic/hom/ses", {"rate": 1})
    with invocation("hom"), pytest.raises(SecretMissing) as raised:
        Settings.load()
    error = raised.value
    assert (error.stage, error.secret, error.key) == ("hom", "generic/hom/ses", "sender")
    assert str(error) == (
        "Settings at the stage hom: "
        "field sender (secret generic/hom/ses, key sender): the key is missing"
    )


@pytest.mark.usefixtures("both")
def test_all_that_is_wrong_is_told_at_once_and_no_value(put: Put) -> None:
    put("generic/hom/ses", {"sender": ["s3cret-value"], "rate": "s3cret-value"})
    put("shared/server", {"host": "s3cret-value", "port": "s3cret-value"})
    with invocation("hom"), pytest.raises(SecretMalformed) as raised:
        Settings.load()
    said = str(raised.value)
    assert "field sender (secret generic/hom/ses, key sender): string_type" in said
    assert "field rate (secret generic/hom/ses, key rate): int_parsing" in said
    assert "field server (secret shared/server): port: int_parsing" in said
    assert "s3cret-value" not in said
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize(
    ("value", "said"), [("no json", "is no JSON"), ([1], "no JSON object"), (b"\xff", "no UTF-8")]
)
def test_a_secret_of_another_form_is_malformed(put: Put, value: Any, said: str) -> None:
    put("generic/hom/ses", value)
    with invocation("hom"), pytest.raises(SecretMalformed, match=said):
        Settings.load()


def test_binary_secrets_are_bytes_text_or_json_as_declared(put: Put) -> None:
    class Binary(Base):
        raw: bytes = secret("generic/{stage}/raw")
        text: str = secret("generic/{stage}/text")
        key: str = secret("generic/{stage}/json", key="key")

    put("generic/hom/raw", b"\x00\xff")
    put("generic/hom/text", "São".encode())
    put("generic/hom/json", b'{"key": "value"}')
    with invocation("hom"):
        loaded = Binary.load()
    assert (loaded.raw, loaded.text, loaded.key) == (b"\x00\xff", "São", "value")


def test_a_whole_secret_may_be_optional_text_or_any_json(put: Put) -> None:
    class Whole(Base):
        text: str | None = secret("generic/{stage}/text")
        numbers: list[int] | None = secret("generic/{stage}/numbers")

    put("generic/hom/text", "no json")
    put("generic/hom/numbers", [1, 2])
    with invocation("hom"):
        loaded = Whole.load()
    assert (loaded.text, loaded.numbers) == ("no json", [1, 2])


def test_a_version_stage_can_be_read(put: Put, aws: Callable[[str], Any]) -> None:
    put("generic/hom/plain", "old")
    put("generic/hom/plain", "new")
    with invocation("hom"):
        current = read_secret("generic/{stage}/plain")
        previous = read_secret("generic/{stage}/plain", version_stage="AWSPREVIOUS")
    assert (current.text, previous.text) == ("new", "old")
    assert current.version != previous.version


def test_reading_fresh_sees_a_rotation_at_once(put: Put) -> None:
    put("generic/hom/plain", "old")
    with invocation("hom"):
        read_secret("generic/{stage}/plain")
        put("generic/hom/plain", "new")
        assert read_secret("generic/{stage}/plain").text == "old"
        assert read_secret("generic/{stage}/plain", fresh=True).text == "new"
        assert read_secret("generic/{stage}/plain").text == "new"


def test_outside_of_an_invocation_there_are_no_settings() -> None:
    with pytest.raises(StageError, match="no invocation is running"):
        Settings.load()


def test_the_fields_are_listed_without_aws() -> None:
    sender, *_, retries = Settings.fields_of_secrets()
    assert sender._asdict() == {
        "field": "sender",
        "name": "generic/{stage}/ses",
        "key": "sender",
        "allows": ("ses:SendEmail",),
        "resources": ("ses:identity/example.com",),
        "example": "noreply@example.com",
        "description": "Who the messages come from.",
        "annotation": str,
        "required": True,
    }
    assert (retries.field, retries.required) == ("retries", False)


def test_a_field_may_name_several_resources() -> None:
    class Table(Base):
        orders: str = secret(
            "neoapp/{stage}/orders",
            key="table",
            allows=("dynamodb:Query",),
            resource=(
                "dynamodb:table/orders-{stage}",
                "dynamodb:table/orders-{stage}/index/by-day",
            ),
        )

    (orders,) = Table.fields_of_secrets()
    assert orders.resources == (
        "dynamodb:table/orders-{stage}",
        "dynamodb:table/orders-{stage}/index/by-day",
    )


def test_a_field_that_comes_from_nowhere_is_refused_with_the_class() -> None:
    with pytest.raises(TypeError, match=r"Homeless.sender has neither a default nor secret"):

        class Homeless(Base):
            sender: str


@pytest.mark.parametrize("name", ["", "generic/{stagge}/ses", "generic/{}/ses", "a}"])
def test_a_name_may_hold_the_stage_and_no_other_braces(name: str) -> None:
    with pytest.raises(ValueError, match=r"may hold \{stage\} and no other braces"):
        secret(name)
    with pytest.raises(ValueError, match=r"may hold \{stage\} and no other braces"):
        secret("generic/{stage}/ses", resource=("ses:identity/x", name))


@pytest.mark.usefixtures("both")
def test_settings_cannot_be_changed() -> None:
    with invocation("hom"):
        loaded = Settings.load()
    with pytest.raises(ValueError, match="frozen"):
        loaded.sender = "else"


@pytest.mark.usefixtures("both")
def test_after_forgetting_values_are_read_again(put: Put) -> None:
    with invocation("hom"):
        Settings.load()
        put("generic/hom/token", "another")
        forget()
        assert Settings.load().token.get_secret_value() == "another"


@pytest.mark.usefixtures("both")
def test_a_probe_of_a_version_loads_the_settings_of_its_stage(put: Put) -> None:
    main = lambda_main(settings=lambda: Settings)
    probe = {"mew": {"probe": True, "stage": "hom"}}
    assert main(probe, FakeContext("12"))["mew"]["settings"] == [
        "rate",
        "retries",
        "sender",
        "server",
        "token",
    ]
    put("generic/prod/ses", {})
    with pytest.raises(SettingsError, match="at the stage prod"):
        main({"mew": {"probe": True, "stage": "prod"}}, FakeContext("12"))
