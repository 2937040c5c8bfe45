"""libpq's parameters for what a secret describes.

Source: PostgreSQL documentation, "Database Connection Control Functions", "Parameter Key Words".
"""

from __future__ import annotations

import math

import psycopg.conninfo

from ..errors import SecretMalformed
from ._ca import file_of, system_bundle
from ._errors import Place
from ._limits import Limits
from ._secret import Target

_SCHEMES = frozenset({"postgres", "postgresql", "aurora-postgresql", "postgresql+psycopg"})
# What else a secret may say, beyond where and who.
_OPTIONS = frozenset(
    {
        *("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "ssl_min_protocol_version"),
        *("application_name", "options", "target_session_attrs", "gssencmode", "channel_binding"),
        *("require_auth", "hostaddr", "load_balance_hosts"),
    }
)


def parameters_of(
    target: Target, place: Place, limits: Limits, ca_file: str | None
) -> dict[str, str]:
    """The parameters, with TLS verified unless the host is local or the secret says otherwise.

    Raises SecretMalformed when the secret is of another kind of database.
    """
    if target.engine and target.engine not in _SCHEMES:
        raise SecretMalformed(
            f"secret {place.secret} at the stage {place.stage} is not of PostgreSQL: "
            "its engine, or the scheme of its URL, is another",
            stage=place.stage,
            secret=place.secret,
            key="engine",
        )
    made = _of_url(target, place) if target.url else _of_fields(target)
    made.setdefault("connect_timeout", str(max(2, math.ceil(limits.connect))))
    made.setdefault("application_name", "arbok")
    # A dead peer is noticed, though the connection is idle on both sides.
    made.setdefault("keepalives_idle", "30")
    made.setdefault("sslmode", "prefer" if target.local else "verify-full")
    if made.get("sslrootcert"):
        made["sslrootcert"] = file_of(made["sslrootcert"])
    elif made["sslmode"].startswith("verify"):
        made["sslrootcert"] = ca_file or system_bundle() or "system"
    return made


def _of_url(target: Target, place: Place) -> dict[str, str]:
    _, _, rest = (target.url or "").partition("://")
    try:
        found = psycopg.conninfo.conninfo_to_dict(f"postgresql://{rest}")
    except psycopg.Error:
        raise SecretMalformed(
            f"secret {place.secret} at the stage {place.stage}: libpq does not take its URL; "
            "percent-encode special characters of the user and the password",
            stage=place.stage,
            secret=place.secret,
        ) from None
    return {key: str(value) for key, value in found.items() if value is not None}


def _of_fields(target: Target) -> dict[str, str]:
    known = {
        "host": target.host,
        "port": str(target.port or ""),
        "user": target.user,
        "password": target.password,
        "dbname": target.database,
    }
    more = {key: value for key, value in target.options.items() if key in _OPTIONS}
    if "sslmode" not in more and target.options.get("ssl") == "true" and target.local:
        more["sslmode"] = "require"
    return {key: value for key, value in {**known, **more}.items() if value}
