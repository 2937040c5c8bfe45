"""What was asked of the partner."""

import json
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from typing import Any

from .errors import ApiError, invalid


@dataclass(frozen=True)
class File:
    """A file of a form."""

    name: str
    content_type: str
    content: bytes


@dataclass
class Asked:
    """A request as it came.

    Attributes:
        method: e.g. `POST`.
        path: below the base URL, without the query: `/audio/speech`.
        headers: by their names in lower case.
        body: as it came.
        billed: whether the partner did the work, which it bills even if its answer never arrives.
    """

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = field(repr=False)
    billed: bool = False

    @property
    def json(self) -> dict[str, Any]:
        """The body, read as a JSON object.

        Raises:
            ApiError: it is none.
        """
        try:
            read = json.loads(self.body)
        except ValueError:
            read = None
        if not isinstance(read, dict):
            raise ApiError(
                400, "We could not parse the JSON body of your request, an object was expected."
            )
        return read

    @property
    def form(self) -> dict[str, list[str | File]]:
        """The body, read as `multipart/form-data`: each field's values in their order.

        Raises:
            ApiError: it is none.
        """
        kind, _, boundary = self.headers.get("content-type", "").partition("boundary=")
        if not kind.startswith("multipart/form-data") or not boundary:
            raise invalid("The body must be multipart/form-data with a boundary.", None)
        delimiter = b"--" + boundary.strip('"').encode()
        fields: dict[str, list[str | File]] = {}
        for part in self.body.split(delimiter)[1:]:
            if part.startswith(b"--"):
                return fields
            name, value = _field(part)
            fields.setdefault(name, []).append(value)
        raise invalid("The form's last boundary is missing.", None)


def _field(part: bytes) -> tuple[str, str | File]:
    head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    headers = BytesHeaderParser().parsebytes(head)
    name = headers.get_param("name", header="Content-Disposition")
    if not isinstance(name, str):
        raise invalid("A part of the form has no name.", None)
    content = content.removesuffix(b"\r\n")
    file = headers.get_filename()
    if file is None:
        return name, content.decode()
    return name, File(file, headers.get_content_type(), content)
