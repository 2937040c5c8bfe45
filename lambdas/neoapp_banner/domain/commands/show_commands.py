"""What viewers see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ..models.audience_models import Viewer
from ..models.banner_models import Banner
from ..operations.banner_operations import shown
from ..operations.schedule_operations import steady_seconds
from ..ports import Banners, Clock

FRESH_SECONDS = 60
"""How long an answer may be kept where nothing changes by the clock before."""

MOST_SCHEDULED = 200
"""Banners of a placement that are looked at, those of the highest priority."""


@dataclass(frozen=True, slots=True)
class ShowPorts:
    """What showing banners needs."""

    banners: Banners
    clock: Clock


@dataclass(frozen=True, slots=True)
class Show:
    """What a viewer sees.

    Args:
        banners: the first choice first.
        fresh_seconds: how long nothing changes by the clock.
    """

    banners: Sequence[Banner]
    fresh_seconds: int


@dataclass(frozen=True, slots=True)
class ShowBanners:
    """Choose the banners of a placement for a viewer.

    Args:
        placement: its name.
        viewer: who is looking.
        limit: how many banners at most.
    """

    placement: str
    viewer: Viewer
    limit: int

    def execute(self, ports: ShowPorts) -> Show:
        """What is shown now. Raises TryLater."""
        now = ports.clock()
        soon = now + timedelta(seconds=FRESH_SECONDS)
        found = ports.banners.placed(self.placement, now, soon, MOST_SCHEDULED)
        schedules = [banner.schedule for banner in found if banner.schedule is not None]
        fresh = min(
            (steady_seconds(schedule, now, FRESH_SECONDS) for schedule in schedules),
            default=FRESH_SECONDS,
        )
        return Show(shown(found, self.placement, self.viewer, now)[: self.limit], fresh)
