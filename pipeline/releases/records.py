"""The release records of a tree."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.changed.blobs import read_folder
from pipeline.changed.git import Git

from .errors import RecordInvalid
from .record import ReleaseRecord

__all__ = ["read_records"]


def read_records(git: Git, revision: str, stage: str) -> Mapping[str, ReleaseRecord]:
    """The records of a stage in a commit or a tree, by lambda.

    Raises:
        RecordInvalid: a file there is no record, or another one's.
    """
    folder = f"releases/{stage}"
    found: dict[str, ReleaseRecord] = {}
    for name, content in sorted(read_folder(git, revision, folder).items()):
        if not name.endswith(".json"):
            continue
        path = f"{folder}/{name}"
        record = ReleaseRecord.parse(content, path)
        if record.path != path:
            raise RecordInvalid(
                f"{path} is the record of {record.name} at {record.stage}", f"Name it {record.path}"
            )
        found[record.name] = record
    return found
