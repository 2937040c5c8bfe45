"""`/editor/banners`: make banners, change them, find them again."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Response, Security

from ekans.auth import Caller
from ekans.conditions import Conditions, conditions, not_modified
from ekans.cursors import Page, PageSize
from ekans.notations import IdempotencyKey, Ulid

from ...domain.commands.banner_commands import (
    CreateBanner,
    DeleteBanner,
    EditBanner,
    ListBanners,
    ReadBanner,
)
from ...domain.models.banner_models import Banner, BannerDraft
from .. import utils
from ..views import EditorBanner, editor_view, tag

READ = Security(utils.auth, scopes=["banners:read"])
WRITE = Security(utils.auth, scopes=["banners:write"])
type Responses = dict[int | str, dict[str, Any]]

OUTAGE: Responses = {
    503: {"description": "Try again; after a change read first, for it may have been made"}
}
GONE: Responses = {404: {"description": "No banner has this id"}}
CHANGES: Responses = {
    **OUTAGE,
    **GONE,
    412: {"description": "Another editor was there first"},
    428: {"description": "If-Match is missing"},
}

router = APIRouter(prefix="/editor/banners", tags=["editors"])


def banner_to_change(banner_id: Ulid, asked: Annotated[Conditions, Depends(conditions)]) -> Banner:
    """The banner, if it is what the editor last saw: what If-Match names."""
    banner = ReadBanner(banner_id).execute(utils.banners())
    asked.check_for_write(tag(editor_view(banner)), required=True)
    return banner


def answered(banner: Banner, response: Response) -> EditorBanner:
    """The banner, with its ETag."""
    view = editor_view(banner)
    response.headers["ETag"] = str(tag(view))
    return view


@router.post(
    "",
    status_code=201,
    responses={
        400: {"description": "No JSON"},
        404: {"description": "The banner that this very request made before was deleted"},
        409: {"description": "The Idempotency-Key was used for a different banner"},
        503: {"description": "Try again with the same key; without one, look first"},
    },
)
def post_banner(
    draft: BannerDraft,
    caller: Annotated[Caller, WRITE],
    response: Response,
    idempotency_key: Annotated[
        IdempotencyKey | None,
        Header(description="Names this request for good: the same key again makes no second one"),
    ] = None,
) -> EditorBanner:
    """Make a banner. It is shown when it is scheduled."""
    created = CreateBanner(draft, caller.name, idempotency_key).execute(utils.editor_ports())
    response.headers["Location"] = f"/editor/banners/{created.banner.id}"
    if created.replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return answered(created.banner, response)


@router.get("", dependencies=[READ], responses=OUTAGE)
def list_banners(size: PageSize = 50, cursor: str | None = None) -> Page[EditorBanner]:
    """All banners, the newest first."""
    after = utils.cursors.position(cursor)
    found, more = ListBanners(after, size).execute(utils.banners())
    return Page(
        items=[editor_view(banner) for banner in found],
        next_cursor=utils.cursors.cursor(found[-1].id) if more else None,
    )


@router.get(
    "/{banner_id}",
    dependencies=[READ],
    response_model=EditorBanner,
    responses={
        **OUTAGE,
        **GONE,
        304: {"description": "It is what If-None-Match names"},
        412: {"description": "It is not what If-Match names"},
    },
)
def get_banner(
    banner_id: Ulid,
    asked: Annotated[Conditions, Depends(conditions)],
    response: Response,
) -> EditorBanner | Response:
    """One banner; its ETag is what a change names."""
    view = answered(ReadBanner(banner_id).execute(utils.banners()), response)
    etag = tag(view)
    return not_modified(etag) if asked.holds_for_read(etag) else view


@router.put("/{banner_id}", responses={**CHANGES, 400: {"description": "No JSON"}})
def put_banner(
    draft: BannerDraft,
    caller: Annotated[Caller, WRITE],
    banner: Annotated[Banner, Depends(banner_to_change)],
    response: Response,
) -> EditorBanner:
    """Change what a banner says; its schedule stays."""
    return answered(EditBanner(banner, draft, caller.name).execute(utils.editor_ports()), response)


@router.delete("/{banner_id}", dependencies=[WRITE], status_code=204, responses=CHANGES)
def delete_banner(banner: Annotated[Banner, Depends(banner_to_change)]) -> None:
    """Forget a banner. Its picture stays, for others may show it."""
    DeleteBanner(banner).execute(utils.banners())
