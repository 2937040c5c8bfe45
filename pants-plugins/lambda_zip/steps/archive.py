"""A zip whose bytes depend on its content alone."""

import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

# The oldest time that a zip can hold.
_TIME = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE = 0o100644 << 16
_MADE_BY_UNIX = 3


def write_zip(files: Mapping[str, bytes], destination: Path, base: Path | None = None) -> None:
    """Write a zip: sorted names, one time, one mode, the highest compression.

    The same content gives the same bytes as long as the interpreter's zlib is the same.

    Args:
        files: Content by name.
        destination: Where to.
        base: A zip that this function wrote. Its entries come first, copied as they are: hundreds of
            zips that share them compress them once.
    """
    if base is not None:
        shutil.copyfile(base, destination)
    with zipfile.ZipFile(destination, "w" if base is None else "a") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system = _MADE_BY_UNIX
            entry.external_attr = _REGULAR_FILE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)
