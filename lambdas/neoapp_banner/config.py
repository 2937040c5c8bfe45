"""Settings: everything that differs between stages, from Secrets Manager."""

from mew.config import Settings as BaseSettings
from mew.config import secret


class Settings(BaseSettings):
    """What this lambda needs to know of its stage."""

    signature: str = secret(
        "neoapp/{stage}/banner",
        key="signature",
        example="The team of {stage}",
        description="Who signs the greetings",
    )
    database: str = secret(
        "neoapp/{stage}/banner-database",
        example="Driver=SQLite3;Database=/tmp/neoapp_banner_{stage}.db",
        description="Database of the greetings: JSON as RDS writes it, or an ODBC string",
    )
