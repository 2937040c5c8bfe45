"""The composition root: what the commands need, wired for the stage that is running."""

from typing import TYPE_CHECKING

from ekans.auth import ApiKeyAuth
from ekans.cors import Cors
from ekans.cursors import Cursors
from ekans.notations import new_ulid
from mew.arbok import odbc
from mew.config import client

from ..config import Settings
from ..core.services.banner_table_service import OdbcBanners
from ..core.services.image_bucket_service import BucketImages
from ..core.utils.helpers import utc_now
from ..domain.commands.banner_commands import EditorPorts
from ..domain.commands.show_commands import ShowPorts
from ..domain.ports import Banners, Images

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

    from mew.arbok.odbc import Health

# The secret of `Settings.database`; arbok reads it itself, since it must notice a new password.
_database = odbc.open(
    "neoapp/{stage}/banner-database",
)

auth = ApiKeyAuth(lambda: Settings.load().api_keys)
"""Who edits."""

cursors = Cursors(lambda: Settings.load().cursor_keys, of="banners")
"""The cursors of the list of all banners."""


def cors() -> Cors:
    """Which pages may ask for banners; editors' tools are no pages of other origins."""
    return Cors(
        origins=Settings.load().cors_origins,
        methods=("GET",),
        headers=("Content-Type", "If-None-Match"),
    )


def database_health() -> "Health":
    """Whether the database answers."""
    return _database.health()


def banners() -> Banners:
    """The banners of the running stage."""
    return OdbcBanners(_database)


def images() -> Images:
    """The pictures of the running stage."""
    return BucketImages(_s3, Settings.load().bucket)


def image_address(image_id: str) -> str:
    """Where a picture is served from."""
    return f"{Settings.load().image_url}/{image_id}"


def editor_ports() -> EditorPorts:
    """What changing banners needs."""
    return EditorPorts(banners=banners(), images=images(), clock=utc_now, new_id=new_ulid)


def show_ports() -> ShowPorts:
    """What showing banners needs."""
    return ShowPorts(banners=banners(), clock=utc_now)


def _s3() -> "S3Client":
    return client("s3")
