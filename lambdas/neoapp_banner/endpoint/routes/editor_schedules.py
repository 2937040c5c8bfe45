"""`/editor/banners/{banner_id}/schedule`: say when a banner is shown."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from ekans.auth import Caller

from ...domain.commands.banner_commands import ScheduleBanner
from ...domain.models.banner_models import Banner
from ...domain.models.schedule_models import Timetable
from .. import utils
from ..views import EditorBanner
from .editor_banners import CHANGES, WRITE, answered, banner_to_change

router = APIRouter(prefix="/editor/banners/{banner_id}/schedule", tags=["editors"])


@router.put("", responses={**CHANGES, 400: {"description": "No JSON"}})
def put_schedule(
    timetable: Timetable,
    caller: Annotated[Caller, WRITE],
    banner: Annotated[Banner, Depends(banner_to_change)],
    response: Response,
) -> EditorBanner:
    """Have a banner shown. A time without an offset is what São Paulo's clocks show."""
    command = ScheduleBanner(banner, timetable, caller.name)
    return answered(command.execute(utils.editor_ports()), response)


@router.delete("", responses=CHANGES)
def delete_schedule(
    caller: Annotated[Caller, WRITE],
    banner: Annotated[Banner, Depends(banner_to_change)],
    response: Response,
) -> EditorBanner:
    """Have a banner shown no more."""
    command = ScheduleBanner(banner, None, caller.name)
    return answered(command.execute(utils.editor_ports()), response)
