"""A banner as rows of two tables, and back."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any

from ...domain.models.audience_models import Audience
from ...domain.models.banner_models import Banner, Placement
from ...domain.models.image_models import Image, ImageType
from ...domain.models.request_models import RequestKey
from ...domain.models.schedule_models import Schedule, Weekday

COLUMNS = (
    "id",
    "version",
    "title",
    "alt",
    "link",
    "image_id",
    "image_type",
    "image_width",
    "image_height",
    "image_size",
    "audience",
    "starts_at",
    "ends_at",
    "days",
    "opens",
    "closes",
    "created_at",
    "updated_at",
    "updated_by",
)
"""Of `banner`, in the order of `row_of`."""

_WEEK = tuple(Weekday)


def row_of(banner: Banner) -> tuple[Any, ...]:
    """The values of `banner` for COLUMNS."""
    schedule, image = banner.schedule, banner.image
    opens, closes = (None, None) if schedule is None else schedule.hours or (None, None)
    return (
        banner.id,
        banner.version,
        banner.title,
        banner.alt,
        banner.link,
        image.id,
        image.type.value,
        image.width,
        image.height,
        image.size,
        json.dumps(banner.audience.model_dump(mode="json", exclude_defaults=True)),
        None if schedule is None else naive(schedule.starts),
        None if schedule is None or schedule.ends is None else naive(schedule.ends),
        None if schedule is None else "".join(str(_WEEK.index(day)) for day in schedule.days),
        None if opens is None else opens.hour * 60 + opens.minute,
        None if closes is None else closes.hour * 60 + closes.minute,
        naive(banner.created_at),
        naive(banner.updated_at),
        banner.updated_by,
    )


def placement_rows(banner: Banner) -> list[tuple[Any, ...]]:
    """The rows of `banner_placement`: banner_id, placement, priority, weight."""
    return [(banner.id, place.name, place.priority, place.weight) for place in banner.placements]


def request_row(request: RequestKey, banner: Banner) -> tuple[Any, ...]:
    """The row of `banner_request`: id, fingerprint, banner_id, made_at."""
    return (request.id, request.fingerprint, banner.id, naive(banner.created_at))


def banners_of(rows: Iterable[Sequence[Any]]) -> list[Banner]:
    """The banners of joined rows, in their order: COLUMNS, then placement, priority, weight.

    Rows of one banner stand together.
    """
    grouped: dict[str, tuple[Sequence[Any], list[Placement]]] = {}
    for row in rows:
        _, places = grouped.setdefault(row[0], (row, []))
        name, priority, weight = row[len(COLUMNS) :]
        if name is not None:
            places.append(Placement(name=name, priority=priority, weight=weight))
    return [_banner(row, places) for row, places in grouped.values()]


def naive(moment: datetime) -> datetime:
    """UTC without its offset, to the second: no two databases keep an offset alike."""
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _banner(row: Sequence[Any], places: list[Placement]) -> Banner:
    of = dict(zip(COLUMNS, row, strict=False))
    image = Image(
        of["image_id"],
        ImageType(of["image_type"]),
        of["image_width"],
        of["image_height"],
        of["image_size"],
    )
    return Banner(
        id=of["id"],
        version=of["version"],
        title=of["title"],
        alt=of["alt"],
        link=of["link"],
        image=image,
        placements=tuple(sorted(places, key=lambda place: place.name)),
        audience=Audience.model_validate_json(of["audience"]),
        schedule=None if of["starts_at"] is None else _schedule(of),
        created_at=of["created_at"].replace(tzinfo=UTC),
        updated_at=of["updated_at"].replace(tzinfo=UTC),
        updated_by=of["updated_by"],
    )


def _schedule(of: dict[str, Any]) -> Schedule:
    opens, closes = of["opens"], of["closes"]
    hours = None
    if opens is not None and closes is not None:
        hours = (time(*divmod(opens, 60)), time(*divmod(closes, 60)))
    return Schedule(
        of["starts_at"].replace(tzinfo=UTC),
        None if of["ends_at"] is None else of["ends_at"].replace(tzinfo=UTC),
        tuple(_WEEK[int(day)] for day in of["days"] or ""),
        hours,
    )
