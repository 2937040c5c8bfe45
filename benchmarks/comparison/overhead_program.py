"""Calls one handler many times in a fresh interpreter: a program of overhead_figure, never imported.

Arguments: the app (`ekans` or `fastapi`), the side (`lambda_main` or `mangum`), a file with a list of
events, how many calls of each, and where to write the medians, in microseconds, as JSON.
"""

import json
import statistics
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any


class Context:
    """What Lambda hands to a handler, as far as the sides read it."""

    function_name = "bench_send_email"
    function_version = "1"
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:bench_send_email:hom"
    aws_request_id = "5e1b2a4c-1111-4222-8333-444455556666"

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the invocation would be ended."""
        return 30_000


def application(name: str) -> Any:
    """The app that both sides serve."""
    if name == "ekans":
        return import_module("bench_send_email.endpoint.main").create_app()
    return import_module("app").app


def handler(name: str, side: str) -> Any:
    """The app's handler, by mew or by Mangum alone."""
    if side == "lambda_main":
        return import_module("mew.core").lambda_main(http=lambda: application(name))
    return import_module("mangum").Mangum(application(name), lifespan="off")


def microseconds(call: Any, event: Any, calls: int) -> float:
    """The median of `calls` calls, each with an event of its own, as Lambda parses one each time."""
    text, context, taken = json.dumps(event), Context(), []
    for number in range(calls + calls // 10):
        own = json.loads(text)
        begun = time.perf_counter()
        answer = call(own, context)
        spent = time.perf_counter() - begun
        if answer["statusCode"] != 200:
            raise SystemExit(f"it answered {answer}")
        # The first calls fill caches.
        if number >= calls // 10:
            taken.append(spent)
    return statistics.median(taken) * 1e6


def main() -> None:
    """Measures each event and writes the figures."""
    name, side, events, calls, output = sys.argv[1:]
    call = handler(name, side)
    figures = [
        microseconds(call, event, int(calls)) for event in json.loads(Path(events).read_text())
    ]
    Path(output).write_text(json.dumps(figures))


main()
