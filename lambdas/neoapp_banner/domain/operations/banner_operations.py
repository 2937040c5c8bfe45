"""Which banners a viewer sees, and in which order.

The weighted choice is rendezvous hashing: each banner draws a number from a hash of the visitor, the
placement and its own id, and its weight stretches that number. So a visitor sees the same banner at
every visit, any server comes to the same choice without asking, and a banner that comes or goes
changes nothing between the others.

Source documents: Thaler, Ravishankar, "Using Name-Based Mappings to Increase Hit Rates"; Efraimidis,
Spirakis, "Weighted random sampling with a reservoir".
"""

import hashlib
import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from ..models.audience_models import Viewer
from ..models.banner_models import Banner, BannerDraft
from ..models.image_models import Image
from ..models.schedule_models import Schedule
from .audience_operations import is_for
from .schedule_operations import is_on

_DRAW_BYTES = 8


def second_of(moment: datetime) -> datetime:
    """The moment in UTC, to the second: what every database keeps alike."""
    return moment.astimezone(UTC).replace(microsecond=0)


def new_banner(
    banner_id: str, draft: BannerDraft, image: Image, editor: str, now: datetime
) -> Banner:
    """The first version of a banner, which is not shown before it has a schedule."""
    at = second_of(now)
    return Banner(
        id=banner_id,
        version=1,
        title=draft.title,
        alt=draft.alt,
        link=draft.link,
        image=image,
        placements=draft.placements,
        audience=draft.audience,
        schedule=None,
        created_at=at,
        updated_at=at,
        updated_by=editor,
    )


def edited(banner: Banner, draft: BannerDraft, image: Image, editor: str, now: datetime) -> Banner:
    """The next version, with what `draft` says."""
    return replace(
        new_banner(banner.id, draft, image, editor, now),
        version=banner.version + 1,
        schedule=banner.schedule,
        created_at=banner.created_at,
    )


def scheduled(banner: Banner, schedule: Schedule | None, editor: str, now: datetime) -> Banner:
    """The next version, shown when `schedule` says; with None, not at all."""
    return replace(
        banner,
        version=banner.version + 1,
        schedule=schedule,
        updated_at=second_of(now),
        updated_by=editor,
    )


def shown(
    banners: Iterable[Banner], placement: str, viewer: Viewer, moment: datetime
) -> list[Banner]:
    """What `viewer` sees in `placement` at `moment`, the first choice first.

    A higher priority goes before a lower one; within one, weights decide how often a banner is the
    first.
    """
    seen = [
        (place.priority, _lateness(banner.id, placement, viewer.visitor, place.weight), banner)
        for banner in banners
        if (place := banner.placement(placement)) is not None
        and banner.schedule is not None
        and is_on(banner.schedule, moment)
        and is_for(banner.audience, viewer)
    ]
    seen.sort(key=lambda one: (-one[0], one[1], one[2].id))
    return [banner for _, _, banner in seen]


def _lateness(banner_id: str, placement: str, visitor: str, weight: int) -> float:
    """Exponentially distributed with the rate `weight`: the least of several is so by their shares."""
    told = f"{len(visitor)}:{visitor}/{placement}/{banner_id}".encode("utf-8", "surrogatepass")
    drawn = int.from_bytes(hashlib.sha256(told).digest()[:_DRAW_BYTES])
    return -math.log((drawn + 0.5) / 2 ** (8 * _DRAW_BYTES)) / weight
