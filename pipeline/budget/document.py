"""Budgets in JSON, for programs."""

from __future__ import annotations

from typing import Any

from pipeline.cli.run import error_json

from .check import Checked
from .comparison import Comparison
from .new_modules import Brought
from .telling import state, todo

__all__ = ["as_json"]


def as_json(checked: Checked) -> dict[str, Any]:
    """Everything, uncut."""
    return {
        "ok": checked.ok,
        "lambdas": [_lambda(each, checked) for each in checked.compared],
        "failed": [
            {"lambda": name, "error": error_json(error)} for name, error in checked.failed.items()
        ],
        "left_over": list(checked.left_over),
    }


def _lambda(each: Comparison, checked: Checked) -> dict[str, Any]:
    return {
        "lambda": each.name,
        "ok": checked.accepted(each),
        "state": state(each),
        "recorded": each.name in checked.written,
        "figures": {
            measure.key: {
                "now": measure.now,
                "recorded": measure.recorded,
                "allowed": measure.allowed,
                "state": measure.state,
            }
            for measure in each.measures
        },
        "init_ratio": each.figures.init_ratio,
        "new": {
            "modules": [_part(part) for part in each.modules],
            "modules_ahead": [_part(part) for part in each.modules_ahead],
            "packages": [
                {
                    "package": change.package,
                    "before": change.before,
                    "now": change.now,
                    "files": list(change.files),
                }
                for change in each.packages
            ],
        },
        "todo": list(todo(each)),
    }


def _part(part: Brought) -> dict[str, Any]:
    return {"module": part.module, "chain": list(part.chain), "modules": list(part.modules)}
