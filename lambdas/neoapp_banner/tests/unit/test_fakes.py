"""The fakes keep the contracts that the adapters keep."""

import pytest

from ..contracts.banners import BannersContract
from ..contracts.images import ImagesContract
from ..fakes import FakeBanners, FakeImages


class TestFakeBanners(BannersContract):
    """The contract, held by the fake."""

    @pytest.fixture
    def banners(self) -> FakeBanners:
        return FakeBanners()


class TestFakeImages(ImagesContract):
    """The contract, held by the fake."""

    @pytest.fixture
    def images(self) -> FakeImages:
        return FakeImages()
