"""The banners in real databases, behind two ODBC drivers: one contract for both."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from mew.arbok import odbc
from mew.core import invocation
from mew.migrate import sql

from .....core.services.banner_table_service import OdbcBanners
from .....domain.models.error_models import TryLater
from .....scripts import migrations
from .... import databases
from ....conftest import Account
from ....contracts.banners import BannersContract
from ....samples import banner, later_id

FOLDER = Path(migrations.__file__).parent


@pytest.fixture(scope="package", params=["sqlite", "postgres"])
def secret(
    request: pytest.FixtureRequest, aws: Account, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The name of the secret of a migrated database."""
    if request.param == "postgres":
        return "neoapp/{stage}/banner-database"
    put_secret("sqlite", databases.sqlite(tmp_path_factory.mktemp("sqlite")))
    name = "test/{stage}/sqlite"
    with invocation("hom"):
        list(sql(name, FOLDER).apply(contract=False, wait=30))
    return name


def put_secret(name: str, value: str) -> None:
    """Have Secrets Manager hold a value for hom, under `test/hom/<name>`."""
    text = value.replace("{stage}", "hom")
    boto3.client("secretsmanager").create_secret(Name=f"test/hom/{name}", SecretString=text)


@pytest.fixture(params=[None, 4], ids=["one-connection", "pool"])
def banners(secret: str, request: pytest.FixtureRequest) -> Iterator[OdbcBanners]:
    with invocation("hom", seconds=30):
        yield OdbcBanners(odbc.open(secret, pool=request.param))


class TestOdbcBanners(BannersContract):
    """The contract, held by the adapter."""


def test_another_banner_of_the_same_id_is_refused(banners: OdbcBanners) -> None:
    first = banner()
    banners.add(first)
    with pytest.raises(TryLater):
        banners.add(first)
    assert banners.find(first.id) == first


def test_migrating_again_changes_nothing(secret: str) -> None:
    with invocation("hom"):
        migrated = sql(secret, FOLDER)
        assert list(migrated.apply(contract=False, wait=30)) == []
        assert {step.state for step in migrated.status()} == {"applied"}


def test_a_database_that_is_not_there_is_to_be_tried_later(aws: Account, tmp_path: Path) -> None:
    put_secret("nowhere", "Driver=SQLite3;Database=/nowhere/banner.db")
    with invocation("hom", seconds=10), pytest.raises(TryLater):
        OdbcBanners(odbc.open("test/{stage}/nowhere")).find(later_id())
