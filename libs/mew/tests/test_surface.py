"""The public surface: what is not named here is private, and a change of it is a decision."""

from __future__ import annotations

import pytest

from .. import config, core, errors, generate, jobs, migrate, once, setup_env
from ..arbok import errors as arbok_errors
from ..arbok import mongo, odbc, postgres

MODULES = {
    module.__name__: module
    for module in (
        *(config, core, errors, generate, jobs, migrate, once, setup_env),
        *(arbok_errors, mongo, odbc, postgres),
    )
}

SURFACE = {
    "mew.arbok.errors": [
        "ArbokError",
        "AuthenticationFailed",
        "Conflict",
        "Duplicate",
        "InvalidStatement",
        "PoolExhausted",
        "TimedOut",
        "Unavailable",
    ],
    "mew.arbok.mongo": ["Health", "Limits", "Mongo", "Session", "close_all", "open"],
    "mew.arbok.odbc": ["Health", "Limits", "Odbc", "close_all", "open"],
    "mew.arbok.postgres": ["Connection", "Health", "Limits", "Postgres", "close_all", "open"],
    "mew.config": [
        "Secret",
        "SecretField",
        "Settings",
        "Stage",
        "client",
        "environment",
        "forget",
        "read_secret",
        "secret",
    ],
    "mew.core": [
        "Invocation",
        "current_invocation",
        "invocation",
        "lambda_main",
        "metric",
        "outgoing_headers",
    ],
    "mew.errors": [
        "EnqueueError",
        "EventError",
        "InvalidPayload",
        "JobError",
        "JobTimeout",
        "MewError",
        "PermanentFailure",
        "Retry",
        "SecretForbidden",
        "SecretMalformed",
        "SecretMissing",
        "SecretUnavailable",
        "SettingsError",
        "StageError",
        "StartupError",
        "UnknownJob",
    ],
    "mew.generate": ["GenerateError", "Place", "describe", "documents", "main"],
    "mew.jobs": ["Jobs", "Poison", "bury", "enqueue", "enqueue_batch"],
    "mew.migrate": [
        "Index",
        "MigrateError",
        "MigrationRunning",
        "Migrations",
        "Step",
        "main",
        "mongo",
        "sql",
    ],
    "mew.once": ["Once"],
    "mew.setup_env": ["LocalStage", "SetupError", "main", "read_env", "setup_env"],
}


def test_every_public_module_is_pinned() -> None:
    assert set(MODULES) == set(SURFACE)


@pytest.mark.parametrize("name", SURFACE)
def test_a_module_exports_exactly_what_is_pinned_here(name: str) -> None:
    assert MODULES[name].__all__ == SURFACE[name]


@pytest.mark.parametrize("name", SURFACE)
def test_everything_exported_exists_and_says_what_it_is(name: str) -> None:
    for exported in SURFACE[name]:
        assert getattr(MODULES[name], exported).__doc__, exported


def test_every_error_is_in_the_tree_drawn_at_the_top_of_its_module() -> None:
    for exported in SURFACE[errors.__name__]:
        assert issubclass(getattr(errors, exported), errors.MewError)
        assert exported in (errors.__doc__ or "")


def test_an_unknown_attribute_of_config_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Setings'"):
        getattr(config, "Setings")  # noqa: B009
