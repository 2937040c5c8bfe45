"""What people who do not look at a page need of it, on every page."""

from __future__ import annotations

import itertools

import pytest
from werkzeug.test import Client

from .documents import PAGES, opened

pytestmark = pytest.mark.parametrize("path", PAGES)


def test_every_field_has_a_label(owner: Client, path: str) -> None:
    page = opened(owner.get(path))
    labels = {each.get("for"): each.text.strip() for each in page.all("label")}

    for field in page.all("input", "select", "textarea"):
        assert field.get("type") == "hidden" or labels[field.get("id")]


def test_headings_are_in_order(owner: Client, path: str) -> None:
    levels = [int(each.name[1]) for each in opened(owner.get(path)).all("h1", "h2", "h3", "h4")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_there_are_landmarks_with_names(owner: Client, path: str) -> None:
    page = opened(owner.get(path))

    assert [len(page.all(name)) for name in ("header", "main")] == [1, 1]
    assert page.one("html").get("lang") == "en"
    assert page.one("title").text.endswith(" · Local cloud")
    ids = [each.get("id") for each in page.elements if each.get("id")]
    assert len(ids) == len(set(ids))
    for part in page.all("nav", "section"):
        assert part.get("aria-label") or part.get("aria-labelledby") in ids
    for element in page.elements:
        for name in ("aria-labelledby", "aria-describedby"):
            assert element.get(name) in ("", *ids)


def test_the_first_link_skips_to_the_content(owner: Client, path: str) -> None:
    page = opened(owner.get(path))

    assert page.all("a")[0].get("href") == f"#{page.one('main').get('id')}"


def test_links_and_buttons_say_what_they_are(owner: Client, path: str) -> None:
    for each in opened(owner.get(path)).all("a", "button", "summary"):
        assert each.text.strip() or each.get("aria-label")


def test_tables_say_what_their_cells_are(owner: Client, path: str) -> None:
    page = opened(owner.get(path))
    for row in page.all("tr"):
        cells = [each for each in page.all("th", "td") if each.parents[-1] is row]
        assert all(each.get("role") for each in [row, *cells])
        assert any(each.name == "th" and each.get("scope") for each in cells)
    headings = {each.text for each in page.all("th") if each.get("scope") == "col"}
    assert {each.get("data-label") for each in page.all("td")} <= headings


def test_scripts_and_styles_are_files_of_the_page(owner: Client, path: str) -> None:
    page = opened(owner.get(path))

    assert page.all("style") == []
    for each in page.elements:
        assert not [name for name in each.attributes if name.startswith("on") or name == "style"]
        for name in ("src", "href", "action"):
            where = each.get(name)
            assert where == "" or where[0] in "/#?" or each.get("target") == "_blank"
