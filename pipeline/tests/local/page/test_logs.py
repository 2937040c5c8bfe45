from __future__ import annotations

import pytest
from werkzeug.test import Client

from .contract import NAME
from .documents import opened
from .memory import MemoryCloud


def test_the_latest_lines_are_shown_in_order_with_their_lambda(
    reader: Client, cloud: MemoryCloud
) -> None:
    for number in range(600):
        cloud.log(NAME, f"line {number}.")

    page = opened(reader.get("/logs"))
    assert "line 599." in page.main
    assert "line 100." in page.main
    assert "line 99." not in page.main
    assert page.main.index("line 598.") < page.main.index("line 599.")


def test_a_page_goes_on_where_it_stands(reader: Client, cloud: MemoryCloud) -> None:
    log = opened(reader.get("/logs")).one("ol", role="log")
    cloud.log(NAME, "something new")

    address = f"{log.get('data-append')}&after={log.get('data-cursor')}"
    response = reader.get(address)
    again = reader.get(f"{log.get('data-append')}&after={response.headers['Log-Cursor']}")

    assert response.text.count("<li>") == 1
    assert "something new" in response.text
    assert again.text.strip() == ""
    assert again.headers["Log-Cursor"] == response.headers["Log-Cursor"]
    assert response.headers["Cloud-Run"] == opened(reader.get("/logs")).one("html").get("data-run")


def test_the_lines_of_one_lambda_can_be_chosen(reader: Client, cloud: MemoryCloud) -> None:
    cloud.log(NAME, "wanted")

    page = opened(reader.get(f"/logs?lambda={NAME}"))
    assert "wanted" in page.main
    assert "e-mail accepted" not in page.main
    assert page.one("option", selected="").text == NAME
    more = page.one("ol", role="log").get("data-append")
    cloud.log("generic_send_email", "unwanted")
    last = cloud.log(NAME, "wanted too")
    response = reader.get(f"{more}&after=0")
    assert "unwanted" not in response.text
    assert "wanted too" in response.text
    assert response.headers["Log-Cursor"] == str(last.cursor)


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 40, "9" * 5000])
def test_a_cursor_that_is_none_does_no_harm(reader: Client, after: str) -> None:
    assert reader.get(f"/logs/new?after={after}").status_code == 200


def test_markup_and_controls_in_a_line_are_shown_as_text(
    reader: Client, cloud: MemoryCloud
) -> None:
    cloud.log(NAME, "\x1b[31m<script>alert(1)</script>\x00\r\x9b \u202eabc\ud800 \t|\nnext")

    page = opened(reader.get("/logs"))
    assert (
        "␛[31m<script>alert(1)</script>␀␍\\u009b \\u202eabc\\ud800 \t|\nnext"
        in page.one("main").text
    )
    assert [each.get("src") for each in page.all("script")] == ["/static/page.js"]
    assert "<script>alert" not in reader.get("/logs/new?after=0").text


def test_an_endless_line_is_cut(reader: Client, cloud: MemoryCloud) -> None:
    cloud.log(NAME, "x" * 3_000_000)

    response = reader.get("/logs")
    assert len(response.data) < 100_000
    assert "2,980,000 more characters are not shown" in response.text
