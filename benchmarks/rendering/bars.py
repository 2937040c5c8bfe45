"""A bar chart as SVG: medians, with the smallest and the largest sample as a line across the end."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["Bar", "Group", "chart"]

_WIDTH, _LABELS, _VALUES = 800, 270, 90
_ROW, _GAP, _TITLE = 22, 12, 24
_OURS, _OTHERS, _INK, _PAPER = "#0b6e4f", "#9aa5b1", "#1f2933", "#ffffff"
_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
    ' height="{height}" role="img" font-family="system-ui, sans-serif" font-size="13">\n'
    "<title>{title}</title>\n"
    '<rect width="100%" height="100%" fill="{paper}"/>\n'
)


@dataclass(frozen=True)
class Bar:
    """One thing's samples; `ours` gives it the colour that stands out."""

    name: str
    samples: Sequence[float]
    ours: bool = False


@dataclass(frozen=True)
class Group:
    """Bars that are compared with each other, on a scale of their own."""

    title: str
    unit: str
    bars: Sequence[Bar]


def chart(title: str, groups: Sequence[Group]) -> str:
    """The chart of `groups`, one below the other; `title` is what a screen reader says of it."""
    lines, top = [], float(_GAP)
    for group in groups:
        drawn, top = _group(group, top)
        lines += drawn
    head = _HEAD.format(width=_WIDTH, height=round(top), title=escape(title), paper=_PAPER)
    return head + "\n".join([*lines, "</svg>"]) + "\n"


def number(value: float) -> str:
    """Three digits that count, or all before the point."""
    if value == 0 or abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def _group(group: Group, top: float) -> tuple[list[str], float]:
    lines = []
    if group.title:
        lines.append(_text(_GAP, top + 14, f"{group.title} ({group.unit})", weight="bold"))
        top += _TITLE
    most = max((max(bar.samples) for bar in group.bars), default=0) or 1
    scale = (_WIDTH - _LABELS - _VALUES) / most
    for bar in group.bars:
        lines += _bar(bar, top, scale)
        top += _ROW
    return lines, top + _GAP


def _bar(bar: Bar, top: float, scale: float) -> list[str]:
    median = statistics.median(bar.samples)
    length, middle = median * scale, top + 8
    lines = [
        _text(_LABELS - 8, top + 13, bar.name, anchor="end"),
        _rectangle(_LABELS, top, length, _OURS if bar.ours else _OTHERS),
    ]
    low, high = (_LABELS + extreme(bar.samples) * scale for extreme in (min, max))
    if len(bar.samples) > 1:
        lines.append(
            f'<path d="M{low:.1f} {middle:.1f}H{high:.1f}M{low:.1f} {middle - 4:.1f}v8'
            f'M{high:.1f} {middle - 4:.1f}v8" stroke="{_INK}" fill="none"/>'
        )
    return [*lines, _text(max(high, _LABELS + length) + 6, top + 13, number(median))]


def _rectangle(x: float, y: float, width: float, fill: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="16" fill="{fill}"/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}"'
        f' fill="{_INK}">{escape(text)}</text>'
    )
