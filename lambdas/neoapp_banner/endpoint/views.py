"""What answers show of a banner."""

from datetime import datetime

from pydantic import BaseModel, Field

from ekans.conditions import ETag, etag_of
from ekans.notations import in_sao_paulo

from ..domain.models.audience_models import Audience
from ..domain.models.banner_models import Banner, Placement
from ..domain.models.image_models import Image, ImageType
from ..domain.models.schedule_models import Hour, Schedule, Weekday
from . import utils


class ImageView(BaseModel):
    """A picture."""

    id: str = Field(examples=["0" * 64])
    url: str = Field(examples=["https://banners.example.com/images/0"])
    type: ImageType
    width: int = Field(description="In pixels")
    height: int = Field(description="In pixels")
    size: int = Field(description="In bytes")


class ShownBanner(BaseModel):
    """A banner as viewers see it."""

    id: str
    title: str
    alt: str
    link: str
    image: ImageView


class ShownBanners(BaseModel):
    """What a viewer sees in a placement, the first choice first."""

    placement: str
    items: list[ShownBanner]


class ScheduleView(BaseModel):
    """When a banner is shown; moments with São Paulo's offset."""

    starts: datetime
    ends: datetime | None
    days: list[Weekday]
    opens: Hour | None
    closes: Hour | None


class EditorBanner(BaseModel):
    """A banner as editors see it."""

    id: str
    version: int
    title: str
    alt: str
    link: str
    image: ImageView
    placements: list[Placement]
    audience: Audience
    schedule: ScheduleView | None = Field(description="Null when it is not shown at all")
    created_at: datetime
    updated_at: datetime
    updated_by: str = Field(description="The name of the key that changed it last")


def image_view(image: Image) -> ImageView:
    """A picture, with where it is served from."""
    return ImageView(
        id=image.id,
        url=utils.image_address(image.id),
        type=image.type,
        width=image.width,
        height=image.height,
        size=image.size,
    )


def shown_view(banner: Banner) -> ShownBanner:
    """A banner as viewers see it."""
    return ShownBanner(
        id=banner.id,
        title=banner.title,
        alt=banner.alt,
        link=banner.link,
        image=image_view(banner.image),
    )


def editor_view(banner: Banner) -> EditorBanner:
    """A banner as editors see it."""
    return EditorBanner(
        id=banner.id,
        version=banner.version,
        title=banner.title,
        alt=banner.alt,
        link=banner.link,
        image=image_view(banner.image),
        placements=list(banner.placements),
        audience=banner.audience,
        schedule=None if banner.schedule is None else _schedule_view(banner.schedule),
        created_at=in_sao_paulo(banner.created_at),
        updated_at=in_sao_paulo(banner.updated_at),
        updated_by=banner.updated_by,
    )


def tag(view: BaseModel) -> ETag:
    """The ETag of an answer; an editor's holds the version, so no two states have one."""
    return etag_of(view.model_dump(mode="json"))


def _schedule_view(schedule: Schedule) -> ScheduleView:
    opens, closes = schedule.hours or (None, None)
    return ScheduleView(
        starts=in_sao_paulo(schedule.starts),
        ends=None if schedule.ends is None else in_sao_paulo(schedule.ends),
        days=list(schedule.days),
        opens=opens,
        closes=closes,
    )
