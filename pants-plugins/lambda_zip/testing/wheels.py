"""Wheels made on the spot, so that the plugin's tests need no package index for Lambda's code."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping, Sequence


@dataclass(frozen=True)
class Wheel:
    """A wheel in a folder.

    Args:
        name: The distribution.
        version: Its version.
        sha256: The file's hash in hexadecimal.
    """

    name: str
    version: str
    sha256: str


def write_wheel(
    folder: Path,
    name: str,
    files: Mapping[str, str],
    *,
    version: str = "1.0",
    tag: str = "py3-none-any",
    requires: Sequence[str] = (),
) -> Wheel:
    """Write a wheel.

    Args:
        folder: Where to.
        name: The distribution.
        files: What it installs: text by path.
        version: Its version.
        tag: Its compatibility tag.
        requires: What it depends on.
    """
    stem = f"{name.replace('-', '_')}-{version}"
    info = f"{stem}.dist-info"
    metadata = [
        "Metadata-Version: 2.1",
        f"Name: {name}",
        f"Version: {version}",
        *(f"Requires-Dist: {requirement}" for requirement in requires),
    ]
    content = {
        **files,
        f"{info}/METADATA": "\n".join((*metadata, "")),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n",
        f"{info}/licenses/LICENSE": "MIT\n",
    }
    record = [f"{path},{_record_hash(text)},{len(text)}" for path, text in content.items()]
    content[f"{info}/RECORD"] = "\n".join((*record, f"{info}/RECORD,,", ""))
    wheel = folder / f"{stem}-{tag}.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in content.items():
            archive.writestr(zipfile.ZipInfo(path), text)
    return Wheel(name, version, hashlib.sha256(wheel.read_bytes()).hexdigest())


def _record_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def lock_of(wheels: Sequence[Wheel]) -> str:
    """A lock, as `uv pip compile --generate-hashes` writes it, for wheels."""
    lines = []
    for name, version in sorted({(wheel.name, wheel.version) for wheel in wheels}):
        hashes = [wheel.sha256 for wheel in wheels if wheel.name == name]
        lines.append(f"{name}=={version} \\")
        lines.append(" \\\n".join(f"    --hash=sha256:{value}" for value in sorted(hashes)))
    return "\n".join((*lines, ""))
