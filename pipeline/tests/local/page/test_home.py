from __future__ import annotations

import datetime

import pytest
from werkzeug.test import Client

from pipeline.local.page.application import FrontPage

from .documents import form_token, opened
from .memory import MemoryCloud

NONE = "\N{EN DASH}"


def test_the_overview_shows_every_lambda_at_every_stage(reader: Client) -> None:
    page = opened(reader.get("/"))

    assert "Lambda hom prod generic_send_email" in page.main
    assert "v7 docs v6 · 10% v7 docs" in page.main
    docs = page.one("a", **{"aria-label": "docs of generic_send_email at prod"})
    assert docs.get("href") == "/prod/generic_send_email/docs"


def test_it_shows_the_depth_of_queues_and_when_schedules_come(reader: Client) -> None:
    page = opened(reader.get("/"))

    assert "generic-hom-send-email generic_send_email hom 3 1 0" in page.main
    assert f"unclaimed {NONE} 12 0 {NONE}" in page.main
    assert "rate(1 hour) in 38 min" in page.main
    assert "at(2026-05-05T10:00:00) never again" in page.main


def test_it_shows_what_was_invoked_last_newest_first(reader: Client) -> None:
    page = opened(reader.get("/"))

    links = [each.get("href") for each in page.all("a") if "/invocations/" in each.get("href")]
    assert [link[-1] for link in links] == ["3", "2", "1", "0"]
    assert "http succeeded 612 ms 41 ms 87 MB" in page.main
    assert f"queue failed KeyError: 'to' {NONE} 83 ms 87 MB" in page.main


def test_a_cloud_in_which_nothing_is_yet_says_so() -> None:
    client = Client(FrontPage(MemoryCloud()))

    page = opened(client.get("/"))
    for sentence in (
        "No lambda is deployed yet.",
        "Nothing was invoked yet.",
        "There are no queues.",
        "There are no schedules.",
    ):
        assert sentence in page.main
    assert "No mail was sent yet." in opened(client.get("/mail")).main
    assert client.get("/logs").status_code == 200
    assert "Nothing was invoked yet." in opened(client.get("/invocations")).main


def test_the_clock_moves_forward_by_the_form(owner: Client, cloud: MemoryCloud) -> None:
    before = cloud.now()

    response = owner.post(
        "/schedules", data={"minutes": "90", "form_token": form_token(owner, "/schedules")}
    )

    assert (response.status_code, response.location) == (303, "/schedules")
    assert cloud.now() - before >= datetime.timedelta(minutes=90)


@pytest.mark.parametrize("minutes", ["", "0", "-5", "1.5", "soon", "9" * 30, "9" * 5000])
def test_a_clock_goes_neither_back_nor_out_of_range(
    owner: Client, cloud: MemoryCloud, minutes: str
) -> None:
    before = cloud.now()

    response = owner.post(
        "/schedules", data={"minutes": minutes, "form_token": form_token(owner, "/schedules")}
    )

    assert response.status_code == 400
    assert cloud.now() - before < datetime.timedelta(minutes=1)


def test_the_files_of_the_pages_are_asked_for_once(reader: Client) -> None:
    first = reader.get("/static/page.css")
    again = reader.get("/static/page.css", headers={"If-None-Match": first.headers["ETag"]})

    assert first.status_code == 200
    assert (again.status_code, again.data) == (304, b"")
    assert reader.get("/static/..%2Frendering.py").status_code == 404
    assert reader.get("/static/nothing.css").status_code == 404


def test_a_request_for_the_head_alone_has_no_body(reader: Client) -> None:
    response = reader.head("/")

    assert (response.status_code, response.data) == (200, b"")
