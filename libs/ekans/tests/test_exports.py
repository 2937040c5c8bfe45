"""The public surface, pinned: what is added or removed here is added or removed on purpose."""

from types import ModuleType

import pytest

from ekans import (
    api,
    auth,
    conditions,
    cors,
    cursors,
    errors,
    helpers,
    http,
    notations,
    streaming,
)

SURFACE: dict[ModuleType, set[str]] = {
    api: {"CORRELATION_HEADER", "MAX_BODY_BYTES", "MAX_JSON_DEPTH", "create_api"},
    auth: {
        *("ApiKeyAuth", "BasicAuth", "Caller", "MemoryReplays", "Replays", "SignatureAuth"),
        *("StoredKey", "WebhookSecret", "new_basic", "new_key", "sign"),
    },
    conditions: {"Conditions", "ETag", "conditions", "etag_of", "not_modified"},
    cors: {"Cors", "StagedCors"},
    cursors: {"Cursors", "Page", "PageSize"},
    errors: {
        *("BadGateway", "BadRequest", "Conflict", "Forbidden", "GatewayTimeout", "InternalError"),
        *("InvalidRequest", "MethodNotAllowed", "NotFound", "PreconditionFailed"),
        *("PreconditionMissing", "Problem", "TooLarge", "TooManyRequests", "Unauthorized"),
        *("Unavailable", "UnsupportedMedia", "Violation"),
    },
    helpers: {"canonical_json", "is_visible_ascii", "json_pointer", "shown"},
    http: {
        *("AnswerTooLarge", "BadAnswer", "BadCall", "BadStatus", "CircuitOpen", "Clock"),
        *("ConnectionLost", "Credentials", "Denied", "Failed", "Limits", "NotSent", "Options"),
        *("PoolTransport", "Rejected", "Reply", "ServiceClient", "ServiceError", "Stream"),
        *("Throttled", "TimedOut", "Unreachable", "close_all", "problem_of"),
    },
    notations: {
        *("Base64Data", "BrazilianPhone", "Centavos", "Cep", "Cnpj", "Cpf", "EmailAddress"),
        *("FileName", "HeaderText", "IdempotencyKey", "JsonObject", "MediaType", "PlainText"),
        *("SaoPauloTime", "Ulid", "check_cep", "check_cnpj", "check_cpf", "check_email_address"),
        *("check_phone", "check_ulid", "day_in_sao_paulo", "format_brl", "format_cnpj"),
        *("format_cpf", "in_sao_paulo", "mask_cep", "mask_cnpj", "mask_cpf", "mask_email"),
        *("mask_phone", "new_ulid", "parse_brl", "suppression_form", "ulid_time"),
    },
    streaming: {"MAX_BUFFERED_BYTES", "streamed"},
}


@pytest.mark.parametrize("module", SURFACE, ids=lambda module: str(module.__name__))
def test_a_module_exports_exactly_what_is_pinned_here(module: ModuleType) -> None:
    assert set(module.__all__) == SURFACE[module]
    assert module.__all__ == sorted(module.__all__)


@pytest.mark.parametrize("module", SURFACE, ids=lambda module: str(module.__name__))
def test_what_is_exported_says_what_it_is(module: ModuleType) -> None:
    for name in SURFACE[module]:
        thing = getattr(module, name)
        if callable(thing):
            assert thing.__doc__, name


def test_an_unknown_notation_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Cpff'"):
        getattr(notations, "Cpff")  # noqa: B009
