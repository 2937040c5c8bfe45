"""The code of a version, as Lambda gives it back.

Source: AWS Lambda API reference, "GetFunction": the address of the zip holds for ten minutes.
"""

from __future__ import annotations

import io
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .aws_errors import aws_errors
from .errors import Unavailable

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient

__all__ = ["Code", "fetch_code", "read_code"]

# Source: AWS Lambda developer guide, "Lambda quotas": 250 MB unzipped.
_MAX_BYTES = 262_144_000


@dataclass(frozen=True, slots=True)
class Code:
    """What is in a zip: own files and third-party files by path, distributions by name.

    A file is told by the checksum that the zip has of it.
    """

    own: dict[str, int]
    third_party: dict[str, int]
    distributions: dict[str, str]


def fetch_code(client: LambdaClient, name: str, number: str) -> Code:
    """The code of a version.

    Raises:
        Unavailable: Lambda gives no address, or there is no zip at it.
        AwsError: see there.
    """
    about = f"{name}:{number}"
    with aws_errors("lambda:GetFunction", about):
        answer = client.get_function(FunctionName=name, Qualifier=number)
    address = answer["Code"].get("Location", "")
    remedy = "Run this again; only code and dependencies are missing without it"
    if urlsplit(address).scheme not in {"http", "https"}:
        raise Unavailable(f"Lambda gives no address of the code of {about}", remedy)
    try:
        with urllib.request.urlopen(address, timeout=60) as response:  # noqa: S310
            return read_code(name, response.read(_MAX_BYTES))
    except (OSError, zipfile.BadZipFile) as error:
        # Not the address: its query is a signature.
        said = error.reason if isinstance(error, urllib.error.URLError) else type(error).__name__
        raise Unavailable(f"the code of {about} can't be fetched: {said}", remedy) from error


def read_code(name: str, content: bytes) -> Code:
    """What is in a zip.

    Raises:
        BadZipFile: it is none.
    """
    own_tops = {name, "mew", "ekans", "lambda_function.py"}
    code = Code({}, {}, {})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for each in archive.infolist():
            top = each.filename.split("/")[0]
            if each.filename.endswith((".pyc", "/")):
                continue
            (code.own if top in own_tops else code.third_party)[each.filename] = each.CRC
            if top.endswith(".dist-info") and each.filename == f"{top}/METADATA":
                found = BytesHeaderParser().parsebytes(archive.read(each))
                code.distributions[str(found["Name"])] = str(found["Version"])
    return code
