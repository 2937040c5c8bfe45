"""Whether colours can be told apart.

Source: W3C, "Web Content Accessibility Guidelines 2.2", success criteria 1.4.3 and 1.4.11.
"""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

import pipeline.local.page

CSS = (files(pipeline.local.page) / "static" / "page.css").read_text(encoding="utf-8")
_COLOUR = re.compile(r"--([a-z-]+): #([0-9a-f]{6});")
_LIGHT, _DARK = (
    dict(_COLOUR.findall(part)) for part in CSS.split("*, ::before")[0].split("@media")
)

TEXT = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "soft"),
    ("muted", "paper"),
    ("muted", "surface"),
    ("muted", "soft"),
    ("accent", "paper"),
    ("accent", "surface"),
    ("on-accent", "accent"),
    ("bad", "paper"),
    ("bad", "surface"),
    ("bad", "bad-soft"),
]


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_the_guidelines_say() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("777777", "ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", [_LIGHT, _DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(palette: dict[str, str], front: str, back: str) -> None:
    assert contrast(palette[front], palette[back]) >= 4.5


@pytest.mark.parametrize("palette", [_LIGHT, _DARK], ids=["light", "dark"])
def test_the_edges_of_fields_and_the_focus_can_be_seen(palette: dict[str, str]) -> None:
    for edge in ("muted", "accent"):
        for back in ("paper", "surface"):
            assert contrast(palette[edge], palette[back]) >= 3


def test_colours_are_named_once_and_have_a_dark_counterpart() -> None:
    rest = CSS.split("*, ::before")[1]

    assert set(_LIGHT) == set(_DARK)
    # Mail is written for white paper.
    assert re.findall(r"#[0-9a-f]{3,8}\b", rest) == ["#ffffff"]
