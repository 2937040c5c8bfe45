"""A zip and its manifest, checked against each other."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from .errors import ArtifactInvalid
from .manifest import Manifest, read_manifest

__all__ = ["Artifact", "read_artifact"]


@dataclass(frozen=True, slots=True)
class Artifact:
    """What is deployed: `content` is the zip."""

    manifest: Manifest
    content: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """The lambda's name."""
        return self.manifest.name


def read_artifact(name: str, folder: Path) -> Artifact:
    """The artifact of `name`, read once and whole, so that what was checked is what is uploaded.

    Args:
        name: the lambda.
        folder: where `NAME.zip` and `NAME.json` are.

    Raises:
        ArtifactInvalid: one is missing, damaged, another lambda's or of another build.
    """
    remedy = f"Build it again: ./pants package lambdas/{name}"
    path = folder / f"{name}.zip"
    manifest = read_manifest(folder / f"{name}.json")
    if manifest.name != name:
        raise ArtifactInvalid(
            f"{folder / name}.json is the manifest of {manifest.name}, not of {name}", remedy
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ArtifactInvalid(f"{path} cannot be read: {error.strerror}", remedy) from error
    digest = hashlib.sha256(content)
    if len(content) != manifest.size:
        raise ArtifactInvalid(
            f"{path} has {len(content)} bytes, its manifest says {manifest.size}", remedy
        )
    if digest.hexdigest() != manifest.sha256:
        raise ArtifactInvalid(
            f"{path} is not the zip of its manifest: its sha256 is {digest.hexdigest()}, not"
            f" {manifest.sha256}",
            remedy,
        )
    code_sha256 = base64.b64encode(digest.digest()).decode("ascii")
    if code_sha256 != manifest.code_sha256:
        raise ArtifactInvalid(
            f"{folder / name}.json contradicts itself: sha256 and code_sha256 are of two zips",
            remedy,
        )
    return Artifact(manifest, content)
