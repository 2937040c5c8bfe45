"""Step 4: the zip of a Lambda or of a layer, and its manifest.

Usage: artifact.py FIRST_PARTY THIRD_PARTY_ZIP CONFIGURATION ZIP MANIFEST
"""

import base64
import hashlib
import json
import sys
import zipfile
from collections.abc import Collection, Mapping
from email.parser import BytesHeaderParser
from pathlib import Path, PurePosixPath
from typing import Any

from lambda_zip.steps.archive import write_zip
from lambda_zip.steps.bytecode import with_bytecode
from lambda_zip.steps.errors import BuildError, run_step
from lambda_zip.steps.files import read_files
from lambda_zip.steps.leaks import check_no_secrets
from lambda_zip.steps.limits import check_size


def build(
    first_party: Path,
    third_party: Path,
    configuration: Mapping[str, Any],
    zip_file: Path,
    manifest_file: Path,
) -> None:
    """Write the artifact.

    Args:
        first_party: The folder of first-party packages.
        third_party: The zip of prepared third-party code.
        configuration: `folder`, the folder in the zip that everything lies in, or "", and `root`,
            where Lambda unpacks that; under `manifest` what the manifest says of the target; and, if
            there is to be a module that hands out a handler, its name as `entry_module`,
            `handler_module` and `handler_function`.
        zip_file: The zip to write.
        manifest_file: The manifest to write.

    Raises:
        BuildError: A file must not be shipped, or the whole is too big.
    """
    own = read_files(first_party)
    own = {path: data for path, data in own.items() if not path.endswith((".pyi", "py.typed"))}
    check_no_secrets(own)
    if "entry_module" in configuration:
        own[f"{configuration['entry_module']}.py"] = _entry(configuration)
    folder = PurePosixPath(configuration["folder"])
    with zipfile.ZipFile(third_party) as archive:
        others = {_below(folder, name) for name in archive.namelist()}
        distributions = _distributions(archive)
    _check_no_collision(own, others)
    files = with_bytecode(own, configuration["root"])

    zip_file.parent.mkdir(parents=True, exist_ok=True)
    write_zip({str(folder / path): files[path] for path in files}, zip_file, base=third_party)
    with zipfile.ZipFile(zip_file) as archive:
        sizes = {_below(folder, entry.filename): entry.file_size for entry in archive.infolist()}
    content = zip_file.read_bytes()
    check_size(len(content), sizes)
    digest = hashlib.sha256(content)
    manifest = {
        **configuration["manifest"],
        "first_party": sorted(own),
        "third_party": distributions,
        "sha256": digest.hexdigest(),
        "code_sha256": base64.b64encode(digest.digest()).decode(),
        "size": len(content),
        "unzipped_size": sum(sizes.values()),
    }
    manifest_file.write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n")


def _entry(configuration: Mapping[str, Any]) -> bytes:
    module, function = configuration["handler_module"], configuration["handler_function"]
    return f"from {module} import {function} as handler\n\n__all__ = ['handler']\n".encode()


def _below(folder: PurePosixPath, name: str) -> str:
    return str(PurePosixPath(name).relative_to(folder))


def _check_no_collision(own: Collection[str], others: Collection[str]) -> None:
    ours = {path.partition("/")[0] for path in own}
    for path in sorted(others):
        top = path.partition("/")[0].removesuffix(".pyc")
        if top in ours or f"{top}.py" in ours:
            raise BuildError(
                f"{top}: both first-party code and a third-party distribution hold it, and only "
                "one of them could be imported. Rename the first-party one."
            )


def _distributions(archive: zipfile.ZipFile) -> dict[str, str]:
    versions = {}
    for path in archive.namelist():
        if path.endswith(".dist-info/METADATA"):
            metadata = BytesHeaderParser().parsebytes(archive.read(path))
            versions[str(metadata["Name"]).lower().replace("_", "-")] = str(metadata["Version"])
    return versions


if __name__ == "__main__":
    run_step(
        lambda: build(
            Path(sys.argv[1]),
            Path(sys.argv[2]),
            json.loads(Path(sys.argv[3]).read_text()),
            Path(sys.argv[4]),
            Path(sys.argv[5]),
        )
    )
