"""Fakes at the domain's ports. The suites in `contracts` hold them to what the adapters do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..domain.models.banner_models import Banner
from ..domain.models.error_models import KeyReused
from ..domain.models.image_models import Image, Picture
from ..domain.models.request_models import RequestKey


@dataclass
class FakeBanners:
    """Banners in memory."""

    kept: dict[str, Banner] = field(default_factory=dict)
    requests: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add(self, banner: Banner, request: RequestKey | None = None) -> str:
        if request is not None:
            told, made = self.requests.setdefault(request.id, (request.fingerprint, banner.id))
            if told != request.fingerprint:
                raise KeyReused
            if made != banner.id:
                return made
        self.kept[banner.id] = banner
        return banner.id

    def find(self, banner_id: str) -> Banner | None:
        return self.kept.get(banner_id)

    def replace(self, banner: Banner, seen: int) -> bool:
        if not self._is_at(banner.id, seen):
            return False
        self.kept[banner.id] = banner
        return True

    def delete(self, banner_id: str, seen: int) -> bool:
        if not self._is_at(banner_id, seen):
            return False
        del self.kept[banner_id]
        return True

    def page(self, after: str | None, limit: int) -> Sequence[Banner]:
        found = [name for name in self.kept if after is None or name < after]
        return [self.kept[name] for name in sorted(found, reverse=True)[:limit]]

    def placed(
        self, placement: str, since: datetime, until: datetime, limit: int
    ) -> Sequence[Banner]:
        found = [
            (-place.priority, banner.id)
            for banner in self.kept.values()
            if (place := banner.placement(placement)) is not None
            and banner.schedule is not None
            and banner.schedule.starts <= until
            and (banner.schedule.ends is None or banner.schedule.ends > since)
        ]
        return [self.kept[name] for _, name in sorted(found)[:limit]]

    def _is_at(self, banner_id: str, version: int) -> bool:
        found = self.kept.get(banner_id)
        return found is not None and found.version == version


@dataclass
class FakeImages:
    """Pictures in memory."""

    kept: dict[str, Picture] = field(default_factory=dict)

    def keep(self, picture: Picture) -> None:
        self.kept[picture.image.id] = picture

    def find(self, image_id: str) -> Image | None:
        found = self.kept.get(image_id)
        return None if found is None else found.image
