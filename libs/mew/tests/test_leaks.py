"""A canary in the place of a secret: whatever is emitted is searched for it."""

from __future__ import annotations

import copy
import io
import json
import logging
import pickle
import pprint
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from ..config import Settings as Base
from ..config import read_secret, secret
from ..core import invocation, lambda_main
from ..errors import SettingsError
from ..jobs import Jobs
from .support import FakeContext

CANARY = 'canary-7f3a"é\\-value'
TRACES = ("canary-7f3a",)


class Settings(Base):
    password: str = secret("generic/{stage}/db", key="password")
    whole: dict[str, Any] = secret("generic/{stage}/db")


class Wrong(Base):
    password: int = secret("generic/{stage}/db", key="password")


class Payload(BaseModel):
    number: int


def clean(text: str) -> None:
    for trace in TRACES:
        assert trace not in text


@pytest.fixture(autouse=True)
def _planted(aws: Callable[[str], Any]) -> None:
    value = json.dumps({"password": CANARY, "user": "app"})
    aws("secretsmanager").create_secret(Name="generic/hom/db", SecretString=value)


@pytest.fixture
def loaded() -> Settings:
    with invocation("hom"):
        return Settings.load()


def test_the_value_itself_is_there(loaded: Settings) -> None:
    assert loaded.password == CANARY


@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        "{}".format,
        "{!r:>100}".format,
        pprint.pformat,
        lambda value: repr([value]),
        lambda value: repr({"settings": value}),
        lambda value: str(value.model_dump()),
        lambda value: value.model_dump_json(),
        lambda value: str(value.model_json_schema()),
        lambda value: repr(copy.copy(value)),
        lambda value: repr(copy.deepcopy(value)),
        lambda value: repr(list(value.__rich_repr__())),
    ],
)
def test_nothing_that_shows_settings_shows_a_value(
    show: Callable[[Any], str], loaded: Settings
) -> None:
    text = show(loaded)
    assert "password" in text or "Settings" in text
    clean(text)


def test_settings_and_secrets_are_not_pickled(loaded: Settings) -> None:
    with invocation("hom"):
        raw = read_secret("generic/{stage}/db")
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        for value in (loaded, raw, [loaded]):
            with pytest.raises(TypeError, match="not pickled"):
                pickle.dumps(value, protocol)


def test_a_secret_shows_its_name_and_version_only() -> None:
    with invocation("hom"):
        raw = read_secret("generic/{stage}/db")
    shown = f"{raw} {raw!r} {[raw]} {pprint.pformat(raw)}"
    assert "generic/hom/db" in shown
    clean(shown)
    with pytest.raises(TypeError):
        json.dumps(raw)


def test_an_error_and_all_it_hangs_on_are_free_of_values() -> None:
    with invocation("hom"), pytest.raises(SettingsError) as raised:
        Wrong.load()
    clean("".join(traceback.format_exception(raised.value)))
    clean(repr(vars(raised.value)))
    seen: BaseException | None = raised.value
    while seen is not None:
        clean(str(seen) + repr(seen.args))
        seen = seen.__cause__ or seen.__context__
    clean(pickle.dumps(raised.value).decode("latin-1"))


def test_what_an_application_logs_is_redacted(
    loaded: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = Jobs()
    log = logging.getLogger("application")

    @jobs.job("careless")
    def careless() -> None:
        log.info("password is %s", loaded.password)
        log.info("all of it: %s", loaded.whole)
        log.warning("extra", extra={"password": loaded.password, "deep": {"x": [loaded.password]}})
        print_free = {"settings": loaded}
        log.info("settings %s", print_free)
        try:
            loaded.whole[f"no such user as {loaded.password}"]
        except LookupError:
            log.exception("failed with %r", loaded.password)

    lambda_main(jobs=lambda: jobs)({"job": "careless"}, FakeContext("hom"))
    written = capsys.readouterr()
    assert written.out.count("***") >= 5
    assert len([line for line in written.out.splitlines() if json.loads(line)]) == 6
    clean(written.out + written.err)


def test_the_name_of_a_resource_is_no_secret_and_stays_in_the_logs(
    aws: Callable[[str], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    class Named(Base):
        table: str = secret("generic/{stage}/t", key="table", resource="dynamodb:table/generic-x")
        other: str = secret("generic/{stage}/t", key="other")

    value = json.dumps({"table": "generic-hom-x", "other": CANARY})
    aws("secretsmanager").create_secret(Name="generic/hom/t", SecretString=value)
    jobs = Jobs()

    @jobs.job("tell")
    def tell() -> None:
        named = Named.load()
        logging.getLogger("application").info("%s and %s", named.table, named.other)

    lambda_main(jobs=lambda: jobs)({"job": "tell"}, FakeContext("hom"))
    written = capsys.readouterr().out
    assert "generic-hom-x and ***" in written
    clean(written)


def test_an_exception_with_a_value_in_its_message_is_logged_without(
    loaded: Settings, capsys: pytest.CaptureFixture[str], event: Callable[[str], Any]
) -> None:
    jobs = Jobs()

    @jobs.job("send_email")
    def send_email(payload: Payload) -> None:
        raise LookupError(loaded.password)

    lambda_main(jobs=lambda: jobs)(event("sqs"), FakeContext("hom"))
    written = capsys.readouterr()
    assert "LookupError" in written.out
    clean(written.out + written.err)


def test_fastapi_answers_and_logs_without_a_value(
    loaded: Settings, capsys: pytest.CaptureFixture[str], event: Callable[[str], Any]
) -> None:
    from fastapi import FastAPI

    def make() -> FastAPI:
        app = FastAPI()

        @app.post("/items/{item}")
        def answer(item: int) -> Settings:
            return loaded

        @app.post("/wrong")
        def wrong() -> int:
            return Wrong.load().password

        return app

    main = lambda_main(http=make)
    answers = [main(event("apigateway_v2"), FakeContext("hom"))]
    request = event("apigateway_v2")
    request["requestContext"]["http"]["path"] = "/wrong"
    answers.append(main(request, FakeContext("hom")))
    written = capsys.readouterr()
    assert [answer["statusCode"] for answer in answers] == [200, 500]
    assert '"error":"SecretMalformed"' in written.out
    clean(json.dumps(answers) + written.out + written.err)


def test_at_the_level_debug_boto3_still_does_not_log_the_answer_with_the_secret(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_LOG_LEVEL", "DEBUG")

    def declared() -> type[Settings]:
        logging.getLogger("application").debug("at the level debug")
        return Settings

    lambda_main(settings=declared)({"mew": {"probe": True}}, FakeContext("hom"))
    written = capsys.readouterr()
    assert "at the level debug" in written.out
    clean(written.out + written.err)


def test_the_handler_survives_a_record_that_cannot_be_formatted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from .._logging import JsonHandler

    log = logging.Logger("broken")  # noqa: LOG001
    log.addHandler(JsonHandler())
    log.info("%d", "no number")
    assert "no number" not in capsys.readouterr().out


def test_the_canary_is_found_where_it_is_not_hidden() -> None:
    with pytest.raises(AssertionError):
        clean(io.StringIO(CANARY).read())
