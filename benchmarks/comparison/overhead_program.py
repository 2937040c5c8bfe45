"""Calls both sides' handlers in turn in a fresh interpreter: a program of overhead_figure.

Arguments: the app (`ekans` or `fastapi`), a file with a list of events, how many calls of each, and
where to write the medians, in microseconds, as JSON: for each event, lambda_main's and Mangum's.
"""

import json
import os
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


def handlers(name: str) -> list[Any]:
    """The app's handlers: by mew, and by Mangum alone."""
    app = application(name)
    mew = import_module("mew.core").lambda_main(http=lambda: app)
    return [mew, import_module("mangum").Mangum(app, lifespan="off")]


def microseconds(calls: int, event: Any, sides: list[Any]) -> list[float]:
    """The median of each side's calls, each with an event of its own, as Lambda parses one each time."""
    text, context, sink = json.dumps(event), Context(), os.open(os.devnull, os.O_WRONLY)
    taken: list[list[float]] = [[] for _ in sides]
    for number in range(calls + calls // 10):
        # Call by call, so that whatever else the machine does hits both alike.
        for side in (0, 1) if number % 2 else (1, 0):
            own = json.loads(text)
            begun = time.perf_counter()
            answer = sides[side](own, context)
            # As the runtime client does: what waits for the interpreter's lock, such as the end of a
            # thread that FastAPI used, gets it then, and counts.
            os.write(sink, b"answer")
            spent = time.perf_counter() - begun
            if answer["statusCode"] != 200:
                raise SystemExit(f"it answered {answer}")
            # The first calls fill caches.
            if number >= calls // 10:
                taken[side].append(spent * 1e6)
    return [statistics.median(each) for each in taken]


def main() -> None:
    """Measures each event and writes the figures."""
    name, events, calls, output = sys.argv[1:]
    sides = handlers(name)
    figures = [
        microseconds(int(calls), event, sides) for event in json.loads(Path(events).read_text())
    ]
    Path(output).write_text(json.dumps(figures))


main()
