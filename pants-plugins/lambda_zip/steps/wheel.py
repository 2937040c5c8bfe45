"""Writes a wheel of first-party sources, and prints its version.

Usage: wheel.py FIRST_PARTY CONFIGURATION FOLDER

Sources: Python Packaging User Guide, "Binary distribution format", "Core metadata specifications",
"Recording installed projects" and "Version specifiers" (local versions).
"""

import base64
import csv
import hashlib
import io
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lambda_zip.steps.archive import write_zip
from lambda_zip.steps.declarations import parse
from lambda_zip.steps.errors import run_step
from lambda_zip.steps.files import read_files
from lambda_zip.steps.leaks import check_no_secrets

_WHEEL = """\
Wheel-Version: 1.0
Generator: lambda_zip
Root-Is-Purelib: true
Tag: py3-none-any
"""
_HASH_LENGTH = 12


def build(first_party: Path, configuration: Mapping[str, Any], folder: Path) -> str:
    """Write a wheel.

    Args:
        first_party: The folder that holds the package.
        configuration: `name`, `version`, `summary`, `requires_python`, and the lists `requires` and
            `extras`, which become Requires-Dist and Provides-Extra.
        folder: Where the wheel goes.

    Returns:
        The version: the configuration's, and after a "+" what is told by content and metadata. So a
        version never means two contents.

    Raises:
        BuildError: A file does not compile, or must not be shipped.
    """
    files = read_files(first_party)
    check_no_secrets(files)
    for path, content in files.items():
        if path.endswith(".py"):
            parse(path, content)
    told = _fingerprint({**files, "METADATA": _metadata(configuration, configuration["version"])})
    # A letter first: all digits would be a number, whose leading zeros mean nothing.
    version = f"{configuration['version']}+h{told[:_HASH_LENGTH]}"
    stem = f"{configuration['name']}-{version}"
    files[f"{stem}.dist-info/METADATA"] = _metadata(configuration, version)
    files[f"{stem}.dist-info/WHEEL"] = _WHEEL.encode()
    record = f"{stem}.dist-info/RECORD"
    files[record] = _record(files, record)
    folder.mkdir(parents=True, exist_ok=True)
    write_zip(files, folder / f"{stem}-py3-none-any.whl")
    return version


def _metadata(configuration: Mapping[str, Any], version: str) -> bytes:
    def lines() -> Iterator[str]:
        yield "Metadata-Version: 2.1"
        yield f"Name: {configuration['name']}"
        yield f"Version: {version}"
        if configuration["summary"]:
            yield f"Summary: {configuration['summary']}"
        yield f"Requires-Python: {configuration['requires_python']}"
        yield from (f"Provides-Extra: {extra}" for extra in configuration["extras"])
        yield from (f"Requires-Dist: {requirement}" for requirement in configuration["requires"])
        yield ""

    return "\n".join(lines()).encode()


def _fingerprint(files: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(f"{len(path.encode())} {len(files[path])} {path}".encode() + files[path])
    return whole.hexdigest()


def _record(files: Mapping[str, bytes], own: str) -> bytes:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    for path in sorted(files):
        digest = base64.urlsafe_b64encode(hashlib.sha256(files[path]).digest()).rstrip(b"=")
        rows.writerow((path, f"sha256={digest.decode()}", len(files[path])))
    rows.writerow((own, "", ""))
    return text.getvalue().encode()


if __name__ == "__main__":
    run_step(
        lambda: print(
            build(
                Path(sys.argv[1]),
                json.loads(Path(sys.argv[2]).read_text()),
                Path(sys.argv[3]),
            ),
            end="",
        )
    )
