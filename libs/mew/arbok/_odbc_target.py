"""The connection string for what a secret describes.

Sources: psqlODBC "Configuration Options"; Microsoft "DSN and connection string keywords and
attributes"; MySQL Connector/ODBC "Connection Parameters"; libtds "freetds.conf" and FreeTDS ODBC.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from ..errors import SecretMalformed
from ._ca import file_of, system_bundle
from ._errors import Place
from ._odbc_string import string_of
from ._secret import Target

Tls = Literal["verified", "as_written"]


class Family(NamedTuple):
    """How one family of drivers spells things. `marks` are parts of its driver names."""

    marks: tuple[str, ...]
    engines: tuple[str, ...]
    driver: str
    names: Mapping[str, str]
    tls: Mapping[str, str]
    tls_keywords: frozenset[str]
    network: bool = True
    defaults: Mapping[str, str] = {}


_STANDARD = {
    "host": "Server",
    "port": "Port",
    "user": "UID",
    "password": "PWD",
    "database": "Database",
}
_FAMILIES = (
    Family(
        marks=("postgres", "psqlodbc"),
        engines=("postgres", "postgresql", "aurora-postgresql"),
        driver="PostgreSQL Unicode",
        names=_STANDARD,
        tls={"sslmode": "verify-full", "pqopt": "sslrootcert={ca}"},
        tls_keywords=frozenset({"sslmode", "ca", "ssl"}),
        # With statements prepared on the server psqlODBC reports success for INSERT and COMMIT on a
        # connection that the server ended under it: 41 of 3,479 acknowledged rows were not there.
        defaults={"UseServerSidePrepare": "0"},
    ),
    Family(
        marks=("sql server", "msodbcsql"),
        engines=("sqlserver", "mssql", "sqlserver-ex", "sqlserver-se", "sqlserver-ee"),
        driver="ODBC Driver 18 for SQL Server",
        names={**_STANDARD, "port": ""},
        tls={"Encrypt": "yes", "TrustServerCertificate": "no"},
        tls_keywords=frozenset({"encrypt", "trustservercertificate"}),
    ),
    Family(
        marks=("mysql", "maria"),
        engines=("mysql", "mariadb", "aurora", "aurora-mysql"),
        driver="MySQL ODBC 9.4 Unicode Driver",
        names=_STANDARD,
        tls={"SSLMODE": "VERIFY_IDENTITY", "SSLCA": "{ca}"},
        tls_keywords=frozenset({"sslmode", "sslca", "sslverify", "forcetls", "ssl-mode"}),
    ),
    Family(
        marks=("sqlite",),
        engines=("sqlite", "sqlite3"),
        driver="SQLite3",
        names={"database": "Database"},
        tls={},
        tls_keywords=frozenset(),
        network=False,
    ),
)


def family_of(driver: str, engine: str) -> Family | None:
    """The family by the driver's name or, without one, by the secret's engine."""
    name = driver.lower()
    for family in _FAMILIES:
        if name:
            if any(mark in name for mark in family.marks):
                return family
        elif engine in family.engines:
            return family
    return None


def connection_string(
    target: Target, place: Place, driver: str | None, ca_file: str | None, tls: Tls
) -> str:
    """The string, with TLS verified unless the host is local or it is spelled out.

    driver: its name, where the secret names none.  Raises SecretMalformed.
    """
    keywords = dict(target.odbc or {})
    lower = {key.lower(): value for key, value in keywords.items()}
    name = lower.get("driver") or driver or target.options.get("driver", "")
    family = family_of(name, target.engine)
    if not keywords:
        keywords = _of_fields(target, place, name, family)
    elif "driver" not in lower and "dsn" not in lower and name:
        keywords["Driver"] = name
    for key, value in (family.defaults if family else {}).items():
        if key.lower() not in lower:
            keywords[key] = value
    said = {key.lower() for key in keywords}
    if target.local or tls == "as_written" or (family and not family.network):
        return string_of(keywords)
    if family is None:
        raise _malformed(
            place,
            "driver",
            f"how the ODBC driver {name or 'of its DSN'} verifies TLS is not known here; spell it "
            'out in an ODBC string and open it with tls="as_written"',
        )
    if not said & family.tls_keywords:
        ca = ca_file or system_bundle() or ""
        given = target.options.get("sslrootcert")
        ca = file_of(given) if given else ca
        for key, value in family.tls.items():
            value = value.replace("{ca}", ca)
            # What libpq gets through psqlODBC is a list, to which more can be added.
            more = f"{lower[key]} {value}" if key in lower else value
            keywords = {name: value for name, value in keywords.items() if name.lower() != key} | {
                key: more
            }
    return string_of(keywords)


def _of_fields(target: Target, place: Place, driver: str, family: Family | None) -> dict[str, str]:
    if family is None:
        raise _malformed(
            place,
            "engine",
            "it names neither an ODBC driver nor an engine that is known here; "
            "name the driver in open(driver=...) or by a key `driver`",
        )
    port = str(target.port or "")
    values = {
        "host": target.host,
        "port": port,
        "user": target.user,
        "password": target.password,
        "database": target.database,
    }
    if port and not family.names.get("port"):
        values["host"] = f"{target.host},{port}"
    keywords = {"Driver": driver or family.driver}
    for field, keyword in family.names.items():
        if keyword and values[field]:
            keywords[keyword] = values[field]
    sslmode = target.options.get("sslmode")
    if sslmode and "sslmode" in family.tls_keywords:
        keywords["SSLmode"] = sslmode
    return keywords


def _malformed(place: Place, key: str, problem: str) -> SecretMalformed:
    return SecretMalformed(
        f"secret {place.secret} at the stage {place.stage}: {problem}",
        stage=place.stage,
        secret=place.secret,
        key=key,
    )
