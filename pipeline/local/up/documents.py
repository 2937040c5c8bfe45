"""How a running cloud describes itself to programs, as JSON."""

from __future__ import annotations

import json
from typing import Any

from ..page.view import CloudView, Exchange, LogLine

__all__ = ["invoked_json", "log_json", "status_json"]


def status_json(view: CloudView) -> dict[str, Any]:
    """Lambdas with their stages, queues, schedules."""
    return {
        "lambdas": [
            {
                "name": each.name,
                "stages": {stage.name: stage.version for stage in each.stages},
                "versions": len(each.versions),
                "routes": [f"{route.method} {route.path}" for route in each.routes],
            }
            for each in view.lambdas()
        ],
        "queues": [
            {
                "name": queue.name,
                "lambda": queue.lambda_name,
                "stage": queue.stage,
                "visible": queue.visible,
                "in_flight": queue.in_flight,
                "dead_letter": queue.dead_letter,
            }
            for queue in view.queues()
        ],
        "schedules": [
            {
                "name": schedule.name,
                "expression": schedule.expression,
                "lambda": schedule.lambda_name,
                "stage": schedule.stage,
                "next": schedule.next_time.isoformat() if schedule.next_time else None,
            }
            for schedule in view.schedules()
        ],
        "mail": len(view.mail()),
        "now": view.now().isoformat(),
    }


def invoked_json(exchange: Exchange) -> dict[str, Any]:
    """An invocation that is over."""
    invocation = exchange.invocation
    return {
        "response": json.loads(exchange.answer or b"null"),
        "function_error": invocation.error,
        "executed_version": invocation.version,
        "request_id": invocation.id,
        "log": [f"{line.text}\n" for line in exchange.log],
    }


def log_json(line: LogLine) -> dict[str, Any]:
    """A line of a log."""
    return {
        "cursor": line.cursor,
        "time": line.time.isoformat(),
        "lambda": line.lambda_name,
        "request_id": line.invocation_id,
        "text": line.text,
    }
