"""MongoClient's arguments for what a secret describes.

Source: PyMongo documentation, "mongo_client", Parameters; MongoDB manual, "Connection String Options".
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..errors import SecretMalformed
from ._ca import file_of
from ._errors import Place
from ._limits import Limits
from ._secret import Target

_ENGINES = frozenset({"mongo", "mongodb", "mongodb+srv", "docdb", "documentdb"})
_OPTIONS = frozenset(
    {
        *("authsource", "authmechanism", "replicaset", "directconnection", "appname", "w"),
        *("readpreference", "readconcernlevel", "retrywrites", "retryreads", "journal"),
        *("tls", "ssl", "tlscafile", "tlscertificatekeyfile", "tlsinsecure"),
        *("tlsallowinvalidcertificates", "tlsallowinvalidhostnames"),
    }
)


class Arguments(NamedTuple):
    """Positional host, keyword arguments, and the database that blocks work in."""

    host: str
    options: dict[str, Any]
    database: str

    def __repr__(self) -> str:
        return "Arguments(***)"


def arguments_of(
    target: Target,
    place: Place,
    limits: Limits,
    pool: int,
    ca_file: str | None,
    database: str | None,
) -> Arguments:
    """The arguments, with TLS unless every host is local or the secret says otherwise.

    Raises SecretMalformed when the secret is of another kind of database, or names no database.
    """
    if target.engine and target.engine not in _ENGINES:
        raise _malformed(place, "engine", "its engine, or the scheme of its URL, is not MongoDB's")
    name = database or target.database
    if not name:
        raise _malformed(place, "dbname", "it names no database, and open(database=...) neither")
    said = {key: value for key, value in target.options.items() if key in _OPTIONS}
    options: dict[str, Any] = {} if target.url else dict(said)
    milliseconds = int(limits.connect * 1000)
    options |= {
        "maxPoolSize": pool,
        "serverSelectionTimeoutMS": milliseconds,
        "connectTimeoutMS": milliseconds,
    }
    if "appname" not in said:
        options["appname"] = "arbok"
    # A statement is never sent twice. A secret that turns the server's own exactly-once protocol
    # on (retryWrites) knows that its server has it.
    for retries in ("retryWrites", "retryReads"):
        if retries.lower() not in said:
            options[retries] = False
    if not said.keys() & {"tls", "ssl"} and not target.local:
        options["tls"] = True
    if "tlscafile" in said:
        options["tlsCAFile"] = file_of(said["tlscafile"])
        options.pop("tlscafile", None)
    elif ca_file and (options.get("tls") or "true" in (said.get("tls"), said.get("ssl"))):
        options["tlsCAFile"] = ca_file
    if target.url:
        return Arguments(target.url, options, name)
    if target.user:
        options |= {"username": target.user, "password": target.password}
    host = f"{target.host}:{target.port or 27017}" if "," not in target.host else target.host
    return Arguments(f"mongodb://{host}", options, name)


def _malformed(place: Place, key: str, problem: str) -> SecretMalformed:
    return SecretMalformed(
        f"secret {place.secret} at the stage {place.stage}: {problem}",
        stage=place.stage,
        secret=place.secret,
        key=key,
    )
