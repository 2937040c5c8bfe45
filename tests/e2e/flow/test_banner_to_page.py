"""A banner from its editor to the page that shows it, at `hom`; `prod` sees nothing of it."""

from __future__ import annotations

from neoapp_banner.tests.pictures import png

from .conftest import BANNER, Cloud

EDITOR, SHOWN = "/editor/banners", "/banners?placement=home-top"


def test_a_banner_is_made_scheduled_and_shown_with_an_etag(cloud: Cloud) -> None:
    key = {"X-Api-Key": cloud.keys[BANNER]}
    image = cloud.hom.call(
        BANNER, "POST", "/editor/images", png(), key | {"Content-Type": "image/png"}
    )
    assert image.status == 201, image.content
    told = {
        "title": "Winter sale",
        "alt": "Half the price",
        "link": "https://example.com/offers",
        "image": image.json["id"],
        "placements": [{"name": "home-top"}],
    }
    made = cloud.hom.call(BANNER, "POST", EDITOR, told, key)
    assert made.status == 201, made.content
    assert cloud.hom.call(BANNER, "GET", SHOWN).json["items"] == []

    seen = key | {"If-Match": made.headers["etag"]}
    path = f"{EDITOR}/{made.json['id']}/schedule"
    assert cloud.hom.call(BANNER, "PUT", path, {"starts": "2026-01-01T00:00"}, seen).status == 200
    shown = cloud.hom.call(BANNER, "GET", SHOWN)
    assert [item["title"] for item in shown.json["items"]] == ["Winter sale"]
    again = cloud.hom.call(BANNER, "GET", SHOWN, None, {"If-None-Match": shown.headers["etag"]})
    assert (again.status, again.content) == (304, b"")

    assert cloud.saw_nothing(BANNER, "prod")
    assert cloud.prod.call(BANNER, "GET", SHOWN).json["items"] == []
    assert cloud.prod.call(BANNER, "GET", EDITOR, None, key).json["items"] == []
