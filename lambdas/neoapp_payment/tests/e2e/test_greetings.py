"""From an HTTP event to its answer, through `main` alone."""

import pytest

from ..partner_server import PartnerServer
from ..support import call


@pytest.mark.parametrize("stage", ["hom", "prod"])
def test_a_person_is_greeted_in_the_name_of_the_stage(aws: str, stage: str) -> None:
    status, greeting = call("POST", "/greetings", {"name": "Ana"}, stage)
    assert status == 201
    assert greeting["name"] == "Ana"
    assert greeting["text"].endswith(f", Ana! The team of {stage}")


def test_a_greeting_is_read_where_it_was_given_and_nowhere_else(aws: str) -> None:
    _, given = call("POST", "/greetings", {"name": "Ana", "language": "en"})
    assert call("GET", f"/greetings/{given['id']}") == (200, given)
    assert call("GET", f"/greetings/{given['id']}", stage="prod")[0] == 404


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": "Ana", "language": "xx"}])
def test_what_breaks_a_rule_is_named(aws: str, body: dict[str, str]) -> None:
    status, problem = call("POST", "/greetings", body)
    assert status == 422
    assert problem["errors"]


def test_a_greeting_is_delivered(aws: str, partner: PartnerServer) -> None:
    _, given = call("POST", "/greetings", {"name": "Ana"})
    assert partner.delivered == {given["id"]: given}


def test_a_service_that_is_down_is_told_to_the_caller(aws: str, partner: PartnerServer) -> None:
    partner.status = 503
    assert call("POST", "/greetings", {"name": "Ana"})[0] == 503
