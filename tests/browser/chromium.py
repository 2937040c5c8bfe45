"""Chromium without a window, for tests of pages that are served on this machine.

It is Debian's own (package `chromium`): Playwright drives it, and never downloads another.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from mew import config

__all__ = ["Guarded", "chromium", "guarded", "overflow", "require_chromium"]

_CHROMIUM = "/usr/bin/chromium"
_TIMEOUT_MS = 20_000


def require_chromium() -> None:
    """Skip the test without Chromium, or fail it under CI."""
    if shutil.which(_CHROMIUM):
        return
    missing = f"{_CHROMIUM} is missing: apt-get install -y chromium"
    if config.environment("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; skips the test where there is none."""
    require_chromium()
    # Chromium's own sandbox refuses to run for the superuser.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


class Guarded:
    """A page, and what went wrong in it.

    `complaints` is what the console and uncaught exceptions said, `escapes` is every address elsewhere
    that something asked for; none of those requests left the browser.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self.escapes: list[str] = []
        context.set_default_timeout(_TIMEOUT_MS)
        context.route("**/*", self._let_through)
        self.page: Page = context.new_page()
        self.page.on("console", lambda said: self._hear(said.type, said.text))
        self.page.on("pageerror", lambda error: self._hear("error", str(error)))

    def _let_through(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.hostname == "127.0.0.1" or address.scheme in ("data", "blob"):
            route.continue_()
        else:
            self.escapes.append(route.request.url)
            route.abort()

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)


@contextlib.contextmanager
def guarded(
    browser: Browser,
    *,
    width: int = 1280,
    dark: bool = False,
    scripts: bool = True,
) -> Iterator[Guarded]:
    """A page of its own, without the cookies of any other.

    Args:
        width: of the window, in pixels.
        dark: whether the reader prefers dark colours.
        scripts: whether the browser runs any.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
    )
    try:
        yield Guarded(context)
    finally:
        context.close()


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wider: int = page.evaluate("Math.max(0, document.scrollingElement.scrollWidth - innerWidth)")
    return wider
