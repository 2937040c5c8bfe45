"""What is refused, and what happens when something behind the function is broken."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

import mew.config
from mew.arbok import odbc
from mew.tests.arbok.servers.process import free_port

from ..conftest import Account
from ..pictures import GIF, JPEG, chunk, png
from ..support import Answer, Api
from .conftest import Create

MIB = 1024 * 1024
SECRET = "neoapp/hom/banner-database"


def is_problem(answer: Answer, status: int) -> bool:
    assert answer.status == status, answer.text[:500]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.body["status"] == status
    return len(answer.text) < 100_000


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"", "image/png", 415),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/svg+xml", 415),
        (b"<svg/>", "image/png", 415),
        (b"%PDF-1.7", "application/pdf", 415),
        (JPEG, "image/png", 422),
        (GIF, "text/html", 422),
        (png()[:-1], "image/png", 422),
        (png() + b"PK\x03\x04", "image/png", 422),
        (png(5000, 1), "image/png", 422),
        (png(2, 1, lines=bytes(32 * MIB)), "image/png", 422),
        (png() + bytes(2 * MIB), "image/png", 413),
    ],
)
def test_what_is_no_clean_picture_is_refused_and_not_kept(
    api: Api, data: bytes, kind: str, status: int
) -> None:
    def kept() -> int:
        count: int = boto3.client("s3").list_objects_v2(Bucket="neoapp-hom-banners")["KeyCount"]
        return count

    before = kept()
    assert is_problem(api.image(data, kind), status)
    assert kept() == before


def test_a_picture_of_just_two_mebibytes_comes_through(api: Api) -> None:
    padding = chunk(b"iCCP", bytes(2 * MIB - len(png()) - 12))
    data = png(extra=padding)
    assert len(data) == 2 * MIB
    answer = api.image(data)
    assert answer.status == 201
    assert answer.body["size"] == 2 * MIB


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 422),
        ("{", 400),
        ("[" * 100_000, 400),
        ("null", 422),
        ('"text"', 422),
        (b"\xff\xfe\x00", 400),
        ('{"title": "\\ud800"}', 422),
        ('{"placements": [{"name": "a", "weight": NaN}]}', 422),
        ('{"placements": {"0": "a"}}', 422),
        (f'{{"title": {"9" * 5000}}}', 400),
        (json.dumps({f"k{n}": n for n in range(20_000)}), 422),
        (json.dumps({"title": "x" * (3 * MIB)}), 413),
    ],
)
def test_hostile_bodies_are_client_errors(api: Api, body: Any, status: int) -> None:
    headers = {"content-type": "application/json"}
    assert is_problem(api.request("POST", "/editor/banners", body, headers), status)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"placement": "Home"},
        {"placement": "a'--"},
        {"placement": "x" * 41},
        {"placement": "a", "visitor": "x" * 129},
        {"placement": "a", "visitor": "a\x00b"},
        {"placement": "a", "limit": 0},
        {"placement": "a", "limit": "9" * 30},
        {"placement": "a", "state": "XX"},
        {"placement": "a", "segment": ["ok"] * 21},
    ],
)
def test_hostile_queries_are_client_errors(visitor: Api, query: dict[str, Any]) -> None:
    assert is_problem(visitor.request("GET", "/banners", query=query), 422)


@pytest.mark.parametrize("banner_id", ["x", "' OR '1'='1", "0" * 27, "%00", "🦊"])
def test_an_id_of_another_form_is_refused(api: Api, banner_id: str) -> None:
    assert is_problem(api.request("GET", f"/editor/banners/{banner_id}"), 422)


def test_hostile_text_is_kept_as_text(api: Api, create: Create) -> None:
    title = "'); DROP TABLE banner; -- <script>alert('é😀')</script> {fn x} ? \\"
    made = create(title=title, alt=title)
    assert api.request("GET", made.headers["location"]).body["title"] == title


def test_an_answer_never_repeats_what_it_refuses(api: Api, told: dict[str, Any]) -> None:
    secret = "hunter2-is-my-password"
    answer = api.request(
        "POST",
        "/editor/banners",
        told | {"link": f"http://{secret}", "image": secret, "title": f"{secret}\n"},
    )
    assert is_problem(answer, 422)
    assert secret not in answer.text


@pytest.fixture(params=["gone", "refused"])
def broken_database(request: pytest.FixtureRequest, aws: Account) -> Iterator[None]:
    """A stage whose secret leads to no server, or names a password that the server refuses."""
    secrets = boto3.client("secretsmanager")
    good = secrets.get_secret_value(SecretId=SECRET)["SecretString"]
    wrong = {"gone": {"port": free_port()}, "refused": {"password": "wrong"}}[request.param]
    secrets.put_secret_value(SecretId=SECRET, SecretString=json.dumps(json.loads(good) | wrong))
    odbc.close_all()
    mew.config.forget()
    yield
    secrets.put_secret_value(SecretId=SECRET, SecretString=good)
    odbc.close_all()
    mew.config.forget()


@pytest.mark.usefixtures("broken_database")
def test_without_its_database_it_says_when_to_come_back_and_nothing_else(
    api: Api, visitor: Api
) -> None:
    for answer in (
        visitor.shown("home-top"),
        api.request("GET", "/editor/banners"),
        api.request("GET", "/health/ready"),
    ):
        assert is_problem(answer, 503)
        assert answer.headers["retry-after"] == "5"
        assert "banner_hom" not in answer.text
        assert SECRET not in answer.text
    assert api.request("GET", "/health").status == 200


def test_afterwards_it_works_as_before(visitor: Api) -> None:
    assert visitor.shown("home-top").status == 200
    assert visitor.request("GET", "/health/ready").status == 200


def test_an_invocation_that_is_almost_over_is_answered_in_time(aws: Account) -> None:
    assert is_problem(Api(aws.editor, seconds=0.4).request("GET", "/editor/banners"), 503)


def test_a_wrong_method_and_a_wrong_path_are_problems(visitor: Api) -> None:
    assert is_problem(visitor.request("PATCH", "/banners"), 405)
    assert is_problem(visitor.request("GET", "/nothing"), 404)
