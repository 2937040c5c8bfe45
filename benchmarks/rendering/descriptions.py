"""What each figure is, in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DESCRIPTIONS", "Description", "describe"]


@dataclass(frozen=True)
class Description:
    """A figure's title, and how it is measured and to be read."""

    title: str
    text: str


DESCRIPTIONS = {
    "init": Description(
        "Cold start",
        "The same small e-mail API, packaged in each way, started under the real runtime client on one"
        " processor; every round starts each once, in an order drawn anew. `init` ends with the"
        " runtime client's first request for an event; `init and first answer` with the answer to"
        " `POST /send`, which validates a message and hands it to SES (a local server that answers at"
        " once), so what is put off until the first request is in it. The bare handler does neither:"
        " it is what an interpreter and the runtime client cost. Ratios are medians of the rounds' own.",
    ),
    "warm": Description(
        "Warm invocation",
        "`POST /preview`, which validates a message and tells what would be sent, in an environment"
        " that is up; a sample is the median of 100 invocations, from the event's dispatch until the"
        " runtime client asks for the next. The bare handler shows what of that is the runtime's.",
    ),
    "overhead": Description(
        "What lambda_main adds",
        "The handler alone, without the runtime client: mew's `lambda_main` beside bare Mangum on the"
        " same app, call by call in turn; a sample is the median of 400 calls. mew's stage"
        " handling, trace, correlation id and one line of log an invocation are in it.",
    ),
    "memory": Description(
        "Memory",
        "The largest resident size of the function's process after its first answer to `POST /send`.",
    ),
    "size": Description(
        "Size",
        "The zips of the same app, and those of generic_send_email with what it imports, boto3 inside.",
    ),
    "scale": Description(
        "Hundreds of lambdas",
        "Wall time of packaging and of `pipeline changed` over lambdas that the template made.",
    ),
    "scale_processes": Description(
        "Processes that packaging runs",
        "How many processes Pants executed; what its cache answered is none.",
    ),
    "scale_cpu": Description(
        "Processor time of packaging",
        "What Pants and the processes that it started used, for as many lambdas.",
    ),
    "scale_memory": Description(
        "Memory of Pants",
        "The daemon's resident size with as many lambdas loaded.",
    ),
}


def describe(figure: str) -> Description:
    """What is said of a figure; of one that is not known here, its name."""
    return DESCRIPTIONS.get(figure, Description(figure.replace("_", " ").capitalize(), ""))
