"""Secrets as they exist in accounts, and what each driver makes of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ..._secrets import Secret
from ...arbok._errors import Place
from ...arbok._limits import Limits
from ...arbok._mongo_target import arguments_of
from ...arbok._odbc_string import keywords_of, string_of
from ...arbok._odbc_target import connection_string
from ...arbok._postgres_target import parameters_of
from ...arbok._secret import Target, is_local, target_of
from ...errors import SecretMalformed

RDS = {
    "engine": "postgres",
    "host": "db.example.com",
    "port": 5432,
    "username": "app",
    "password": "p@ss;w{rd}",
    "dbname": "shop",
    "dbInstanceIdentifier": "shop-1",
}


def target(value: Any) -> Target:
    text = value if isinstance(value, str) else json.dumps(value)
    return target_of(Secret("shop/hom/db", "v1", text, None), "hom")


def place(driver: str) -> Place:
    return Place(driver, "hom", "shop/hom/db")


def for_postgres(value: Any) -> dict[str, str]:
    return parameters_of(target(value), place("postgres"), Limits(), "/ca.pem")


def for_mongo(value: Any, database: str | None = None) -> Any:
    return arguments_of(target(value), place("mongo"), Limits(), 1, "/ca.pem", database)


def for_odbc(value: Any, driver: str | None = None, tls: Any = "verified") -> dict[str, str]:
    return keywords_of(connection_string(target(value), place("odbc"), driver, "/ca.pem", tls))


@pytest.mark.parametrize(
    "value",
    [
        RDS,
        "postgresql://app:p%40ss%3Bw%7Brd%7D@db.example.com:5432/shop",
        {"url": "postgres://app:p%40ss%3Bw%7Brd%7D@db.example.com:5432/shop"},
        (
            "Driver={PostgreSQL Unicode};Server=db.example.com;Port=5432;Database=shop;UID=app;"
            "PWD={p@ss;w{rd}}}"
        ),
        {**RDS, "user": "app", "database": "shop", "engine": "aurora-postgresql"},
    ],
    ids=["rds", "url", "url in json", "odbc", "aurora"],
)
def test_postgres_reads_every_shape_alike(value: Any) -> None:
    made = for_postgres(value)
    assert {key: made[key] for key in ("host", "port", "user", "password", "dbname")} == {
        "host": "db.example.com",
        "port": "5432",
        "user": "app",
        "password": "p@ss;w{rd}",
        "dbname": "shop",
    }


def test_postgres_verifies_tls_of_a_host_that_is_not_local() -> None:
    made = for_postgres(RDS)
    assert (made["sslmode"], made["sslrootcert"]) == ("verify-full", "/ca.pem")
    assert for_postgres({**RDS, "host": "localhost"})["sslmode"] == "prefer"
    assert for_postgres({**RDS, "sslmode": "disable"})["sslmode"] == "disable"
    assert for_postgres("postgresql://a:b@db.example.com/c?sslmode=require")["sslmode"] == "require"


def test_postgres_keeps_what_a_url_says_of_several_hosts() -> None:
    made = for_postgres("postgresql://a:b@one:5432,two:5433/c?target_session_attrs=read-write")
    assert (made["host"], made["port"]) == ("one,two", "5432,5433")
    assert made["target_session_attrs"] == "read-write"


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("[::1]", True),
        ("/var/run/postgresql", True),
        ("", True),
        ("db.localhost", True),
        ("localhost.example.com", False),
        ("10.0.0.4", False),
        ("db.example.com", False),
        ("127.0.0.1.example.com", False),
    ],
)
def test_only_this_machine_is_local(host: str, local: bool) -> None:
    assert is_local(host) is local


def test_one_remote_host_among_several_is_not_local() -> None:
    assert not target("postgresql://a:b@localhost,db.example.com/c").local


MONGO = {
    "engine": "mongo",
    "host": "db.example.com",
    "username": "a",
    "password": "b",
    "dbname": "c",
}


def test_mongo_reads_json_and_urls() -> None:
    made = for_mongo(MONGO)
    assert (made.host, made.database) == ("mongodb://db.example.com:27017", "c")
    assert (made.options["username"], made.options["password"]) == ("a", "b")
    url = "mongodb+srv://a:b@cluster.example.com/c?retryWrites=true&w=majority"
    assert for_mongo(url)[0::2] == (url, "c")


def test_mongo_repeats_nothing_unless_the_secret_turns_the_servers_protocol_on() -> None:
    made = for_mongo(MONGO).options
    assert (made["retryWrites"], made["retryReads"]) == (False, False)
    made = for_mongo("mongodb://a:b@db.example.com/c?retryWrites=true").options
    assert "retryWrites" not in made
    assert made["retryReads"] is False


def test_mongo_uses_tls_for_a_host_that_is_not_local() -> None:
    made = for_mongo(MONGO).options
    assert (made["tls"], made["tlsCAFile"]) == (True, "/ca.pem")
    assert "tls" not in for_mongo({**MONGO, "host": "localhost"}).options
    assert "tls" not in for_mongo("mongodb://a:b@db.example.com/c?tls=false").options


def test_mongo_needs_a_database() -> None:
    url = "mongodb://a:b@localhost"
    assert for_mongo(url, database="named").database == "named"
    with pytest.raises(SecretMalformed, match="names no database"):
        for_mongo(url)


def test_odbc_builds_a_string_from_rds_json() -> None:
    assert for_odbc(RDS) == {
        "Driver": "PostgreSQL Unicode",
        "Server": "db.example.com",
        "Port": "5432",
        "UID": "app",
        "PWD": "p@ss;w{rd}",
        "Database": "shop",
        "UseServerSidePrepare": "0",
        "sslmode": "verify-full",
        "pqopt": "sslrootcert=/ca.pem",
    }


def test_odbc_writes_sql_server_s_port_behind_the_host_and_verifies_tls() -> None:
    made = for_odbc({**RDS, "engine": "sqlserver", "port": 1433})
    assert made["Server"] == "db.example.com,1433"
    assert (made["Encrypt"], made["TrustServerCertificate"]) == ("yes", "no")
    assert (
        target("Driver={ODBC Driver 18 for SQL Server};Server=tcp:h,1433;UID=a;PWD=b").port == 1433
    )


def test_odbc_leaves_tls_as_it_is_spelled_out() -> None:
    made = for_odbc("Driver={MySQL ODBC 9.4 Unicode Driver};Server=h;SSLMODE=REQUIRED")
    assert made["SSLMODE"] == "REQUIRED"
    assert "SSLCA" not in made


def test_odbc_does_not_guess_how_an_unknown_driver_verifies_tls() -> None:
    text = "Driver={Some Driver};Server=db.example.com;UID=a;PWD=b"
    with pytest.raises(SecretMalformed, match="as_written"):
        for_odbc(text)
    assert for_odbc(text, tls="as_written")["Driver"] == "Some Driver"
    assert for_odbc(text.replace("db.example.com", "localhost"))["Server"] == "localhost"


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("", "no text"),
        ("just words", "no known shape"),
        ('{"host": ', "begins like JSON"),
        ({"username": "canary-user", "password": "canary-pass"}, "no key host"),
        ({**RDS, "port": "canary-port"}, "port"),
        ("postgresql://a:canary-pass@host:99999/db", "port"),
        ("UID=a;PWD=canary-pass", "no Driver, DSN or Server"),
        ("Driver={canary-pass;Server=h", "brace"),
        ({"url": "{canary}"}, "neither a URL nor"),
    ],
)
def test_a_malformed_secret_is_named_and_not_shown(value: Any, problem: str) -> None:
    with pytest.raises(SecretMalformed, match=problem) as caught:
        target(value)
    assert "shop/hom/db" in str(caught.value)
    assert "canary" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert (caught.value.stage, caught.value.secret) == ("hom", "shop/hom/db")


def test_a_secret_of_another_engine_is_refused() -> None:
    with pytest.raises(SecretMalformed, match="not of PostgreSQL"):
        for_postgres({**RDS, "engine": "mysql"})
    with pytest.raises(SecretMalformed, match="not MongoDB"):
        for_mongo(RDS)
    with pytest.raises(SecretMalformed, match="neither an ODBC driver nor an engine"):
        for_odbc({**RDS, "engine": "oracle"})


def test_neither_a_target_nor_what_is_made_of_it_shows_itself() -> None:
    assert "p@ss" not in repr(target(RDS))
    assert repr(for_mongo(MONGO)) == "Arguments(***)"


@given(
    st.dictionaries(
        st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,8}", fullmatch=True),
        st.text(st.characters(codec="ascii", exclude_categories=["C"])).map(str.strip),
        max_size=6,
    )
)
def test_an_odbc_string_reads_back_as_it_was_written(keywords: dict[str, str]) -> None:
    assert keywords_of(string_of(keywords)) == keywords
