"""Requirements that do not move: of tools and tests, and what this repository has something else for."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["REPLACED", "RUNNERS"]

RUNNERS = re.compile(
    r"pytest(-.*)?|mypy|ruff|black|flake8(-.*)?|isort|pylint|bandit|tox|nox|coverage|pre-commit|moto"
    r"|uvicorn|gunicorn|hypercorn|zappa|chalice|aws-sam-cli|awscli|pip|pip-tools|setuptools|wheel|uv"
    r"|freezegun|responses|faker|ipython|ipdb|watchdog|.*-stubs|types-.*|boto3-stubs(-.*)?"
)
REPLACED: Mapping[str, str] = {
    "python-dotenv": "Settings of mew.config read no `.env`",
    "python-decouple": "Settings of mew.config take its place",
    "environs": "Settings of mew.config take its place",
    "pydantic-settings": "Settings of mew.config take its place",
    "psycopg2": "mew.arbok.postgres uses psycopg 3",
    "psycopg2-binary": "mew.arbok.postgres uses psycopg 3",
    "mew": "it is libs/mew here",
    "ekans": "it is libs/ekans here",
}
