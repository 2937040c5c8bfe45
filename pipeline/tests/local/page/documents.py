"""Reads a page as a browser would: its elements in order, with what is written in each."""

from __future__ import annotations

from html.parser import HTMLParser

from werkzeug.test import Client, TestResponse

__all__ = ["PAGES", "Document", "Element", "form_token", "opened"]

FAILED = "8f0c1d2e-0000-4000-8000-000000000001"

# One address of each kind.
PAGES = [
    "/",
    "/lambdas/generic_send_email",
    "/lambdas/sample_echo",
    "/invocations",
    f"/invocations/{FAILED}",
    "/logs",
    "/mail",
    "/mail/1",
    "/schedules",
    "/nowhere",
]

_VOID = {"meta", "link", "img", "input", "br", "hr"}


class Element:
    """An element, its attributes and all the text in it."""

    def __init__(self, name: str, attributes: dict[str, str], parents: tuple[Element, ...]) -> None:
        self.name = name
        self.attributes = attributes
        self.parents = parents
        self.text = ""

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


class Document(HTMLParser):
    """A parsed page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self._words: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open, f"never closed: {[each.name for each in self._open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, tuple(self._open))
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].name == tag, f"</{tag}> closes <{self._open[-1].name}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data
        if any(element.name == "main" for element in self._open):
            self._words += data.split()

    def all(self, *names: str) -> list[Element]:
        return [each for each in self.elements if each.name in names]

    def one(self, tag: str, /, **attributes: str) -> Element:
        (found,) = [each for each in self.all(tag) if attributes.items() <= each.attributes.items()]
        return found

    @property
    def main(self) -> str:
        """What the page says, its white space evened out."""
        return " ".join(self._words)


def opened(response: TestResponse) -> Document:
    """The page of a response."""
    assert response.content_type == "text/html; charset=utf-8"
    return Document(response.text)


def form_token(client: Client, path: str) -> str:
    """What the form of a page has in its hidden field."""
    return opened(client.get(path)).one("input", name="form_token").get("value")
