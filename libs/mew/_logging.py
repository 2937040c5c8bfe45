"""The standard library's logging, written as the same JSON lines: `logging.getLogger(__name__)`.

`extra={"order": 1}` becomes a field of the line. Loaded with the first invocation, not before.
"""

from __future__ import annotations

import logging
import sys

from ._log import describe, line
from .config import environment

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "aws_request_id"}


class JsonHandler(logging.Handler):
    """Writes records to whatever `sys.stdout` is at that moment, redacted."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; a failure to format goes where logging sends such failures."""
        try:
            sys.stdout.write(self.format(record))
            sys.stdout.flush()
        except Exception:  # noqa: BLE001
            self.handleError(record)

    def format(self, record: logging.LogRecord) -> str:
        """The JSON line of `record`."""
        fields = {key: value for key, value in vars(record).items() if key not in _STANDARD}
        fields["logger"] = record.name
        if record.exc_info and (error := record.exc_info[1]):
            fields |= describe(error)
        return line(record.levelname, record.getMessage(), fields)


def set_up() -> None:
    """Send the root logger's records through JsonHandler, in place of the runtime client's own.

    The level is AWS_LAMBDA_LOG_LEVEL, INFO when unset.
    Source: AWS Lambda Developer Guide, "Log and monitor Python Lambda functions".
    """
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler, JsonHandler) or type(handler).__module__.startswith("awslambdaric"):
            root.removeHandler(handler)
    root.addHandler(JsonHandler())
    level = (environment("AWS_LAMBDA_LOG_LEVEL") or "INFO").upper()
    known = logging.getLevelNamesMapping()
    root.setLevel(
        known.get({"FATAL": "CRITICAL", "TRACE": "DEBUG"}.get(level, level), logging.INFO)
    )
    # At DEBUG botocore logs answers whole, a secret's too, before anyone could hide its value; at
    # INFO it tells of each client where its credentials came from.
    for name in ("botocore", "boto3", "urllib3"):
        logging.getLogger(name).setLevel(max(root.level, logging.WARNING))
    # Mangum logs each request, and errors with their message; mew's own line does it without.
    logging.getLogger("mangum").setLevel(logging.CRITICAL + 1)
