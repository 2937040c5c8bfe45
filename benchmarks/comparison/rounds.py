"""Interleaved rounds: everything once a round, in an order drawn anew, so that drift hits all alike."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Mapping

__all__ = ["Samples", "interleaved"]

type Samples[K] = dict[K, list[float]]


def interleaved[K](
    sides: Mapping[K, Callable[[], Mapping[str, float]]], rounds: int, *, warm_up: int = 1
) -> Samples[tuple[K, str]]:
    """What every side measures, a sample of each figure a round, in the order of the sides.

    Args:
        sides: what to call by what it is called; each answers with its figures by name.
        rounds: how many are counted.
        warm_up: rounds before, not counted, which read every file once.
    """
    samples: Samples[tuple[K, str]] = {}
    for number in range(-warm_up, rounds):
        # No secret depends on it.
        for side in random.sample(list(sides), len(sides)):
            for figure, value in sides[side]().items():
                if number >= 0:
                    samples.setdefault((side, figure), []).append(round(value, 4))
        print(f"round {number + 1} of {rounds}", end="\r", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    order = list(sides)
    return dict(sorted(samples.items(), key=lambda item: order.index(item[0][0])))
