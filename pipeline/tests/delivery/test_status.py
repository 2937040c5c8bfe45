from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from playwright.sync_api import Browser

from pipeline.delivery.errors import NotFound
from pipeline.delivery.states import AliasState
from pipeline.delivery.status import Drift, LambdaStatus, StageStatus, read_status
from pipeline.delivery.status_page import status_page
from pipeline.delivery.words import age, megabytes
from pipeline.local.cloud import LocalCloud
from pipeline.tests.delivery.conftest import Site
from tests.browser.chromium import chromium, guarded, overflow

NOW = datetime.datetime(2026, 11, 24, 12, 0, tzinfo=datetime.UTC)


def one(site: Site, name: str) -> LambdaStatus:
    (found,) = read_status(site.on.gateway, [name])
    return found


def test_a_stage_is_told_by_version_commit_person_and_size(site: Site, name: str) -> None:
    outcome = site.deploy(name, "hom", "1", actor="bea")

    hom = one(site, name).stages["hom"]

    assert hom is not None
    assert (hom.version, hom.commit, hom.actor, hom.size) == ("1", "c1", "bea", outcome.size)
    assert hom.code_sha256 == outcome.code_sha256
    assert one(site, name).stages["prod"] is None


def test_drift_says_how_far_prod_is_behind_and_in_what(site: Site, name: str) -> None:
    site.deploy(name, "hom", "1")
    assert one(site, name).drift == Drift("absent", "not in prod")
    site.deploy(name, "prod", "1")
    assert one(site, name).drift == Drift("same", "prod serves what hom serves")
    site.deploy(name, "hom", "2")
    site.deploy(name, "hom", "2", manifest={"memory": 512})

    drift = one(site, name).drift

    assert drift == Drift("behind", "prod is 2 versions behind; code and configuration differ")
    site.deploy(name, "prod", "3")
    assert one(site, name).drift.kind == "ahead"


def test_a_canary_is_told(site: Site, name: str) -> None:
    site.deploy(name)
    site.put(name, "2")
    alias = site.on.gateway.alias(name, "hom")
    assert alias is not None
    site.on.gateway.update_alias(name, AliasState("hom", "1", {"2": 0.25}, "", alias.revision_id))

    hom = one(site, name).stages["hom"]

    assert hom is not None
    assert hom.canary == {"2": 0.25}
    # The description was lost; the version says of which commit it was built.
    assert (hom.commit, hom.actor) == ("c1", "")


def test_all_are_those_that_have_a_stage(site: Site, name: str, cloud: LocalCloud) -> None:
    site.deploy(name)
    site.put(f"{name}_foreign", "1")

    names = [each.name for each in read_status(site.on.gateway)]

    assert name in names
    assert f"{name}_foreign" not in names
    assert names == sorted(names)


def test_a_lambda_that_is_not_there_is_named(site: Site, name: str) -> None:
    with pytest.raises(NotFound, match=name):
        read_status(site.on.gateway, [name])


def example(**more: object) -> LambdaStatus:
    stages = {"hom": stage(**more), "prod": None}
    return LambdaStatus("neoapp_" + "long_name_" * 5, stages, Drift("absent", "not in prod"))


def stage(**more: object) -> StageStatus:
    says = {
        "stage": "hom",
        "version": "7",
        "commit": "f" * 40,
        "actor": "ana",
        "at": NOW - datetime.timedelta(days=3),
        "size": 8846228,
        "code_sha256": "",
        "canary": {},
        **more,
    }
    return StageStatus(**says)  # type: ignore[arg-type]


class Reader(HTMLParser):
    """What a page says, and what it would fetch."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.fetches: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetches += [text or "" for key, text in attrs if key in {"src", "href", "action"}]


def test_the_page_says_what_the_table_says_and_stands_alone() -> None:
    found = LambdaStatus(
        "neoapp_sample",
        {"hom": stage(canary={"8": 0.1}), "prod": None},
        Drift("absent", "not in prod"),
    )

    page = Reader(status_page([found], NOW))

    words = " ".join(page.text.split())
    for each in (
        "neoapp_sample",
        "Version 7",
        "ffffffffff",
        "3 days ago",
        "by ana",
        "3 days ago · 8.8 MB",
    ):
        assert each in words
    assert "10% to version 8" in words
    assert "not there" in words
    assert "24 November 2026, 12:00 UTC" in words
    assert page.fetches == []
    assert "script" not in page.tags


def test_what_people_wrote_is_shown_and_not_run() -> None:
    hostile = "<script>alert(1)</script>\"'>"
    found = LambdaStatus(
        "neoapp_sample",
        {"hom": stage(actor=hostile, commit=hostile), "prod": None},
        Drift("absent", "not in prod"),
    )

    page = Reader(status_page([found], NOW))

    assert "script" not in page.tags
    assert hostile in page.text


def test_a_page_of_nothing_says_how_to_begin() -> None:
    assert "pipeline deploy NAME --branch hom" in Reader(status_page([], NOW)).text


def test_the_status_is_json_as_well(site: Site, name: str) -> None:
    site.deploy(name)

    told = json.loads(json.dumps(one(site, name).as_json()))

    assert told["stages"]["hom"]["version"] == "1"
    assert told["stages"]["prod"] is None
    assert told["drift"] == {"kind": "absent", "text": "not in prod"}


def test_sizes_and_ages_are_words() -> None:
    assert [megabytes(size) for size in (999, 8846228)] == ["1.0 kB", "8.8 MB"]
    ages = [age(seconds) for seconds in (0, 59, 60, 7200, 86399, 86400, 864000)]
    assert ages == ["just now", "just now", "1 minute", "2 hours", "23 hours", "1 day", "10 days"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_and_stays_a_table_to_who_listens(
    browser: Browser, width: int, *, dark: bool
) -> None:
    with guarded(browser, width=width, dark=dark) as opened:
        opened.page.set_content(status_page([example(canary={"8": 0.1})], NOW))

        assert overflow(opened.page) == 0
        assert opened.page.get_by_role("columnheader").all_inner_texts()[1:3] == ["hom", "prod"]
        assert opened.page.get_by_role("row").nth(1).get_by_role("cell").count() == 3
        assert opened.page.get_by_label("Part of version 8").is_visible()
        assert (opened.complaints, opened.escapes) == ([], [])
