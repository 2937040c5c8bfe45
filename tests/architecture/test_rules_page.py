import re
from pathlib import Path

import pytest

from architecture.checker import rules
from architecture.checker.environment import PACKAGES_OF_READERS, READERS
from architecture.checker.forbidden_calls import EFFECTS, Effect
from architecture.checker.imports import DOMAIN_MAY_IMPORT, DOMAIN_MAY_NOT_IMPORT
from architecture.checker.layers import contracts

_PAGE = Path(__file__).parents[2].joinpath("docs", "rules.md").read_text()
_SECTIONS = {
    section.partition("\n")[0].strip("`"): section
    for part in re.split(r"^## ", _PAGE, flags=re.MULTILINE)
    for section in re.split(r"^### ", part, flags=re.MULTILINE)[1:]
}
_RULES = [*rules.RULES, *contracts.RULES]


def test_every_rule_is_documented_and_every_documented_rule_exists() -> None:
    assert sorted(_SECTIONS) == sorted(_RULES)


def test_no_two_rules_share_a_name() -> None:
    assert len(set(_RULES)) == len(_RULES)


@pytest.mark.parametrize("rule", _RULES)
def test_a_rule_gives_its_reason(rule: str) -> None:
    assert "\nWhy: " in _SECTIONS[rule]


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: effect.does)
def test_the_page_lists_what_must_not_happen_at_import(effect: Effect) -> None:
    row = next(line for line in _PAGE.splitlines() if line.startswith(f"| {effect.does} |"))
    _, _, calls, methods, _ = row.split("|")

    assert {name for name in effect.calls if not _listed(name, calls)} == set()
    assert set(re.findall(r"`(\w+)`", methods)) == effect.methods


def _listed(name: str, calls: str) -> bool:
    package, _, function = name.rpartition(".")
    named = set(re.findall(r"`([\w.*]+)`", calls))
    return name in named or {package, function} <= named


def test_the_page_lists_what_the_domain_may_import() -> None:
    named = set(re.findall(r"`([\w.]+)`", _SECTIONS["domain-imports"].partition("\nWhy: ")[0]))

    assert named - {"domain-imports"} == DOMAIN_MAY_IMPORT | DOMAIN_MAY_NOT_IMPORT


def test_the_page_lists_what_reads_the_environment() -> None:
    named = set(re.findall(r"`([\w.]+)`", _SECTIONS["no-environment"]))

    assert (READERS | PACKAGES_OF_READERS) - named == set()
