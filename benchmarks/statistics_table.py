"""Figures of interleaved rounds as medians, spread and ratios."""

import statistics
from collections.abc import Mapping, Sequence


def spread(values: Sequence[float]) -> str:
    """`median (minimum-maximum)`, in the values' own unit."""
    return f"{statistics.median(values):.0f} ({min(values):.0f}-{max(values):.0f})"


def paired_ratio(values: Sequence[float], base: Sequence[float]) -> float:
    """The median of the ratios round by round, which a drift of the machine's speed leaves alone."""
    return statistics.median(a / b for a, b in zip(values, base, strict=True))


def markdown(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    """A Markdown table of `rows`, in the order of `columns`."""
    lines = [
        "| " + " | ".join(columns) + " |",
        "| " + " | ".join("---" for _ in columns) + " |",
        *("| " + " | ".join(row[column] for column in columns) + " |" for row in rows),
    ]
    return "\n".join(lines)
