"""The function at hom, with both stages set up, and who calls it."""

from collections.abc import Callable
from typing import Any

import pytest

from ..conftest import Account
from ..pictures import png
from ..support import Answer, Api

type Create = Callable[..., Answer]


@pytest.fixture
def api(aws: Account) -> Api:
    """An editor's."""
    return Api(aws.editor)


@pytest.fixture
def visitor(aws: Account) -> Api:
    """Of one who has no key."""
    return Api()


@pytest.fixture
def told(api: Api) -> dict[str, Any]:
    """What an editor says about a banner whose picture is kept."""
    image = api.image(png())
    assert image.status == 201, image.text
    return {
        "title": "Winter sale",
        "alt": "Half the price",
        "link": "https://example.com/offers",
        "image": image.body["id"],
        "placements": [{"name": "home-top"}],
    }


@pytest.fixture
def create(api: Api, told: dict[str, Any]) -> Create:
    """Makes a banner of `told` with changes."""

    def made(**changes: Any) -> Answer:
        answer = api.request("POST", "/editor/banners", told | changes)
        assert answer.status == 201, answer.text
        return answer

    return made
