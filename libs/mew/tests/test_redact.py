"""Values that were hidden do not come through, in whatever form they were written."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator

import pytest

from .._log import line
from .._redact import forget, hide, redact


@pytest.fixture(autouse=True)
def _forgetful() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.mark.parametrize(
    "value", ["p4ssw0rd", 'a"b\\c é 12', "line\nbreak", "'quoted'!", "ünïcödé-1"]
)
@pytest.mark.parametrize(
    "form", [str, repr, json.dumps, lambda v: json.dumps(v, ensure_ascii=False)]
)
def test_a_hidden_value_is_replaced_in_every_form(value: str, form: type[str]) -> None:
    hide(value)
    assert "***" in redact(f"before {form(value)} after")
    assert value not in redact(f"before {value} after {value}")


@pytest.mark.parametrize("value", ["", "587", "prod", "hom", "email", "postgres"])
def test_what_is_too_plain_to_be_secret_is_left(value: str) -> None:
    hide(value)
    assert redact(f"<{value}>") == f"<{value}>"


def test_a_value_inside_another_leaves_nothing_of_it_standing() -> None:
    hide("secret-1")
    hide("secret-1-and-more")
    assert redact("<secret-1-and-more>") == "<***>"


def test_values_hidden_by_threads_at_once_are_all_hidden() -> None:
    ready = threading.Barrier(20, timeout=60)

    def work(number: int) -> None:
        ready.wait()
        hide(f"secret-{number:03}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {redact(f"secret-{number:03}") for number in range(20)} == {"***"}


@pytest.mark.parametrize("form", [str, repr, json.dumps, lambda value: repr([value])])
def test_no_line_of_the_log_holds_a_hidden_value_wherever_it_stands(
    form: Callable[[str], str],
) -> None:
    value = 'can"ary\\-é7f3a\n'
    hide(value)
    for fields in ({"x": form(value)}, {"x": [{form(value): 1}]}, {"x": (form(value), object())}):
        found = line("INFO", "said", fields)
        assert "ary" not in found
        assert "***" in found
        assert "ary" not in line("INFO", form(value))
