"""Small repositories with small lambdas, and facts made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

from ..._generate.facts import Facts, Job, Json, Setting
from ..support import LIBS

VERSIONS = {
    "aws-lambda-powertools": "3.37.0",
    "boto3": "1.44.5",
    "botocore": "1.44.4",
    "fastapi": "0.165.0",
    "mangum": "0.22.0",
    "pydantic": "2.14.3",
    "pydantic_core": "2.50.4",
    "unused": "1.0",
}
LOCK = "".join(
    f"""{name}=={version} ; python_version >= "3.13" \\
    --hash=sha256:{"0" * 64}
    # via -r 3rdparty/python/code.txt
"""
    for name, version in VERSIONS.items()
)

CONFIG = """
from mew.config import Settings as BaseSettings
from mew.config import secret


class Settings(BaseSettings):
    table: str = secret(
        "neoapp/{stage}/orders",
        key="table",
        allows=("dynamodb:Query", "dynamodb:GetItem"),
        resource=("dynamodb:table/neoapp-{stage}-orders", "dynamodb:table/neoapp-{stage}-orders/index/by-day"),
        example="neoapp-{stage}-orders",
        description="Table of the orders",
    )
    limit: int = secret("neoapp/{stage}/orders", key="limit", example="25", default=50)
    queue_url: str = secret(
        "neoapp/{stage}/orders",
        key="queue_url",
        allows=("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
        resource="sqs:neoapp-{stage}-orders",
        example="http://127.0.0.1:5000/123456789012/neoapp-{stage}-orders",
    )
    greeting: str = secret("shared/greeting", example="it's # fine", description="How to say hello")
"""

MAIN = """
from mew.core import lambda_main


def _http():
    from .endpoint.main import create

    return create()


def _jobs():
    from .endpoint.jobs import jobs

    return jobs


main = lambda_main(http=_http, jobs=_jobs)
"""

API = '''
from typing import Annotated

from fastapi import FastAPI, Header
from pydantic import BaseModel, Field


class Problem(Exception):
    status, type, title = 500, "about:blank", "Failed"


class UnknownOrder(Problem):
    """404: no order has this id."""

    status, type, title = 404, "urn:problem-type:neoapp:unknown-order", "There is no such order"


class Order(BaseModel):
    """An order of one customer."""

    customer: str = Field(description="Who ordered", min_length=3, max_length=40, examples=["ana"])
    cents: int = Field(ge=1, lt=1000000)
    kind: str = Field(default="normal", pattern="^(normal|urgent)$")


PROBLEM = {"content": {"application/problem+json": {"schema": {"type": "object"}}}}


def create():
    app = FastAPI(title="orders", version="2.1.0", description="Takes orders.")
    app.add_exception_handler(Problem, lambda request, error: None)

    @app.put("/orders/{id}", responses={404: {"description": "No such order", **PROBLEM}})
    def put_order(id: str, order: Order, x_reason: Annotated[str | None, Header()] = None) -> Order:
        """Replace an order."""
        return order

    return app
'''

JOBS = '''
from mew.jobs import Jobs
from pydantic import BaseModel, Field

jobs = Jobs()


class Bill(BaseModel):
    """What to bill."""

    order_id: str = Field(examples=["o-1"])
    note: str | None = None


@jobs.job("bill_order", timeout_seconds=20, retry_after=(30, 300), attempts=5)
def bill_order(payload: Bill) -> None:
    """Bill one order."""


@jobs.job("close_day", rule="neoapp-{stage}-close-day", schedule="cron(0 2 * * ? *)")
def close_day() -> None:
    """Close the day."""
'''

ORDERS = {
    "__init__.py": "",
    "config.py": CONFIG,
    "main.py": MAIN,
    "endpoint/__init__.py": "",
    "endpoint/main.py": API,
    "endpoint/jobs.py": JOBS,
}

BARE = {
    "__init__.py": "",
    "config.py": """
        from mew.config import Settings as BaseSettings

        class Settings(BaseSettings):
            pass
    """,
    "main.py": """
        from mew.core import lambda_main

        main = lambda_main()
    """,
}


def add_lambda(root: Path, name: str, files: Mapping[str, str]) -> Path:
    """Write a lambda; returns its folder."""
    folder = root / "lambdas" / name
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return folder


def make_repository(root: Path) -> Path:
    """A repository with a lock, our libraries, and no lambda yet."""
    (root / "3rdparty/python").mkdir(parents=True)
    (root / "3rdparty/python/code.lock").write_text(LOCK, encoding="utf-8")
    (root / "lambdas").mkdir()
    (root / "libs").symlink_to(LIBS)
    return root


def setting(field: str = "queue_url", **told: Any) -> Setting:
    """A setting, of which only what matters needs to be told."""
    usual: dict[str, Any] = {
        "secret": "generic/{stage}/what",
        "key": field,
        "required": True,
        "allows": (),
        "resources": (),
        "example": "x",
        "description": None,
        "shape": {"type": "string"},
    }
    return Setting(field=field, **(usual | told))


def job(name: str = "send_email", **told: Any) -> Job:
    """A job, of which only what matters needs to be told."""
    usual: dict[str, Any] = {
        "about": "",
        "shape": None,
        "bindings": (),
        "timeout_seconds": None,
        "retry_after": (),
        "attempts": None,
        "once": None,
    }
    return Job(name=name, **(usual | told))


def facts(*settings: Setting, openapi: Json | None = None, **told: Any) -> Facts:
    """A lambda called generic_send_email."""
    usual: dict[str, Any] = {"setting_shapes": {}, "problems": (), "jobs": None, "job_shapes": {}}
    return Facts(name="generic_send_email", settings=settings, openapi=openapi, **(usual | told))
