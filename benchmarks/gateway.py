"""What the local cloud's gateway adds to an invocation: an HTTP request and its answer around it.

All sides invoke the same warm function of a few lines, one at a time; the client keeps one connection.
Rounds alternate between them. Run it as `./pants run benchmarks:gateway`.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path

from pipeline.local.cloud import LocalCloud
from pipeline.local.gateway.gateway import Gateway

from .statistics_table import markdown, spread

NAME = "benchmark_answer"
CODE = 'def handler(event, context): return {"statusCode": 200, "body": event["rawPath"]}'
EVENT = json.dumps({"version": "2.0", "rawPath": f"/hom/{NAME}/x"}).encode()


def microseconds(block: Callable[[], None], times: int) -> float:
    """What one call of `block` takes, as the median of `times` calls."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        block()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken) * 1e6


def measure(rounds: int, times: int) -> dict[str, list[float]]:
    """The figures of all sides, in microseconds, one of each a round."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        path = Path(folder) / "function.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("lambda_function.py", CODE)
        with LocalCloud() as cloud, Gateway(cloud) as gateway:
            function = cloud.deploy(NAME, path)
            client = HTTPConnection("127.0.0.1", gateway.port, timeout=60)

            def directly() -> None:
                function.invoke(EVENT, "hom")

            def through_the_gateway() -> None:
                client.request("GET", f"/hom/{NAME}/x")
                client.getresponse().read()

            sides = {"directly": directly, "through the gateway": through_the_gateway}
            results: dict[str, list[float]] = {name: [] for name in sides}
            for number in range(rounds + 1):
                for name in random.sample(list(sides), len(sides)):
                    figure = microseconds(sides[name], times)
                    # The first round starts the function.
                    if number:
                        results[name].append(figure)
            client.close()
    return results


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=30, help="counted rounds (30)")
    parser.add_argument("--times", type=int, default=100, help="invocations a round (100)")
    arguments = parser.parse_args()
    results = measure(arguments.rounds, arguments.times)
    rows = [{"invocation": name, "median, µs": spread(values)} for name, values in results.items()]
    print(markdown(list(rows[0]), rows))
    direct, gateway = results.values()
    added = [b - a for a, b in zip(direct, gateway, strict=True)]
    print(
        f"\nmedian (minimum-maximum) of {arguments.rounds} interleaved rounds' own medians of"
        f" {arguments.times} invocations. The gateway adds {spread(added)} µs."
    )


if __name__ == "__main__":
    main()
