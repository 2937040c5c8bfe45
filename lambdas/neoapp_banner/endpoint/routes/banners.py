"""`/banners`: what viewers see."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from ekans.conditions import Conditions, conditions, not_modified
from ekans.notations import HeaderText

from ...domain.commands.show_commands import ShowBanners
from ...domain.models.audience_models import Platform, Segment, State, Viewer
from ...domain.models.banner_models import PlacementName
from .. import utils
from ..views import ShownBanners, shown_view, tag

router = APIRouter(prefix="/banners", tags=["banners"])


@router.get(
    "",
    response_model=ShownBanners,
    responses={
        304: {"description": "It is what If-None-Match names"},
        412: {"description": "It is not what If-Match names"},
        503: {"description": "Try again"},
    },
)
def get_banners(
    response: Response,
    asked: Annotated[Conditions, Depends(conditions)],
    placement: Annotated[PlacementName, Query(description="Where they are shown")],
    visitor: Annotated[
        HeaderText,
        Query(
            max_length=128,
            description="Who is looking, by any lasting id: the same visitor gets the same choice",
        ),
    ] = "",
    platform: Platform | None = None,
    state: State | None = None,
    segment: Annotated[
        list[Segment], Query(max_length=20, description="Groups that the visitor is in")
    ] = [],  # noqa: B006 - FastAPI copies it
    limit: Annotated[int, Query(ge=1, le=20, description="How many at most")] = 1,
) -> ShownBanners | Response:
    """The banners of a placement for a viewer: the highest priority first, then a choice by weight."""
    viewer = Viewer(visitor=visitor, platform=platform, state=state, segments=frozenset(segment))
    show = ShowBanners(placement, viewer, limit).execute(utils.show_ports())
    view = ShownBanners(placement=placement, items=[shown_view(banner) for banner in show.banners])
    etag = tag(view)
    # What was chosen for one visitor is of no use to others, but fills their cache.
    cache = f"{'private' if visitor else 'public'}, max-age={show.fresh_seconds}"
    answer = not_modified(etag) if asked.holds_for_read(etag) else None
    headers = response.headers if answer is None else answer.headers
    headers["ETag"], headers["Cache-Control"] = str(etag), cache
    return view if answer is None else answer
