"""SQLAlchemy's engine for what a secret describes, by the drivers that arbok uses."""

from __future__ import annotations

from typing import Any

import sqlalchemy

from .._invocation import current_invocation
from ..arbok._errors import Place
from ..arbok._limits import Limits
from ..arbok._odbc_target import connection_string, family_of
from ..arbok._secret import Target, target_of
from ..config import read_secret
from .errors import MigrateError


def engine_of(secret: str) -> sqlalchemy.Engine:
    """An engine without a pool. Connects when used.

    secret: its name, may hold `{stage}`.
    Raises MigrateError for a server that SQLAlchemy does not speak to here, and what reading and
    parsing the secret raise.
    """
    stage = current_invocation().stage
    target = target_of(read_secret(secret), stage)
    place = Place("migrate", stage.value, secret.replace("{stage}", stage))
    kind = _kind(target)
    if kind == "postgresql":
        return _engine("postgresql+psycopg://", _postgres(target, place))
    if kind == "sqlite":
        return sqlalchemy.create_engine(
            f"sqlite:///{target.database}", poolclass=sqlalchemy.pool.NullPool
        )
    if kind in ("mssql", "mysql"):
        return _engine(f"{kind}+pyodbc://", _odbc(target, place))
    raise MigrateError(
        f"{place}: migrations know PostgreSQL, SQL Server, MySQL and SQLite; "
        "the secret names none of them"
    )


def _kind(target: Target) -> str:
    driver = (target.odbc or {}).get("Driver", target.options.get("driver", ""))
    engine = target.engine.partition("+")[0]
    family = family_of(driver, engine)
    if family is None:
        return "postgresql" if engine in ("postgres", "postgresql") else ""
    return {"postgres": "postgresql", "sql server": "mssql", "mysql": "mysql", "sqlite": "sqlite"}[
        family.marks[0]
    ]


def _engine(url: str, creator: Any) -> sqlalchemy.Engine:
    return sqlalchemy.create_engine(url, creator=creator, poolclass=sqlalchemy.pool.NullPool)


def _postgres(target: Target, place: Place) -> Any:
    import psycopg

    from ..arbok._postgres_target import parameters_of

    # The keys of an ODBC string say the same; only its TLS words are the driver's own.
    parameters: dict[str, Any] = parameters_of(target, place, Limits(), None)
    return lambda: psycopg.connect("", **parameters)


def _odbc(target: Target, place: Place) -> Any:
    import pyodbc  # type: ignore[import-not-found]  # its stub is not where PEP 561 looks

    text = connection_string(target, place, None, None, "verified")
    return lambda: pyodbc.connect(text)
