"""What editors do with banners."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..models.banner_models import Banner, BannerDraft
from ..models.error_models import BannerChanged, BrokenRule, BrokenRules, UnknownBanner
from ..models.image_models import Image
from ..models.schedule_models import Timetable
from ..operations.banner_operations import edited, new_banner, scheduled
from ..operations.request_operations import request_key
from ..operations.schedule_operations import schedule_of
from ..ports import Banners, Clock, Images, NewId


@dataclass(frozen=True, slots=True)
class EditorPorts:
    """What changing banners needs."""

    banners: Banners
    images: Images
    clock: Clock
    new_id: NewId


@dataclass(frozen=True, slots=True)
class Created:
    """A banner. replayed: it was made before, by the same request."""

    banner: Banner
    replayed: bool


@dataclass(frozen=True, slots=True)
class CreateBanner:
    """Make a banner, which is shown when it is scheduled; once for each idempotency key.

    Args:
        draft: what it says.
        editor: who makes it.
        key: the editor's name for this request; None for one that is not to be sent again.
    """

    draft: BannerDraft
    editor: str
    key: str | None = None

    def execute(self, ports: EditorPorts) -> Created:
        """The banner, as it is by now.

        Raises:
            BrokenRules: its picture is not kept.
            KeyReused: the key was used for something else.
            UnknownBanner: the request made it before, and it was deleted since.
            TryLater: with a key, sending the same again is safe.
        """
        image = _image(self.draft, ports.images)
        banner = new_banner(ports.new_id(), self.draft, image, self.editor, ports.clock())
        request = None if self.key is None else request_key(self.key, self.editor, self.draft)
        made = ports.banners.add(banner, request)
        if made == banner.id:
            return Created(banner, replayed=False)
        return Created(ReadBanner(made).execute(ports.banners), replayed=True)


@dataclass(frozen=True, slots=True)
class EditBanner:
    """Change what a banner says; its schedule stays.

    Args:
        seen: the banner as the editor last saw it.
        draft: what it says from now on.
        editor: who changes it.
    """

    seen: Banner
    draft: BannerDraft
    editor: str

    def execute(self, ports: EditorPorts) -> Banner:
        """The next version. Raises BannerChanged, BrokenRules or TryLater."""
        image = _image(self.draft, ports.images)
        banner = edited(self.seen, self.draft, image, self.editor, ports.clock())
        return _replaced(self.seen, banner, ports.banners)


@dataclass(frozen=True, slots=True)
class ScheduleBanner:
    """Say when a banner is shown.

    Args:
        seen: the banner as the editor last saw it.
        timetable: when; None takes it off.
        editor: who says so.
    """

    seen: Banner
    timetable: Timetable | None
    editor: str

    def execute(self, ports: EditorPorts) -> Banner:
        """The next version. Raises BannerChanged, BrokenRules or TryLater."""
        schedule = None if self.timetable is None else schedule_of(self.timetable)
        banner = scheduled(self.seen, schedule, self.editor, ports.clock())
        return _replaced(self.seen, banner, ports.banners)


@dataclass(frozen=True, slots=True)
class DeleteBanner:
    """Forget a banner.

    Args:
        seen: the banner as the editor last saw it.
    """

    seen: Banner

    def execute(self, banners: Banners) -> None:
        """Raises BannerChanged or TryLater."""
        if not banners.delete(self.seen.id, self.seen.version):
            raise BannerChanged(self.seen.id)


@dataclass(frozen=True, slots=True)
class ReadBanner:
    """Ask for one banner."""

    id: str

    def execute(self, banners: Banners) -> Banner:
        """The banner. Raises UnknownBanner or TryLater."""
        found = banners.find(self.id)
        if found is None:
            raise UnknownBanner(self.id)
        return found


@dataclass(frozen=True, slots=True)
class ListBanners:
    """Ask for all banners, the newest first, page by page.

    Args:
        after: the last id of the page before; None for the first page.
        size: how many at most.
    """

    after: str | None
    size: int

    def execute(self, banners: Banners) -> tuple[Sequence[Banner], bool]:
        """The page, and whether there are more. Raises TryLater."""
        found = banners.page(self.after, self.size + 1)
        return found[: self.size], len(found) > self.size


def _image(draft: BannerDraft, images: Images) -> Image:
    image = images.find(draft.image)
    if image is None:
        reason = "no picture is kept under this id: send it first"
        raise BrokenRules(BrokenRule(("image",), "unknown_image", reason))
    return image


def _replaced(seen: Banner, banner: Banner, banners: Banners) -> Banner:
    if not banners.replace(banner, seen.version):
        raise BannerChanged(banner.id)
    return banner
