from __future__ import annotations

import pytest
from werkzeug.test import Client

from pipeline.local.page.application import FrontPage

from .contract import NAME
from .documents import PAGES, form_token, opened
from .memory import MemoryCloud

SEND = f"/lambdas/{NAME}"
EVENT = {"payload": "{}", "stage": "hom"}


def test_the_printed_address_lets_a_browser_send_events(owner: Client, cloud: MemoryCloud) -> None:
    before = len(cloud.invocations(100))

    response = owner.post(SEND, data={**EVENT, "form_token": form_token(owner, SEND)})

    assert response.status_code == 303
    assert len(cloud.invocations(100)) == before + 1


def test_the_token_leaves_the_address_at_once(front: FrontPage) -> None:
    response = Client(front).get(front.path)

    assert (response.status_code, response.location) == (303, "/")


def test_the_cookie_is_kept_from_scripts_other_sites_and_lambdas(front: FrontPage) -> None:
    cookies = Client(front).get(front.path).headers.getlist("Set-Cookie")

    assert [each.partition("; ")[2] for each in cookies] == [
        "HttpOnly; Path=/lambdas; SameSite=Strict",
        "HttpOnly; Path=/schedules; SameSite=Strict",
    ]
    token = front.path.partition("=")[2]
    assert not any(token in each for each in cookies)


def test_a_browser_without_the_cookie_may_look_but_not_send(
    reader: Client, owner: Client, cloud: MemoryCloud
) -> None:
    before = cloud.invocations(100)
    page = opened(reader.get(SEND))

    assert "This browser may only look" in page.main
    assert "disabled" in page.one("button", disabled="").attributes
    assert form_token(reader, SEND) == ""
    stolen = form_token(owner, SEND)
    assert reader.post(SEND, data={**EVENT, "form_token": stolen}).status_code == 403
    assert cloud.invocations(100) == before


@pytest.mark.parametrize("given", ["", "wrong", "é\udcff", "0" * 64])
def test_a_form_of_another_site_changes_nothing(
    owner: Client, cloud: MemoryCloud, given: str
) -> None:
    before, now = cloud.invocations(100), cloud.now()
    given = given.encode("utf-8", "replace").decode()

    assert owner.post(SEND, data={**EVENT, "form_token": given}).status_code == 403
    assert owner.post("/schedules", data={"minutes": "60", "form_token": given}).status_code == 403
    assert owner.post(SEND, data=EVENT).status_code == 403
    assert cloud.invocations(100) == before
    assert (cloud.now() - now).total_seconds() < 3000


@pytest.mark.parametrize("given", ["", "wrong", "%C3%A9%FF"])
def test_another_runs_address_is_refused(reader: Client, given: str) -> None:
    response = reader.get(f"/?token={given}")

    assert response.status_code == 403
    assert "belongs to another run" in response.text
    assert "Set-Cookie" not in response.headers


def test_two_clouds_side_by_side_do_not_share_what_opens_them(cloud: MemoryCloud) -> None:
    one, other = FrontPage(cloud), FrontPage(cloud)
    client = Client(one)
    client.get(one.path)
    token = form_token(client, SEND)
    # Cookies know no ports: the browser sends the other cloud what the first one set.
    client.application = other

    assert client.post(SEND, data={**EVENT, "form_token": token}).status_code == 403
    assert client.get(other.path).status_code == 303
    client.application = one
    assert client.post(SEND, data={**EVENT, "form_token": token}).status_code == 303


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:80", "192.168.0.7", "a b"]
)
def test_a_name_of_another_host_shows_nothing(owner: Client, host: str) -> None:
    response = owner.get("/mail/1", headers={"Host": host})

    assert response.status_code == 400
    assert "Confirme" not in response.text


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8123", "localhost:8123"])
def test_this_machine_has_two_names(reader: Client, host: str) -> None:
    assert reader.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", [*PAGES, "/static/page.js", "/static/page.css", "/logs/new"])
def test_every_answer_tells_the_browser_to_trust_nothing_else(reader: Client, path: str) -> None:
    headers = reader.get(path).headers

    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_pages_are_never_stored(reader: Client) -> None:
    assert reader.get("/mail/1").headers["Cache-Control"] == "no-store"


def test_only_forms_change_anything(owner: Client) -> None:
    for path in ("/", "/logs", "/mail/1", "/invocations", "/static/page.css"):
        assert owner.post(path).status_code == 405
    for method in ("PUT", "DELETE", "PATCH"):
        assert owner.open(SEND, method=method).status_code == 405
