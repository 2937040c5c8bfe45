"""What editors do with banners."""

from datetime import UTC, datetime

import pytest

from .....domain.commands.banner_commands import (
    CreateBanner,
    DeleteBanner,
    EditBanner,
    EditorPorts,
    ListBanners,
    ReadBanner,
    ScheduleBanner,
)
from .....domain.models.banner_models import Banner
from .....domain.models.error_models import BannerChanged, BrokenRules, KeyReused, UnknownBanner
from .....domain.models.schedule_models import Timetable
from ....fakes import FakeBanners, FakeImages
from ....samples import NOON, PICTURE, banner, draft, later_id


class World:
    """All fakes of one test."""

    def __init__(self) -> None:
        self.banners = FakeBanners()
        self.images = FakeImages()
        self.images.keep(PICTURE)

    @property
    def ports(self) -> EditorPorts:
        return EditorPorts(
            banners=self.banners, images=self.images, clock=lambda: NOON, new_id=later_id
        )

    def made(self) -> Banner:
        """A new banner."""
        return CreateBanner(draft(), "ana").execute(self.ports).banner


@pytest.fixture
def world() -> World:
    return World()


def test_a_new_banner_is_kept_and_not_shown_yet(world: World) -> None:
    made = world.made()
    assert ReadBanner(made.id).execute(world.banners) == made
    assert (made.version, made.schedule, made.image) == (1, None, PICTURE.image)


def test_a_banner_without_a_kept_picture_is_refused(world: World) -> None:
    with pytest.raises(BrokenRules) as caught:
        CreateBanner(draft(image="f" * 64), "ana").execute(world.ports)
    assert caught.value.rules[0].path == ("image",)
    assert world.banners.kept == {}


def test_a_request_with_a_key_makes_one_banner(world: World) -> None:
    first = CreateBanner(draft(), "ana", "key").execute(world.ports)
    again = CreateBanner(draft(), "ana", "key").execute(world.ports)
    assert (first.replayed, again.replayed) == (False, True)
    assert again.banner == first.banner
    assert list(world.banners.kept) == [first.banner.id]


def test_requests_without_a_key_or_with_anothers_make_banners_of_their_own(world: World) -> None:
    for editor, key in (("ana", None), ("ana", None), ("ana", "key"), ("rui", "key")):
        assert not CreateBanner(draft(), editor, key).execute(world.ports).replayed
    assert len(world.banners.kept) == 4


def test_a_key_stands_for_what_it_was_first_used_for(world: World) -> None:
    CreateBanner(draft(), "ana", "key").execute(world.ports)
    with pytest.raises(KeyReused):
        CreateBanner(draft(title="Summer"), "ana", "key").execute(world.ports)
    assert len(world.banners.kept) == 1


def test_a_request_that_comes_again_finds_its_banner_as_it_is_by_now(world: World) -> None:
    first = CreateBanner(draft(), "ana", "key").execute(world.ports).banner
    edited = EditBanner(first, draft(title="Summer"), "rui").execute(world.ports)
    assert CreateBanner(draft(), "ana", "key").execute(world.ports).banner == edited
    DeleteBanner(edited).execute(world.banners)
    with pytest.raises(UnknownBanner):
        CreateBanner(draft(), "ana", "key").execute(world.ports)
    assert world.banners.kept == {}


def test_an_edit_keeps_the_schedule(world: World) -> None:
    seen = banner()
    world.banners.add(seen)
    made = EditBanner(seen, draft(title="Summer"), "rui").execute(world.ports)
    assert (made.title, made.version, made.schedule) == ("Summer", 2, seen.schedule)
    assert world.banners.find(seen.id) == made


def test_a_schedule_is_told_and_taken_away(world: World) -> None:
    seen = world.made()
    timetable = Timetable.model_validate({"starts": "2018-11-04T01:00"})
    shown = ScheduleBanner(seen, timetable, "ana").execute(world.ports)
    assert shown.schedule is not None
    assert shown.schedule.starts == datetime(2018, 11, 4, 3, tzinfo=UTC)
    assert ScheduleBanner(shown, None, "ana").execute(world.ports).schedule is None


def test_a_schedule_that_no_clock_shows_changes_nothing(world: World) -> None:
    seen = world.made()
    timetable = Timetable.model_validate({"starts": "2018-11-04T00:30"})
    with pytest.raises(BrokenRules):
        ScheduleBanner(seen, timetable, "ana").execute(world.ports)
    assert world.banners.find(seen.id) == seen


def test_who_saw_an_older_version_changes_nothing(world: World) -> None:
    seen = world.made()
    newest = EditBanner(seen, draft(title="Summer"), "rui").execute(world.ports)
    with pytest.raises(BannerChanged):
        EditBanner(seen, draft(title="Spring"), "ana").execute(world.ports)
    with pytest.raises(BannerChanged):
        ScheduleBanner(seen, None, "ana").execute(world.ports)
    with pytest.raises(BannerChanged):
        DeleteBanner(seen).execute(world.banners)
    assert world.banners.find(seen.id) == newest


def test_a_deleted_banner_is_unknown(world: World) -> None:
    seen = world.made()
    DeleteBanner(seen).execute(world.banners)
    with pytest.raises(UnknownBanner):
        ReadBanner(seen.id).execute(world.banners)


def test_a_list_says_whether_there_is_more(world: World) -> None:
    made = [world.made() for _ in range(3)]
    newest = list(reversed(made))
    assert ListBanners(None, 2).execute(world.banners) == (newest[:2], True)
    assert ListBanners(newest[1].id, 2).execute(world.banners) == (newest[2:], False)
    assert ListBanners(None, 3).execute(world.banners) == (newest, False)
