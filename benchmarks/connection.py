"""What `mew.arbok.postgres` adds to psycopg: a warm connection, a transaction and `SELECT 1` in it.

All sides keep one connection open to the same PostgreSQL and put a transaction around each block;
arbok's has a limit of time on the server, so psycopg is measured without and with one. Rounds
alternate between them.
"""

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import boto3
from moto.server import ThreadedMotoServer

from mew.arbok import postgres
from mew.core import invocation
from mew.tests.arbok.servers.postgres import SUPERUSER, SUPERUSER_PASSWORD, PostgresServer

from .statistics_table import markdown, paired_ratio, spread

SECRET = "benchmark/{stage}/postgres"  # noqa: S105 - a name


def publish_secret(server: PostgresServer, endpoint_url: str) -> None:
    """Writes the secret of the stage `hom` to the Secrets Manager at `endpoint_url`."""
    os.environ |= {
        "AWS_ENDPOINT_URL": endpoint_url,
        "AWS_DEFAULT_REGION": "sa-east-1",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
    }
    value = {
        "host": "127.0.0.1",
        "port": server.port,
        "username": SUPERUSER,
        "password": SUPERUSER_PASSWORD,
        "dbname": "postgres",
        "engine": "postgres",
    }
    boto3.client("secretsmanager").create_secret(
        Name=SECRET.format(stage="hom"), SecretString=json.dumps(value)
    )


def microseconds(block: Callable[[], None], times: int) -> float:
    """What one call of `block` takes, as the mean of `times` calls."""
    begun = time.perf_counter()
    for _ in range(times):
        block()
    return (time.perf_counter() - begun) / times * 1e6


def measure(server: PostgresServer, rounds: int, times: int) -> dict[str, list[float]]:
    """The figures of all sides, in microseconds, one of each a round."""
    database = postgres.open(SECRET)
    bare = server.admin()
    bare.autocommit = False

    def with_arbok() -> None:
        with database.connection() as connection:
            connection.execute("SELECT 1").fetchone()

    def with_psycopg() -> None:
        with bare.transaction():
            bare.execute("SELECT 1").fetchone()

    bounded = server.admin()

    def with_bounded_psycopg() -> None:
        bounded.execute("BEGIN;SET LOCAL transaction_timeout=60000")
        bounded.execute("SELECT 1").fetchone()
        bounded.execute("COMMIT")

    sides = {
        "psycopg": with_psycopg,
        "psycopg, bounded in time": with_bounded_psycopg,
        "mew.arbok": with_arbok,
    }
    results: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds + 1):
        for name in random.sample(list(sides), len(sides)):
            figure = microseconds(sides[name], times)
            # The first round connects.
            if number:
                results[name].append(figure)
    bare.close()
    bounded.close()
    postgres.close_all()
    return results


def main() -> None:
    """Starts the servers, measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=30, help="counted rounds (30)")
    parser.add_argument("--times", type=int, default=200, help="blocks a round (200)")
    arguments = parser.parse_args()
    aws = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    aws.start()
    host, port = aws.get_host_and_port()
    try:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            server = PostgresServer(Path(folder))
            server.initialise()
            with server, invocation("hom", seconds=600):
                publish_secret(server, f"http://{host}:{port}")
                results = measure(server, arguments.rounds, arguments.times)
    finally:
        aws.stop()
    rows = [
        {
            "connection": name,
            "block, µs": spread(values),
            **{
                f"of {base}": f"{paired_ratio(values, results[base]):.2f}"
                for base in ("psycopg", "psycopg, bounded in time")
            },
        }
        for name, values in results.items()
    ]
    print(markdown(list(rows[0]), rows))
    print(
        f"\nmedian (minimum-maximum) of {arguments.rounds} interleaved rounds of {arguments.times}"
        " blocks; a ratio is the median of the rounds' own."
    )


if __name__ == "__main__":
    main()
