"""The fakes do what the adapters do."""

from collections.abc import Callable

import pytest

from ..contracts.emails import EmailsContract
from ..contracts.keys import KeysContract
from ..contracts.storage import FilesContract, ParcelsContract
from ..contracts.suppressions import SuppressionsContract
from ..fakes import FakeEmails, FakeFiles, FakeKeys, FakeParcels, FakeSuppressions


class TestFakeKeys(KeysContract):
    @pytest.fixture
    def keys(self) -> FakeKeys:
        return FakeKeys()


class TestFakeEmails(EmailsContract):
    @pytest.fixture
    def emails(self) -> FakeEmails:
        return FakeEmails()


class TestFakeSuppressions(SuppressionsContract):
    @pytest.fixture
    def suppressions(self) -> FakeSuppressions:
        return FakeSuppressions()


class TestFakeFiles(FilesContract):
    @pytest.fixture
    def files(self) -> FakeFiles:
        return FakeFiles()

    @pytest.fixture
    def put(self, files: FakeFiles) -> Callable[[str, bytes], None]:
        def put(key: str, data: bytes) -> None:
            files.objects[key] = (f"etag-of-{data!r}", data)

        return put


class TestFakeParcels(ParcelsContract):
    @pytest.fixture
    def parcels(self) -> FakeParcels:
        return FakeParcels()
