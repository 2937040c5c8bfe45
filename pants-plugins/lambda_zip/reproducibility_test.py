"""Two clones of one repository make the same bytes."""

from __future__ import annotations

from pathlib import Path

from lambda_zip.conftest import UV_LOCK
from lambda_zip.testing.repository import Artifact, Repository


def packaged(root: Path, store: Path, timezone: str, umask: int) -> Artifact:
    # A store of its own, so that nothing is taken from the other clone's runs.
    environment = {"TZ": timezone, "PANTS_LOCAL_STORE_DIR": str(store)}
    repository = Repository(root, UV_LOCK, environment, umask)
    try:
        repository.add_wheel("tinyweb", {"tinyweb/__init__.py": "NAMES = {'a', 'b', 'c'}\n"})
        repository.write_lambda(
            "shop_orders",
            {
                "main.py": "import tinyweb\n\ndef main(event, context):\n"
                "    return event in {'x', 'y', 'z'}\n",
                "core/templates/a.html": "<p>",
            },
        )
        return repository.package("shop_orders")
    finally:
        repository.close()


def test_folder_time_zone_and_umask_leave_no_trace(tmp_path: Path) -> None:
    one = packaged(tmp_path / "one", tmp_path / "store-one", "UTC", 0o022)
    two = packaged(tmp_path / "deep/er/two", tmp_path / "store-two", "Pacific/Auckland", 0o077)

    assert one.zipped == two.zipped
    assert one.manifest == two.manifest
    assert "tinyweb/__init__.pyc" in one.files
    assert str(tmp_path).encode() not in b"".join(one.files.values())
