"""The ODBC drivers that tests need; they come with the system, not with the package index."""

import pyodbc  # type: ignore[import-not-found]
import pytest

from .... import config


def require_driver(driver: str, package: str) -> None:
    """Skip the test without the driver, or fail it under CI.

    driver: its name to unixODBC.  package: the Debian package that brings it.
    """
    if driver in pyodbc.drivers():
        return
    missing = f"the ODBC driver {driver!r} is missing: apt-get install -y unixodbc {package}"
    if config.environment("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)
