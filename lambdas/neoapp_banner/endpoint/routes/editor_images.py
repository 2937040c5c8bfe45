"""`/editor/images`: send the picture of a banner.

The picture is the body of the request. An invocation carries 6 MB, where API Gateway's base64 makes
four bytes of three; what a page should load as a banner is far below that. So every byte is checked
before it is kept anywhere: with an upload straight to S3 (a presigned POST) unchecked bytes would lie
in the bucket, and could be replaced after they were checked.

Source document: "AWS Lambda Developer Guide", "Lambda quotas".
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response

from ...domain.commands.image_commands import KeepImage
from ...domain.models.image_models import MAX_IMAGE_BYTES, ImageType
from .. import utils
from ..views import ImageView, image_view
from .editor_banners import OUTAGE, WRITE

router = APIRouter(prefix="/editor/images", tags=["editors"])

_BYTES = {"schema": {"type": "string", "format": "binary", "maxLength": MAX_IMAGE_BYTES}}


async def body_of(request: Request) -> bytes:
    """The body as it came."""
    return await request.body()


@router.post(
    "",
    dependencies=[WRITE],
    status_code=201,
    openapi_extra={
        "requestBody": {"required": True, "content": {kind.value: _BYTES for kind in ImageType}}
    },
    responses={
        **OUTAGE,
        413: {"description": f"It has more than {MAX_IMAGE_BYTES} bytes"},
        415: {"description": "It is no PNG, JPEG, GIF or WebP"},
        422: {"description": "It is damaged, too large, or more than a picture"},
    },
)
def post_image(
    data: Annotated[bytes, Depends(body_of)],
    response: Response,
    content_type: Annotated[str, Header(include_in_schema=False)] = "",
) -> ImageView:
    """Keep a picture. What shows nothing is left out: places, comments, thumbnails."""
    told = content_type.partition(";")[0].strip().lower()
    view = image_view(KeepImage(data, told).execute(utils.images()))
    response.headers["Location"] = view.url
    return view
