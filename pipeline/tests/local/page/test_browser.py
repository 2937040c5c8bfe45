"""The pages in Chromium: what is done with them, and that nothing else happens."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from pipeline.local.page.application import FrontPage
from pipeline.local.page.view import LambdaInfo, StageInfo
from tests.browser.chromium import Guarded, chromium, guarded, overflow

from .contract import NAME
from .documents import PAGES
from .memory import MemoryCloud
from .sample import letter
from .serving import Served, served

POLL_MS = 1500


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=20_000)
    with chromium() as started:
        yield started


@pytest.fixture
def site(front: FrontPage) -> Iterator[Served]:
    with served(front) as running:
        yield running


@contextlib.contextmanager
def visit(
    browser: Browser, site: Served, *, width: int = 1280, dark: bool = False, scripts: bool = True
) -> Iterator[Page]:
    """A page that opened the printed address; fails where something was complained of or escaped."""
    with guarded(browser, width=width, dark=dark, scripts=scripts) as opened:
        opened.page.goto(site.url(site.front.path))
        yield opened.page
        assert opened.complaints == []
        assert opened.escapes == []


@pytest.mark.parametrize("scripts", [True, False])
def test_an_event_is_sent_by_the_form(browser: Browser, site: Served, scripts: bool) -> None:
    with visit(browser, site, scripts=scripts) as page:
        page.get_by_role("rowheader").get_by_role("link", name=NAME).click()
        page.get_by_label("Event, as JSON").fill('{"say": "olá"}')
        page.get_by_label("Stage", exact=True).select_option("prod")
        page.get_by_role("button", name="Send event").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("Invocation")
        expect(page.get_by_role("main")).to_contain_text("said: olá")
        expect(page.get_by_role("main")).to_contain_text("succeeded")


def test_what_is_refused_can_be_corrected(browser: Browser, site: Served) -> None:
    with guarded(browser) as opened:
        page = opened.page
        page.goto(site.url(site.front.path))
        page.goto(site.url(f"/lambdas/{NAME}"))
        page.get_by_label("Event, as JSON").fill('{"say": "half')
        page.get_by_role("button", name="Send event").click()
        expect(page.get_by_role("alert")).to_contain_text("Could not parse request body")

        page.get_by_label("Event, as JSON").press("End")
        page.get_by_label("Event, as JSON").press_sequentially('"}')
        page.get_by_role("button", name="Send event").click()
        expect(page.get_by_role("main")).to_contain_text("said: half")


def test_the_page_is_used_with_the_keyboard_alone(browser: Browser, site: Served) -> None:
    with visit(browser, site) as page:
        page.goto(site.url(f"/lambdas/{NAME}"))
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.get_by_role("main")).to_be_focused()

        tab_to(page, "#payload")
        page.keyboard.press("Control+A")
        page.keyboard.type('{"say": "typed"}')
        tab_to(page, "#stage")
        page.keyboard.type("prod")
        tab_to(page, "form button")
        page.keyboard.press("Enter")
        expect(page.get_by_role("main")).to_contain_text("said: typed")
        expect(page.get_by_role("main")).to_contain_text("prod v1")


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until there; wherever it passes, the focus can be seen."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.evaluate("element => getComputedStyle(element).outlineStyle") != "none"
        if focused.evaluate("(element, selector) => element.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard never came to {selector}")


def test_logs_appear_as_they_are_written_and_can_be_paused(
    browser: Browser, site: Served, cloud: MemoryCloud
) -> None:
    with visit(browser, site) as page:
        page.clock.install()
        page.goto(site.url("/logs"))
        log = page.get_by_role("log")
        cloud.log(NAME, "<b>first</b>")
        page.clock.run_for(POLL_MS)
        expect(log).to_contain_text("<b>first</b>")

        page.get_by_role("button", name="Pause updates").click()
        asked = len(site.paths)
        cloud.log(NAME, "second")
        page.clock.run_for(10 * POLL_MS)
        assert len(site.paths) == asked
        page.get_by_role("button", name="Pause updates").click()
        page.clock.run_for(POLL_MS)
        expect(log).to_contain_text("second")


def test_logs_follow_their_end_unless_somebody_reads_above(
    browser: Browser, site: Served, cloud: MemoryCloud
) -> None:
    with visit(browser, site) as page:
        page.clock.install()
        for number in range(200):
            cloud.log(NAME, f"line {number}")
        page.goto(site.url("/logs"))
        log = page.get_by_role("log")
        expect(log.get_by_text("line 199", exact=True)).to_be_in_viewport()
        cloud.log(NAME, "the newest")
        page.clock.run_for(POLL_MS)
        expect(log.get_by_text("the newest")).to_be_in_viewport()

        log.evaluate("element => { element.scrollTop = 0 }")
        cloud.log(NAME, "newer still")
        page.clock.run_for(POLL_MS)
        expect(log).to_contain_text("newer still")
        assert log.evaluate("element => element.scrollTop") == 0


def test_the_overview_keeps_up_but_leaves_alone_where_the_focus_is(
    browser: Browser, site: Served, cloud: MemoryCloud
) -> None:
    with visit(browser, site) as page:
        page.clock.install()
        page.goto(site.url("/"))
        section = page.locator("#invocations")
        first = cloud.send_event(NAME, "hom", b"{}").invocation
        page.clock.run_for(POLL_MS)
        expect(section.locator(f"a[href='/invocations/{first.id}']")).to_be_visible()

        section.locator(f"a[href='/invocations/{first.id}']").focus()
        second = cloud.send_event(NAME, "hom", b"{}").invocation
        with page.expect_response(site.url("/")):
            page.clock.run_for(POLL_MS)
        expect(section.locator(f"a[href='/invocations/{first.id}']")).to_be_focused()
        page.get_by_role("link", name="Skip to the content").focus()
        page.clock.run_for(2 * POLL_MS)
        expect(section.locator(f"a[href='/invocations/{second.id}']")).to_be_visible()


def test_a_cloud_that_ended_and_one_that_began_anew_are_told(
    browser: Browser, cloud: MemoryCloud
) -> None:
    with guarded(browser) as opened:
        with served(FrontPage(cloud)) as site:
            opened.page.goto(site.url("/"))
            other = opened.page.context.new_page()
            other.goto(site.url("/logs"))
            site.front = FrontPage(cloud)
            expect(other.get_by_role("status")).to_contain_text("started anew")
        third = opened.page.context.new_page()
        with served(FrontPage(cloud)) as site:
            third.goto(site.url("/"))
        expect(third.get_by_role("status")).to_contain_text("Has it ended?")


def test_the_clock_is_moved(browser: Browser, site: Served, cloud: MemoryCloud) -> None:
    before = cloud.now()
    with visit(browser, site) as page:
        page.get_by_role("link", name="Schedules").click()
        page.get_by_label("Minutes").fill("120")
        page.get_by_role("button", name="Move forward").click()
        expect(page.get_by_role("table")).to_contain_text("now")
    assert (cloud.now() - before).total_seconds() >= 7200


def test_a_message_is_read(browser: Browser, site: Served) -> None:
    with visit(browser, site) as page:
        page.get_by_role("link", name="Mail", exact=True).click()
        page.get_by_role("link", name="Confirme seu endereço").click()
        letter_frame = page.frame_locator("iframe")
        expect(letter_frame.get_by_role("heading")).to_have_text("Olá, Ana!")
        expect(letter_frame.locator("img")).to_have_js_property("naturalWidth", 1)
        with page.expect_download() as download:
            page.get_by_role("link", name="recibo maio.pdf").click()
        assert download.value.suggested_filename == "recibo maio.pdf"
        assert download.value.path().read_bytes() == b"%PDF-1.7 not really"


HOSTILE = """<!doctype html><html><head>
<base href="http://evil.example/"><meta http-equiv="refresh" content="0;url=http://evil.example/refresh">
<link rel="stylesheet" href="http://evil.example/a.css"><link rel="dns-prefetch" href="//evil.example">
<style>@import url(http://evil.example/b.css); body { background: url(/pwned-background) }</style>
</head><body onload="fetch('/pwned-onload')">
<script>top.document.title = "pwned"; fetch("/pwned-script")</script>
<script src="/pwned-file.js"></script>
<img src="http://evil.example/pixel.gif"><img src="/pwned-image" onerror="fetch('/pwned-onerror')">
<svg onload="fetch('/pwned-svg')"></svg><iframe src="/pwned-frame"></iframe>
<object data="/pwned-object"></object><video src="/pwned-video"></video>
<form action="/pwned-form" method="post" target="_top"><button>Press</button></form>
<a href="http://evil.example/link">Away</a><a href="/pwned-top" target="_top">Top</a>
<p>End of the message</p></body></html>"""


def test_a_hostile_message_does_nothing(browser: Browser, site: Served, cloud: MemoryCloud) -> None:
    cloud.send_mail(letter("Hostile", HOSTILE))
    with guarded(browser) as opened:
        page = opened.page
        page.goto(site.url("/mail/3"))
        inside = page.frame_locator("iframe")
        expect(inside.get_by_text("End of the message")).to_be_visible()
        inside.get_by_role("button", name="Press").click()
        inside.get_by_role("link", name="Top").click()
        inside.get_by_role("link", name="Away").click()
        # What the clicks could have started has had its turn once this was loaded.
        page.evaluate("fetch('/mail')")

        assert page.url == site.url("/mail/3")
        assert page.title() == "Hostile · Local cloud"
        nothing_happened(opened, site)
        page.goto(site.url("/mail/3/body"))
        expect(page.get_by_text("End of the message")).to_be_visible()
        nothing_happened(opened, site)
        assert page.url == site.url("/mail/3/body")


def nothing_happened(opened: Guarded, site: Served) -> None:
    assert opened.escapes == []
    assert [path for path in site.paths if "pwned" in path] == []
    assert len(opened.page.context.pages) == 1


@pytest.mark.parametrize("width", [1280, 970, 720, 390, 320])
def test_no_page_is_wider_than_its_window(
    browser: Browser, site: Served, cloud: MemoryCloud, width: int
) -> None:
    long_name = "projeto_" + "nome_muito_comprido_" * 2 + "fim"
    stages = tuple(
        StageInfo(name, "12345678", {"12345679": 0.5}) for name in ("hom", "prod", "local")
    )
    cloud.deploy(LambdaInfo(long_name, stages, (), description="x" * 300), fail_at_length)
    failed = cloud.send_event(long_name, "hom", b'{"long": "%s"}' % (b"x" * 3000)).invocation
    cloud.send_mail(letter("s" * 400))
    with visit(browser, site, width=width) as page:
        for path in [*PAGES[:-1], f"/lambdas/{long_name}", f"/invocations/{failed.id}", "/mail/3"]:
            page.goto(site.url(path))
            assert overflow(page) == 0, path


def fail_at_length(_event: object, say: object) -> None:
    assert callable(say)
    say("y" * 500)
    raise ValueError("z" * 500)


def test_dark_pages_are_dark(browser: Browser, site: Served) -> None:
    for dark in (False, True):
        with visit(browser, site, dark=dark) as page:
            colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert (colour == "rgb(20, 22, 25)") is dark
