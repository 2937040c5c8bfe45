"""What every implementation of the ports `Files` and `Parcels` does."""

from collections.abc import Callable
from typing import Protocol

import pytest

from ...domain.models.email_models import Email
from ...domain.models.error_models import Rejected
from ...domain.ports import Files, Parcels

KEY = "attachments/report.pdf"

type Put = Callable[[str, bytes], None]


class WritableParcels(Parcels, Protocol):
    """Parcels, with the method that the outbox uses."""

    def put(self, email_id: str, content: bytes) -> None:
        """Park the JSON of an e-mail."""


class FilesContract:
    """Subclasses give the fixtures `files` and `put`, which writes an object into the bucket."""

    def test_what_is_not_there_is_none(self, files: Files) -> None:
        assert files.find(KEY) is None

    def test_what_is_there_has_its_size_and_is_read_by_its_etag(
        self, files: Files, put: Put
    ) -> None:
        put(KEY, b"12345")
        found = files.find(KEY)
        assert found is not None
        assert found.size == 5
        assert files.read(KEY, found.etag, 5) == b"12345"
        assert files.read(KEY, None, 5) == b"12345"

    def test_what_is_gone_is_rejected(self, files: Files) -> None:
        with pytest.raises(Rejected) as caught:
            files.read(KEY, None, 5)
        assert caught.value.failure.code == "attachment_missing"

    def test_what_was_replaced_is_rejected(self, files: Files, put: Put) -> None:
        put(KEY, b"12345")
        found = files.find(KEY)
        assert found is not None
        put(KEY, b"54321")
        with pytest.raises(Rejected) as caught:
            files.read(KEY, found.etag, 5)
        assert caught.value.failure.code == "attachment_changed"

    def test_what_is_larger_than_the_limit_is_rejected(self, files: Files, put: Put) -> None:
        put(KEY, b"123456")
        with pytest.raises(Rejected) as caught:
            files.read(KEY, None, 5)
        assert caught.value.failure.code == "attachments_too_large"


class ParcelsContract:
    """Subclasses give the fixture `parcels`."""

    def test_what_was_parked_is_read_and_forgotten(self, parcels: WritableParcels) -> None:
        email = Email(to=("ana@example.org",), subject="Hi", text="x" * 300_000)
        parcels.put("id-1", email.model_dump_json().encode())
        assert parcels.read("id-1") == email
        parcels.delete("id-1")
        assert parcels.read("id-1") is None

    def test_what_was_never_parked_is_none_and_can_be_forgotten(
        self, parcels: WritableParcels
    ) -> None:
        assert parcels.read("id-1") is None
        parcels.delete("id-1")
