from __future__ import annotations

from collections.abc import Mapping

import pytest

from pipeline.adopt.settings_fields import SettingsFields


def _fields(
    *variables: str, named: tuple[str, ...] = (), declared: Mapping[str, str] | None = None
) -> SettingsFields:
    return SettingsFields("neoapp_genia_voice", variables, named, declared or {})


@pytest.mark.parametrize(
    ("variable", "field"),
    [
        (
            "OPENAI_API_KEY",
            '`openai_api_key: str = secret("neoapp/{stage}/openai", key="api_key")`',
        ),
        ("PAGARME_TOKEN", '`pagarme_token: str = secret("neoapp/{stage}/pagarme", key="token")`'),
        ("QUEUE_URL", '`queue_url: str = secret("neoapp/{stage}/genia-voice", key="queue_url")`'),
        ("BUCKET", '`bucket: str = secret("neoapp/{stage}/genia-voice", key="bucket")`'),
        ("API_KEY", '`api_key: str = secret("neoapp/{stage}/genia-voice", key="api_key")`'),
        (
            "VOICE_NAME",
            '`voice_name: str = secret("neoapp/{stage}/genia-voice", key="voice_name")`',
        ),
        (
            "lower_case",
            '`lower_case: str = secret("neoapp/{stage}/genia-voice", key="lower_case")`',
        ),
    ],
)
def test_a_variable_becomes_a_field(variable: str, field: str) -> None:
    assert _fields(variable).of_variable(variable) == field


def test_variables_of_one_prefix_share_a_secret() -> None:
    fields = _fields("VOICE_NAME", "VOICE_SPEED")

    assert 'secret("neoapp/{stage}/voice", key="name")' in fields.of_variable("VOICE_NAME")
    assert 'secret("neoapp/{stage}/voice", key="speed")' in fields.of_variable("VOICE_SPEED")


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        ("DB_PASSWORD", 'mew.arbok.<postgres, mongo or odbc>.open("neoapp/{stage}/database")'),
        ("POSTGRES_DSN", 'mew.arbok.postgres.open("neoapp/{stage}/database")'),
        ("MONGO_URI", 'mew.arbok.mongo.open("neoapp/{stage}/database")'),
        ("AWS_SECRET_ACCESS_KEY", "the function's role gives credentials"),
        ("AWS_REGION", "mew.config.client"),
        ("STAGE", "current_invocation().stage"),
        ("AWS_LAMBDA_FUNCTION_NAME", "current_invocation()"),
        ("LOG_LEVEL", "mew sets logging up"),
        ("PAGARME_SECRET_NAME", 'secret("neoapp/{stage}/pagarme", key=...)'),
    ],
)
def test_what_mew_has_takes_no_field(variable: str, words: str) -> None:
    assert words in _fields(variable).of_variable(variable)


def test_a_secret_that_the_old_repository_names_is_used() -> None:
    fields = _fields(named=("shared/{stage}/openai-keys", "neoapp/{stage}/database-main"))

    assert 'secret("shared/{stage}/openai-keys", key="api_key")' in fields.of_variable(
        "OPENAI_API_KEY"
    )
    assert '"neoapp/{stage}/database-main"' in fields.of_variable("DB_HOST")


def test_a_secret_that_another_lambda_declares_is_told() -> None:
    fields = _fields(
        declared={"neoapp/{stage}/openai": "neoapp_chat", "generic/{stage}/ses": "generic_mail"}
    )

    assert "which neoapp_chat declares, too" in fields.of_variable("OPENAI_API_KEY")
    assert "or `generic/{stage}/ses`, which generic_mail declares" in fields.of_variable(
        "SES_TOKEN"
    )


@pytest.mark.parametrize("variable", ["é", "with space", "1ST", ""])
def test_a_name_that_makes_no_field_is_left_to_a_person(variable: str) -> None:
    assert "declare it in config.py" in _fields().of_variable(variable)


def test_type_and_default_go_along() -> None:
    field = _fields().of_variable("MAX_TURNS", "int", has_default=True)

    assert field.startswith("`max_turns: int = secret(")
    assert "default=<the one in the code>" in field
