"""The templates in the package."""

import json
from pathlib import Path
from typing import Any

import pytest
from jinja2 import meta
from pydantic import JsonValue

from .....core.services import template_service
from .....core.services.template_service import PackageTemplates
from .....domain.models.email_models import TemplateUse
from .....domain.models.error_models import Rejected

FOLDER = Path(template_service.__file__).with_name("templates")
NAMES = sorted(path.parent.name for path in FOLDER.glob("*/template.json"))
VARIABLES: dict[str, dict[str, JsonValue]] = {
    "welcome": {"name": "Ana", "product": "Neo", "link": "https://example.com/begin?a=1&b=2"},
    "notice": {"title": "Paid", "paragraphs": ["One", "Two"]},
}


def use(template: str, **changes: Any) -> TemplateUse:
    return TemplateUse(name=template, variables=VARIABLES[template] | changes)


@pytest.mark.parametrize("name", NAMES)
def test_every_template_has_a_subject_and_both_bodies(name: str) -> None:
    content = PackageTemplates().render(use(name))
    assert content.subject
    assert content.text
    assert content.html
    assert "{{" not in content.text + content.html


@pytest.mark.parametrize("name", NAMES)
def test_every_template_declares_the_variables_that_it_cannot_do_without(name: str) -> None:
    environment = template_service._environment()
    used = set()
    for path in FOLDER.glob(f"{name}/*.j2"):
        used |= meta.find_undeclared_variables(environment.parse(path.read_text("utf-8")))
    declared = set(json.loads((FOLDER / name / "template.json").read_text("utf-8"))["variables"])
    assert declared <= used
    # What is used without being declared is optional: the template must do without it.
    PackageTemplates().render(use(name))
    for variable in declared:
        short = TemplateUse(
            name=name, variables={k: v for k, v in VARIABLES[name].items() if k != variable}
        )
        assert PackageTemplates().missing(short) == (variable,)
        with pytest.raises(Rejected, match=f"'{variable}' is undefined"):
            PackageTemplates().render(short)


@pytest.mark.parametrize("name", ["nothing", "layout", "..", "welcome/..", ""])
def test_what_is_no_template_is_unknown(name: str) -> None:
    unknown = TemplateUse.model_construct(name=name, variables={})
    assert PackageTemplates().missing(unknown) is None
    with pytest.raises(Rejected, match="unknown_template"):
        PackageTemplates().render(unknown)


def test_html_is_escaped_and_text_is_not() -> None:
    content = PackageTemplates().render(use("notice", paragraphs=["<b>&'\"</b>"]))
    assert content.html is not None
    assert content.text is not None
    assert "&lt;b&gt;&amp;&#39;&#34;&lt;/b&gt;" in content.html
    assert "<b>&'\"</b>" in content.text


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "//x", 7, ["https://x"]]
)
def test_a_link_leads_to_the_web(link: Any) -> None:
    with pytest.raises(Rejected, match="template_failed"):
        PackageTemplates().render(use("welcome", link=link))


def test_a_variable_is_data_and_never_a_template() -> None:
    content = PackageTemplates().render(use("welcome", name="{{ 7 * 7 }}{% raw %}"))
    assert content.text is not None
    assert "{{ 7 * 7 }}{% raw %}" in content.text


def test_no_variable_breaks_the_line_of_the_subject() -> None:
    name = "Ana\r\nBcc: eve@example.net\x00\u2028X: y"
    assert PackageTemplates().render(use("welcome", name=name)).subject == (
        "Welcome to Neo, Ana Bcc: eve@example.net X: y"
    )


def test_variables_of_the_wrong_kind_are_a_failure_that_quotes_none_of_them() -> None:
    with pytest.raises(Rejected) as caught:
        PackageTemplates().render(use("notice", paragraphs=4711))
    assert caught.value.failure.code == "template_failed"
    assert "4711" not in caught.value.failure.reason


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ items.append(1) }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ lipsum.__globals__['os'] }}",
    ],
)
def test_the_sandbox_holds(source: str) -> None:
    from jinja2.exceptions import SecurityError

    environment = template_service._environment()
    with pytest.raises(SecurityError):
        environment.from_string(source).render(items=[])
