"""What the domain needs from the world. Adapters live in `core/`; fakes in `tests`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from .models.banner_models import Banner
from .models.image_models import Image, Picture
from .models.request_models import RequestKey


class Clock(Protocol):
    """What time it is."""

    def __call__(self) -> datetime:
        """Now, with an offset."""


class NewId(Protocol):
    """Makes ids that sort by the time at which they were made."""

    def __call__(self) -> str:
        """A ULID that nobody has yet."""


class Banners(Protocol):
    """The banners of one stage. Every method may raise TryLater."""

    def add(self, banner: Banner, request: RequestKey | None = None) -> str:
        """Keep a new one, once for each request that has a key.

        Returns the id of the banner that the request made, now or when it came before: that one may
        have been deleted since. Raises KeyReused.
        """

    def find(self, banner_id: str) -> Banner | None:
        """The banner, or None."""

    def replace(self, banner: Banner, seen: int) -> bool:
        """Keep it in place of what has its id, if that is still at the version `seen`."""

    def delete(self, banner_id: str, seen: int) -> bool:
        """Forget it, if it is still at the version `seen`."""

    def page(self, after: str | None, limit: int) -> Sequence[Banner]:
        """At most `limit` banners, the newest first: those made before the one with the id `after`."""

    def placed(
        self, placement: str, since: datetime, until: datetime, limit: int
    ) -> Sequence[Banner]:
        """Banners of a placement whose schedule has begun at `until` and goes on after `since`.

        At most `limit`, those of the highest priority; in any order.
        """


class Images(Protocol):
    """The pictures of one stage. Every method may raise TryLater."""

    def keep(self, picture: Picture) -> None:
        """Keep it; again when it is kept already changes nothing."""

    def find(self, image_id: str) -> Image | None:
        """The picture that is kept under this id, or None."""
