"""Banners for tests."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ekans.notations import new_ulid

from ..domain.models.audience_models import Audience
from ..domain.models.banner_models import Banner, BannerDraft, Placement
from ..domain.models.image_models import Image
from ..domain.models.schedule_models import Schedule
from ..domain.operations.banner_operations import new_banner
from ..domain.operations.image_operations import picture_of
from . import pictures

NOON = datetime(2026, 7, 1, 15, tzinfo=UTC)
"""Twelve o'clock in São Paulo, on a Wednesday."""

PICTURE = picture_of(pictures.png())
IMAGE: Image = PICTURE.image

ALWAYS = Schedule(datetime(2020, 1, 1, tzinfo=UTC))

_seconds = itertools.count(4_000_000_000)


def later_id() -> str:
    """A ULID that sorts behind all that were made before, in this process and by the clock."""
    return new_ulid(lambda: next(_seconds))


def draft(**changes: Any) -> BannerDraft:
    """What an editor says about a banner."""
    given = {
        "title": "Winter sale",
        "alt": "Half the price",
        "link": "https://example.com/offers",
        "image": IMAGE.id,
        "placements": [{"name": "home-top"}],
    }
    return BannerDraft.model_validate(given | changes)


def banner(
    *places: Placement,
    schedule: Schedule | None = ALWAYS,
    audience: Audience | None = None,
    **changes: Any,
) -> Banner:
    """A banner that is shown always, in `home-top` or in `places`."""
    made = new_banner(later_id(), draft(), IMAGE, "ana", NOON)
    return replace(
        made,
        placements=tuple(sorted(places, key=lambda place: place.name)) or made.placements,
        audience=audience or Audience(),
        schedule=schedule,
        **changes,
    )
