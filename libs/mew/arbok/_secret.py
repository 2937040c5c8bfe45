"""Database secrets as they exist: JSON as RDS writes it, a URL, or an ODBC connection string."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from .._secrets import Secret
from ..errors import SecretMalformed
from ._odbc_string import keywords_of

_ALIASES = {
    "host": ("host", "hostname", "server", "servername"),
    "port": ("port",),
    "user": ("username", "user", "uid"),
    "password": ("password", "pwd"),
    "database": ("dbname", "database", "db", "initialcatalog"),
    "engine": ("engine",),
}
_WHOLE = ("url", "uri", "connection_string", "connectionstring", "dsn", "odbc")
_SHAPES = (
    'JSON such as {"host", "port", "username", "password", "dbname", "engine"}, '
    "a URL such as engine://user:password@host/database, or an ODBC string such as "
    "Driver={...};Server=...;Database=...;UID=...;PWD=..."
)


@dataclass(frozen=True, slots=True, repr=False)
class Target:
    """Where to connect and as whom. Its repr shows nothing.

    url: the whole secret when it is a URL.  odbc: keywords and values when it is an ODBC string.
    options: what the secret says beyond that, by lower-case name.
    """

    host: str = ""
    port: int | None = None
    user: str = ""
    password: str = ""
    database: str = ""
    engine: str = ""
    url: str | None = None
    odbc: Mapping[str, str] | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def local(self) -> bool:
        """Whether every host is this machine, so that TLS has nobody to keep out."""
        return all(is_local(host) for host in self.host.split(","))


def is_local(host: str) -> bool:
    """Whether `host` is this machine: a socket's folder, localhost, or a loopback address."""
    name = host.strip().strip("[]").lower()
    if not name or name.startswith(("/", "@")) or name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name.endswith(".localhost")


def target_of(secret: Secret, stage: str) -> Target:
    """What the secret describes.

    Raises SecretMalformed, which names the secret, the stage and the key but shows no value.
    """
    text = (secret.text or "").strip()
    try:
        return _parse(text)
    except _Malformed as problem:
        raise SecretMalformed(
            f"secret {secret.name} at the stage {stage}: {problem}; expected {_SHAPES}",
            stage=stage,
            secret=secret.name,
            key=problem.key,
        ) from None


class _Malformed(Exception):  # becomes a SecretMalformed above
    def __init__(self, problem: str, key: str | None = None) -> None:
        super().__init__(problem)
        self.key = key


def _parse(text: str) -> Target:
    if not text:
        raise _Malformed("it holds no text")
    if text.startswith("{") and not text.startswith("{{"):
        return _of_json(text)
    if "://" in text.partition("?")[0].partition(";")[0]:
        return _of_url(text)
    if "=" in text:
        return _of_odbc(text)
    raise _Malformed("it is of no known shape")


def _of_json(text: str) -> Target:
    try:
        found = json.loads(text)
    except ValueError:
        raise _Malformed("it begins like JSON and is none") from None
    if not isinstance(found, dict):
        raise _Malformed("its JSON is no object")
    values: dict[str, str] = {}
    for key, value in found.items():
        if isinstance(value, bool):
            values[key.lower()] = "true" if value else "false"
        elif isinstance(value, str | int | float):
            values[key.lower()] = str(value)
    for key in _WHOLE:
        if key in values:
            whole = values[key].strip()
            if whole.startswith("{") or not whole:
                raise _Malformed(f"its key {key} holds neither a URL nor an ODBC string", key)
            return _parse(whole)
    return _of_fields(values)


def _of_fields(values: Mapping[str, str]) -> Target:
    known: dict[str, str] = {}
    for name, aliases in _ALIASES.items():
        known[name] = next((values[alias] for alias in aliases if alias in values), "")
    if not known["host"] and "dsn" not in values:
        raise _Malformed("it has no key host", "host")
    used = {alias for aliases in _ALIASES.values() for alias in aliases}
    return Target(
        host=known["host"],
        port=_port(known["port"]),
        user=known["user"],
        password=known["password"],
        database=known["database"],
        engine=known["engine"].lower(),
        options={key: value for key, value in values.items() if key not in used},
    )


def _port(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise _Malformed("its port is no number from 1 to 65535", "port")
    return int(text)


def _of_url(text: str) -> Target:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise _Malformed("it looks like a URL and is none") from None
    # Several hosts, as `h1:1,h2:2`, are no netloc that urllib would take apart.
    credentials, _, hosts = parts.netloc.rpartition("@")
    user, _, password = credentials.partition(":")
    options = {key.lower(): value for key, value in parse_qsl(parts.query, keep_blank_values=True)}
    names = [host.rpartition(":")[0] if _has_port(host) else host for host in hosts.split(",")]
    ports = [host.rpartition(":")[2] for host in hosts.split(",") if _has_port(host)]
    for port in ports:
        _port(port)
    return Target(
        host=",".join(names),
        port=_port(ports[0]) if len(ports) == len(names) == 1 else None,
        user=unquote(user),
        password=unquote(password),
        database=_path(parts),
        engine=parts.scheme.lower(),
        url=text,
        options=options,
    )


def _has_port(host: str) -> bool:
    return ":" in host.rpartition("]")[2]


def _path(parts: SplitResult) -> str:
    return unquote(parts.path.strip("/"))


def _of_odbc(text: str) -> Target:
    try:
        keywords = keywords_of(text)
    except ValueError as problem:
        raise _Malformed(str(problem)) from None
    values = {key.lower().replace(" ", ""): value for key, value in keywords.items()}
    if not values.keys() & {"driver", "dsn", "server", "host"}:
        raise _Malformed("its ODBC string names no Driver, DSN or Server")
    # SQL Server writes the port after the host: tcp:host,1433
    server = values.get("server", values.get("servername", values.get("host", "")))
    host, comma, port = server.removeprefix("tcp:").partition(",")
    if comma and port.strip().isdecimal():
        values["port"] = port.strip()
        values["server"] = host
    values.setdefault("host", values.get("server", values.get("servername", "")))
    values.setdefault("dsn", "")
    target = _of_fields(values)
    return Target(
        host=target.host.partition(",")[0],
        port=target.port,
        user=target.user,
        password=target.password,
        database=target.database,
        odbc=keywords,
        options=target.options,
    )
