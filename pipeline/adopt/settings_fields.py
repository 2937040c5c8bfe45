"""What should stand where the environment was read: a field of Settings, or something that mew has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from .environment_reads import Read

__all__ = ["SettingsFields"]

_DATABASES: Mapping[str, str] = {
    "DB": "<postgres, mongo or odbc>",
    "DATABASE": "<postgres, mongo or odbc>",
    "PG": "postgres",
    "POSTGRES": "postgres",
    "POSTGRESQL": "postgres",
    "MONGO": "mongo",
    "MONGODB": "mongo",
    "ODBC": "odbc",
    "MSSQL": "odbc",
    "SQLSERVER": "odbc",
    "MYSQL": "odbc",
}
_ALREADY_THERE: Mapping[str, str] = {
    r"AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE)": (
        "delete it: the function's role gives credentials"
    ),
    r"AWS_(DEFAULT_)?REGION|AWS_ENDPOINT_URL.*": 'write `mew.config.client("...")`, which knows it',
    r"AWS_LAMBDA_.*|_HANDLER|_X_AMZN_TRACE_ID|LAMBDA_.*": (
        "ask `mew.core.current_invocation()`, which has what there is to know of the invocation"
    ),
    r"STAGE|ENV|ENVIRONMENT|AMBIENTE|APP_ENV|PYTHON_ENV": (
        "write `mew.core.current_invocation().stage`: one version serves both stages"
    ),
    r"LOG_?LEVEL|DEBUG": "delete it: mew sets logging up",
    r"TZ|PATH|HOME|PYTHONPATH|PYTHONUNBUFFERED|PORT|HOST": "delete it: of a server or a shell",
}
# First words that name a kind of thing and no service.
_KINDS = frozenset(
    {"API", "APP", "BUCKET", "DEFAULT", "ENABLE", "KEY", "MAX", "MIN", "QUEUE", "S3", "SECRET"}
    | {"SNS", "SQS", "TABLE", "TOKEN", "TOPIC", "URL", "USE"}
)
_OF_A_SERVICE = re.compile(
    r"(API_)?(KEY|TOKEN|SECRET|URL|USER|USERNAME|PASSWORD)|CLIENT_ID|CLIENT_SECRET"
)
_NAMES_A_SECRET = re.compile(r".*(^|_)SECRET_(NAME|ID|ARN)S?")
_FIELD = re.compile(r"[a-z][a-z0-9_]*")


class SettingsFields:
    """The fields for a lambda's variables, those of one prefix in one secret.

    Args:
        name: The lambda's.
        variables: All variables that its code and its `.env` name.
        named: Secrets that the old code names.
        declared: Secrets that lambdas here declare, with the lambda.
    """

    def __init__(
        self,
        name: str,
        variables: Collection[str],
        named: Iterable[str],
        declared: Mapping[str, str],
    ) -> None:
        self._project, _, functionality = name.partition("_")
        self._functionality = functionality.replace("_", "-")
        self._prefixes = Counter(variable.partition("_")[0] for variable in variables)
        self._named = sorted(set(named))
        self._declared = declared

    def remedy(self, read: Read) -> str:
        """What to write in place of one read."""
        if read.variable is None:
            return "declare each value that it is after in config.py: `name: str = secret(...)`"
        return self.of_variable(read.variable, read.annotation, has_default=read.has_default)

    def of_variable(
        self, variable: str, annotation: str = "str", *, has_default: bool = False
    ) -> str:
        """What to write for a variable."""
        upper = variable.upper()
        for pattern, remedy in _ALREADY_THERE.items():
            if re.fullmatch(pattern, upper):
                return remedy
        prefix, _, rest = upper.partition("_")
        if _NAMES_A_SECRET.fullmatch(upper):
            secret, note = self._secret(prefix.lower())
            return (
                f'write the name where its values are declared: `secret("{secret}", key=...)`{note}'
            )
        if prefix in _DATABASES:
            secret, note = self._secret("database", prefix.lower())
            return f'use `mew.arbok.{_DATABASES[prefix]}.open("{secret}")`, which reads it{note}'
        if prefix not in _KINDS and rest and (self._prefixes[prefix] > 1 or _is_service(rest)):
            secret, note = self._secret(prefix.lower())
            key = rest.lower()
        else:
            secret, note = self._secret(self._functionality)
            key = upper.lower()
        field = upper.lower().strip("_")
        if not _FIELD.fullmatch(field):
            return "declare it in config.py: `name: str = secret(...)`"
        default = ", default=<the one in the code>" if has_default else ""
        return f'`{field}: {annotation} = secret("{secret}", key="{key}"{default})`{note}'

    def _secret(self, *subjects: str) -> tuple[str, str]:
        """The name of the secret about a subject, and what is known of it."""
        for subject in subjects:
            for name in self._named:
                if name.rpartition("/")[2].startswith(subject):
                    return name, " (named in the old repository)"
        own = f"{self._project}/{{stage}}/{subjects[0]}"
        if own in self._declared:
            return own, f" (which {self._declared[own]} declares, too)"
        for name, other in self._declared.items():
            if name.endswith(f"/{{stage}}/{subjects[0]}"):
                return own, f" (or `{name}`, which {other} declares, if it is the same)"
        return own, ""


def _is_service(rest: str) -> bool:
    return _OF_A_SERVICE.fullmatch(rest) is not None
