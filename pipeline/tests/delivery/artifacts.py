"""Small artifacts, as the build would write them."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.delivery.artifact import Artifact, read_artifact

__all__ = ["BROKEN", "GOOD", "HANGING", "make_artifact", "write_artifact"]

# Answers the probe as mew does; `@MARK@` makes one code differ from another.
GOOD = """
MARK = "@MARK@"
def handler(event, context):
    if "mew" in event:
        return {"mew": {"probe": True, "stage": event["mew"]["stage"]}}
    return {"mark": MARK, "arn": context.invoked_function_arn}
"""
BROKEN = """
MARK = "@MARK@"
def handler(event, context):
    raise LookupError("generic/hom/ses has no key `sender`")
"""
HANGING = """
import time
MARK = "@MARK@"
def handler(event, context):
    time.sleep(3600)
"""


def write_artifact(
    folder: Path,
    name: str,
    mark: str = "1",
    code: str = GOOD,
    padding: int = 0,
    files: Mapping[str, str] | None = None,
    **manifest: Any,
) -> Path:
    """Writes NAME.zip, with so many bytes of padding, and NAME.json; gives the zip's path.

    `files` are further ones, by their path in the zip.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        # Always the same bytes for the same code.
        archive.writestr(zipfile.ZipInfo("lambda_function.py"), code.replace("@MARK@", mark))
        for name_in_zip, text in (files or {}).items():
            archive.writestr(zipfile.ZipInfo(name_in_zip), text)
        if padding:
            archive.writestr(zipfile.ZipInfo("padding.bin"), bytes(padding))
    data = content.getvalue()
    digest = hashlib.sha256(data)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.zip"
    path.write_bytes(data)
    says = {
        "name": name,
        "handler": "lambda_function.handler",
        "runtime": "python3.13",
        "architecture": "x86_64",
        "sha256": digest.hexdigest(),
        "code_sha256": base64.b64encode(digest.digest()).decode(),
        "size": len(data),
        "memory": 256,
        "timeout": 10,
        "description": "",
        "first_party": ["lambda_function.py"],
        "third_party": {},
        **manifest,
    }
    path.with_suffix(".json").write_text(json.dumps(says))
    return path


def make_artifact(
    folder: Path, name: str, mark: str = "1", code: str = GOOD, **manifest: Any
) -> Artifact:
    """The artifact, written into `folder` and read again."""
    return read_artifact(name, write_artifact(folder, name, mark, code, **manifest).parent)
