"""The databases that the contract of banners is held on, one of each kind, with both stages."""

import json
import secrets
from contextlib import closing
from pathlib import Path

from psycopg import sql

from mew.tests.arbok.servers.odbc import require_driver
from mew.tests.arbok.servers.postgres import PostgresServer

STAGES = ("hom", "prod")


def sqlite(folder: Path) -> str:
    """The secret of a database of SQLite; `{stage}` stands for the stage."""
    require_driver("SQLite3", "libsqliteodbc")
    return f"Driver=SQLite3;Database={folder}/{{stage}}.db;Timeout=2000"


def postgres(server: PostgresServer, port: int | None = None) -> str:
    """The secret of a database of PostgreSQL behind psqlODBC; makes its users and databases."""
    require_driver("PostgreSQL Unicode", "odbc-postgresql")
    password = server.passwords.setdefault("both", secrets.token_hex(8))
    with closing(server.admin()) as admin:
        for stage in STAGES:
            user = sql.Identifier(f"banner_{stage}")
            admin.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(user, sql.Literal(password))
            )
            admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(user, user))
    return json.dumps(
        {
            "engine": "postgres",
            "host": "127.0.0.1",
            "port": port or server.port,
            "username": "banner_{stage}",
            "password": password,
            "dbname": "banner_{stage}",
        }
    )
