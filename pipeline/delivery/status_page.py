"""The status as one page that needs nothing beside it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from .branch import STAGES
from .status import LambdaStatus
from .words import ago, megabytes

__all__ = ["status_page"]


def status_page(found: Sequence[LambdaStatus], now: datetime.datetime) -> str:
    """The page's HTML; everything that comes from AWS is escaped.

    Args:
        found: the lambdas in the order of the page.
        now: the time of day, which the page says it was made at.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.filters |= {
        "ago": lambda at: ago(at, now),
        "megabytes": megabytes,
    }
    source = files(__package__).joinpath("templates/status.html.j2").read_text(encoding="utf-8")
    counts = {
        kind: sum(each.drift.kind == kind for each in found)
        for kind in ("same", "behind", "ahead", "absent")
    }
    canaries = sum(
        any(stage is not None and stage.canary for stage in each.stages.values()) for each in found
    )
    return environment.from_string(source).render(
        found=found, stages=STAGES, now=now, counts=counts, canaries=canaries
    )
