"""The SQL of banners: one text for all databases, but for what a dialect says."""

from ._banner_rows import COLUMNS
from ._dialects import Dialect

INSERT = f"INSERT INTO banner ({', '.join(COLUMNS)}) VALUES ({', '.join('?' for _ in COLUMNS)})"  # noqa: S608 - names of columns alone
UPDATE = (
    f"UPDATE banner SET {', '.join(f'{name} = ?' for name in COLUMNS[1:])} "  # noqa: S608
    "WHERE id = ? AND version = ?"
)
CLAIM = "UPDATE banner SET version = version + 1 WHERE id = ? AND version = ?"
DELETE = "DELETE FROM banner WHERE id = ?"
DELETE_PLACEMENTS = "DELETE FROM banner_placement WHERE banner_id = ?"
INSERT_PLACEMENT = (
    "INSERT INTO banner_placement (banner_id, placement, priority, weight) VALUES (?, ?, ?, ?)"
)

REQUEST = "SELECT banner_id, fingerprint FROM banner_request WHERE id = ?"
INSERT_REQUEST = (
    "INSERT INTO banner_request (id, fingerprint, banner_id, made_at) VALUES (?, ?, ?, ?)"
)


def find(dialect: Dialect) -> str:
    """Takes an id."""
    return _select(dialect, "b.id = ?")


def page(dialect: Dialect, *, first: bool) -> str:
    """The newest first. Takes the last id of the page before, but for the first page, and how many."""
    before = "" if first else "WHERE c.id < ? "
    chosen = f"SELECT c.id FROM banner c {before}ORDER BY c.id DESC {dialect.first}"  # noqa: S608
    return _select(dialect, f"b.id IN ({chosen})")


def placed(dialect: Dialect) -> str:
    """Takes a placement, until, since, and how many."""
    chosen = (
        "SELECT q.banner_id FROM banner_placement q JOIN banner c ON c.id = q.banner_id "  # noqa: S608
        "WHERE q.placement = ? AND c.starts_at <= ? AND (c.ends_at IS NULL OR c.ends_at > ?) "
        f"ORDER BY q.priority DESC, q.banner_id {dialect.first}"
    )
    return _select(dialect, f"b.id IN ({chosen})")


def _select(dialect: Dialect, condition: str) -> str:
    """Banners with their placements, in one statement: two could see an edit in between."""
    columns = ", ".join(f"b.{name}" for name in COLUMNS)
    banner = f"banner b {dialect.steady}".rstrip()
    return (
        f"SELECT {columns}, p.placement, p.priority, p.weight FROM {banner} "  # noqa: S608
        "LEFT JOIN banner_placement p ON p.banner_id = b.id "
        f"WHERE {condition} ORDER BY b.id DESC"
    )
