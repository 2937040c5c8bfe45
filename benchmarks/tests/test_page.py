"""The page of results."""

import datetime
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from ..page import rendered
from ..rendering.bars import Bar, Group, chart, number
from ..rendering.descriptions import describe
from ..rendering.page import PAGE, load_all, render
from ..rendering.section import figure_chart
from ..results import Goal, Results, Row

SVG = "{http://www.w3.org/2000/svg}"
TAKEN = {
    "taken": datetime.date(2026, 1, 31),
    "machine": {"processors": "2"},
    "versions": {"CPython": "3.13.0"},
}


def results(figure: str = "init", *goals: Goal) -> Results:
    rows = (
        Row("lambda_function", (10.0, 30.0, 20.0), {"phase": "init"}),
        Row("A & <B>", (40.0, 40.0, 40.0), {"phase": "init"}),
        Row("lambda_function", (300.0,), {"lambdas": "10"}),
    )
    return Results(figure, "ms", rows, goals, **TAKEN)  # type: ignore[arg-type]


def test_the_page_and_its_charts_follow_from_the_committed_figures() -> None:
    stale = [
        str(path)
        for path, text in rendered().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    assert not stale, f"run ./pants run benchmarks:page to write {', '.join(stale)}"


def test_a_section_shows_medians_extremes_samples_and_where_they_were_taken() -> None:
    page = render([results()], {})[PAGE]
    assert "## Cold start" in page
    assert "| init | lambda_function | 20.0 | 10.0 - 30.0 | 3 |" in page
    assert "| 10 lambdas | lambda_function | 300 | 300 - 300 | 1 |" in page
    assert "Taken 2026-01-31 on: processors 2. Versions: CPython 3.13.0." in page


def test_goals_are_shown_as_met_and_not_met() -> None:
    page = render([results("init", Goal("of X", 0.4, 0.5), Goal("of Y", 1.2, 1.0))], {})[PAGE]
    assert "1 of 2 are met." in page
    assert "| of X | 0.40 | 0.50 | met |" in page
    assert "| of Y | 1.20 | 1.00 | **not met** |" in page


def test_a_note_stands_in_its_figure_s_section() -> None:
    page = render([results(), results("warm")], {"warm": "It waits for its pipe.\n"})[PAGE]
    assert "It waits" in page[page.index("## Warm") :]
    assert "It waits" not in page[: page.index("## Warm")]


def test_a_figure_that_the_page_does_not_know_comes_last_under_its_name(tmp_path: Path) -> None:
    for figure in ("another_figure", "size", "init"):
        results(figure).save(tmp_path)
    assert [each.figure for each in load_all(tmp_path)] == ["init", "size", "another_figure"]
    assert "## Another figure" in render(load_all(tmp_path), {})[PAGE]


def test_rows_are_compared_that_share_their_first_label() -> None:
    labels = ({"lambdas": "10", "phase": "cold"}, {"lambdas": "10", "phase": "warm"})
    rows = tuple(Row("./pants package", (1.0,), each) for each in labels)
    figure = Results("scale", "s", rows, **TAKEN)  # type: ignore[arg-type]
    drawn = ElementTree.fromstring(figure_chart(figure, describe("scale")))  # noqa: S314
    texts = [text.text for text in drawn.iter(f"{SVG}text")]
    assert texts[0] == "10 lambdas (s)"
    assert texts[1::2] == ["./pants package, cold", "./pants package, warm"]


def test_a_bar_is_as_long_as_its_median_on_its_group_s_scale() -> None:
    drawn = ElementTree.fromstring(  # noqa: S314 - written right here
        chart("T", [Group("G", "ms", [Bar("a", (1, 2, 8), ours=True), Bar("b", (4,))])])
    )
    _, first, second = drawn.findall(f"{SVG}rect")
    assert float(second.get("width", "")) == 2 * float(first.get("width", ""))
    assert first.get("fill") != second.get("fill")
    # Extremes are drawn where there are any.
    assert len(drawn.findall(f"{SVG}path")) == 1
    assert [text.text for text in drawn.findall(f"{SVG}text")] == [
        "G (ms)",
        "a",
        "2.00",
        "b",
        "4.00",
    ]


def test_a_chart_stays_well_formed_whatever_names_hold() -> None:
    drawn = ElementTree.fromstring(chart("<&>", [Group("", "", [Bar("A & <B>", (0,))])]))  # noqa: S314
    assert "A & <B>" in [text.text for text in drawn.iter(f"{SVG}text")]


def test_numbers_show_the_digits_that_count() -> None:
    assert [number(each) for each in (0, 0.421, 9.87, 12.34, 123.4, 10_310)] == [
        *("0", "0.42", "9.87", "12.3", "123", "10310")
    ]
