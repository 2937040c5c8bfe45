"""A lambda that does everything wrong, on mew as it is in the artifact.

The tests put this text into a copy of the artifact; nothing here is imported by them.
"""

from __future__ import annotations

FILES = {
    "generic_faults/__init__.py": "",
    "generic_faults/main.py": """
from mew.core import lambda_main

def _jobs():
    from .jobs import jobs
    return jobs

main = lambda_main(jobs=_jobs)
""",
    "generic_faults/jobs.py": """
import os, signal, sys, time
from mew.jobs import Jobs

jobs = Jobs()

@jobs.job("exit")
def exit_with(payload: int) -> None:
    sys.exit(payload)

@jobs.job("vanish")
def vanish(payload: int) -> None:
    os._exit(payload)

@jobs.job("signal")
def signal_self(payload: int) -> None:
    os.kill(os.getpid(), payload)

@jobs.job("sleep")
def sleep(payload: float) -> str:
    time.sleep(payload)
    return "awake"

@jobs.job("big")
def big(payload: int) -> str:
    return "x" * (payload - 2)

@jobs.job("raise")
def raise_it(payload: str) -> None:
    raise LookupError(payload)

@jobs.job("strange")
def strange(payload: int) -> object:
    return object()

@jobs.job("allocate")
def allocate(payload: int) -> int:
    return len(bytearray(payload * 1024 * 1024))

@jobs.job("uploaded", s3="generic-{stage}-send-email")
def uploaded(payload: dict) -> dict:
    return payload

@jobs.job("ordered", rule="generic-{stage}-send-email-orders")
def ordered(payload: dict) -> dict:
    return payload

@jobs.job("daily", rule="generic-{stage}-send-email-daily")
def daily() -> None:
    print("daily")
""",
    "generic_faults/leaky.py": """
cache = {}

def handler(event, context):
    stage = context.invoked_function_arn.rpartition(":")[2]
    return {"queue": f"generic-{cache.setdefault('stage', stage)}-send-email"}
""",
    "generic_faults/plain.py": "def handler(event, context): return {object()}\n",
    "generic_faults/unimportable.py": "import psycopg\ndef handler(event, context): pass\n",
    "generic_faults/broken.py": "raise RuntimeError('not today')\n",
    "generic_faults/leaving.py": "import sys\nsys.exit(9)\n",
    "generic_faults/syntax.py": "def handler(event, context)\n    pass\n",
}
