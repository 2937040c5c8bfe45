"""A banner, and what an editor says about one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from ekans.helpers import is_visible_ascii
from ekans.notations import HeaderText

from .audience_models import Audience
from .image_models import Image
from .schedule_models import Schedule

MAX_LINK = 2000

PlacementName = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$", examples=["home-top"], max_length=40)
]
"""A place where banners are shown."""

ImageId = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", examples=["0" * 64])]


def _leads_somewhere(text: str) -> bool:
    if len(text) > MAX_LINK or not is_visible_ascii(text) or "\\" in text:
        return False
    try:
        parts = urlsplit(text)
        # `user@` shows one host and leads to another.
        named = bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        return False
    return parts.scheme == "https" and named


def _link(text: str) -> str:
    if _leads_somewhere(text):
        return text
    raise PydanticCustomError(
        "link",
        "a link is https://host/..., in at most 2000 visible ASCII characters, without a user: "
        "percent-encode what is no ASCII",
    )


Link = Annotated[
    str,
    AfterValidator(_link),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^https://[A-Za-z0-9]",
            "maxLength": MAX_LINK,
            "examples": ["https://example.com/offers"],
        }
    ),
]
"""Where a banner leads: https alone, for a `javascript:` would run in the page that shows it."""


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Placement(_Told):
    """A place that a banner is for."""

    name: PlacementName
    priority: int = Field(
        default=0, ge=0, le=1000, description="The highest that is shown now wins"
    )
    weight: int = Field(
        default=100, ge=1, le=10_000, description="Its share among those of the same priority"
    )


def _one_each(placements: tuple[Placement, ...]) -> tuple[Placement, ...]:
    if len({placement.name for placement in placements}) != len(placements):
        raise PydanticCustomError("placements", "each placement is named once")
    return tuple(sorted(placements, key=lambda placement: placement.name))


class BannerDraft(_Told):
    """What an editor says about a banner."""

    title: Annotated[HeaderText, Field(min_length=1, max_length=200, examples=["Winter sale"])]
    alt: Annotated[
        HeaderText,
        Field(max_length=400, description="What the picture says, for those who don't see it"),
    ]
    link: Link
    image: ImageId = Field(description="The id of a picture that was kept")
    placements: Annotated[
        tuple[Placement, ...], Field(min_length=1, max_length=20), AfterValidator(_one_each)
    ]
    audience: Audience = Audience()


@dataclass(frozen=True, slots=True)
class Banner:
    """A banner as it is kept.

    Args:
        id: a ULID.
        version: 1, and one more after every change.
        image: its picture.
        placements: where it is shown, sorted by name.
        schedule: when it is shown; None for not at all.
        created_at, updated_at: in UTC, to the second.
        updated_by: the name of the key that changed it last.
    """

    id: str
    version: int
    title: str
    alt: str
    link: str
    image: Image
    placements: tuple[Placement, ...]
    audience: Audience
    schedule: Schedule | None
    created_at: datetime
    updated_at: datetime
    updated_by: str

    def placement(self, name: str) -> Placement | None:
        """Its place in the placement of this name."""
        return next((place for place in self.placements if place.name == name), None)
