"""A zip's content as Lambda lays it out: unpacked, complete and read-only."""

from __future__ import annotations

import base64
import errno
import hashlib
import shutil
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from .errors import ArtifactInvalid, ArtifactMissing

__all__ = ["MAX_UNZIPPED_BYTES", "TaskRoot"]

# Source: AWS Lambda developer guide, "Lambda quotas".
MAX_UNZIPPED_BYTES = 262_144_000
_READ_ONLY = 0o555
# What no folder can hold. A full disk, say, is not the artifact's fault.
_OF_NAMES = {errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG, errno.ENOTDIR}


class TaskRoot:
    """The folder that a function sees as its code (`LAMBDA_TASK_ROOT`).

    It lives until `close()`; use it as a context manager where its life has a clear end.

    Args:
        zip_path: the artifact.
        into: an existing folder; the content goes to a new folder inside it.

    Raises:
        ArtifactMissing: `zip_path` is no file.
        ArtifactInvalid: it is no zip, is damaged, has an entry that leaves its folder, or is larger
            than 250 MB unpacked.
        OSError: this machine cannot hold it.
    """

    def __init__(self, zip_path: Path, into: Path) -> None:
        self.zip_path = zip_path
        content = _read(zip_path)
        self.size = len(content)
        digest = hashlib.sha256(content).digest()
        self.code_sha256 = base64.b64encode(digest).decode("ascii")
        self.path = into / f"task-{digest.hex()[:16]}"
        try:
            with zipfile.ZipFile(zip_path) as archive:
                self._unpack(archive)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
            self.close()
            raise ArtifactInvalid(f"{zip_path} is not a usable zip: {error}") from error
        except OSError as error:
            self.close()
            if error.errno not in _OF_NAMES:
                raise
            raise ArtifactInvalid(f"{zip_path} cannot be unpacked: {error}") from error
        except BaseException:
            self.close()
            raise

    def _unpack(self, archive: zipfile.ZipFile) -> None:
        entries = archive.infolist()
        unzipped = sum(entry.file_size for entry in entries)
        if unzipped > MAX_UNZIPPED_BYTES:
            raise ArtifactInvalid(
                f"{self.zip_path} has {unzipped} bytes unpacked; Lambda takes at most"
                f" {MAX_UNZIPPED_BYTES}. Leave out what the function does not import."
            )
        self.path.mkdir()
        for entry in entries:
            self._check(entry)
            archive.extract(entry, self.path)
            if not entry.is_dir():
                executable = (entry.external_attr >> 16) & 0o111
                (self.path / entry.filename).chmod(
                    _READ_ONLY if executable else _READ_ONLY & ~0o111
                )
        for folder, _, _ in self.path.walk():
            folder.chmod(_READ_ONLY)

    def _check(self, entry: zipfile.ZipInfo) -> None:
        name = PurePosixPath(entry.filename)
        leaves = name.is_absolute() or ".." in name.parts or "\\" in entry.filename
        if leaves or stat.S_ISLNK(entry.external_attr >> 16):
            raise ArtifactInvalid(
                f"{self.zip_path} has the entry {entry.filename!r}, which points out of the"
                " function's folder. Build the zip from plain files."
            )

    def close(self) -> None:
        """Removes the folder."""
        for folder, _, _ in self.path.walk():
            folder.chmod(stat.S_IRWXU)
        shutil.rmtree(self.path, ignore_errors=True)

    def __enter__(self) -> TaskRoot:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _read(zip_path: Path) -> bytes:
    try:
        return zip_path.read_bytes()
    except OSError as error:
        raise ArtifactMissing(f"{zip_path} cannot be read: {error.strerror}") from error
