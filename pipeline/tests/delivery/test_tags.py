"""A function's tags after deployments: ours as pipeline.toml has them, those of others as they are."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pipeline.delivery.errors import AccessDenied, Busy
from pipeline.delivery.tagging import tag_change
from pipeline.local.cloud import LocalCloud
from pipeline.settings.tags import TAG_OF_KEYS
from pipeline.tests.delivery.conftest import SETTINGS, Site
from pipeline.tests.delivery.proxy import Call, Fault, Proxy

OURS = {"team": "payments", "cost": "12 EUR"}


def tagged(cloud: LocalCloud | str, folder: Path, **tags: str) -> Site:
    """Deploys with these tags in pipeline.toml."""
    url = cloud if isinstance(cloud, str) else cloud.aws.url
    return Site(url, folder, {**SETTINGS, "function": {**SETTINGS["function"], "tags": tags}})


def tags_of(site: Site, name: str) -> dict[str, str]:
    return site.on.gateway.tags(site.on.gateway.version(name).arn)


def test_a_function_is_made_with_its_tags_and_the_list_of_their_keys(
    cloud: LocalCloud, tmp_path: Path, name: str
) -> None:
    site = tagged(cloud, tmp_path, **OURS)
    site.deploy(name)

    assert tags_of(site, name) == {**OURS, TAG_OF_KEYS: "cost team"}


def test_tags_that_change_later_come_and_go_though_the_alias_serves_the_code_already(
    cloud: LocalCloud, tmp_path: Path, name: str
) -> None:
    tagged(cloud, tmp_path, **OURS).deploy(name)
    site = tagged(cloud, tmp_path, team="banners", owner="ana")

    outcome = site.deploy(name)

    assert (outcome.action, outcome.version) == ("unchanged", "1")
    assert tags_of(site, name) == {"team": "banners", "owner": "ana", TAG_OF_KEYS: "owner team"}


def test_a_new_version_comes_with_its_tags_and_tags_of_others_stay(
    cloud: LocalCloud, tmp_path: Path, name: str
) -> None:
    site = tagged(cloud, tmp_path, **OURS)
    site.deploy(name)
    arn = site.on.gateway.version(name).arn
    site.on.gateway.tag(arn, {"audit": "2027", "aws:cloudformation:stack-name": "lambdas"})

    tagged(cloud, tmp_path, team="payments").deploy(name, mark="2")

    assert tags_of(site, name) == {
        "team": "payments",
        "audit": "2027",
        "aws:cloudformation:stack-name": "lambdas",
        TAG_OF_KEYS: "team",
    }
    tagged(cloud, tmp_path).deploy(name, mark="2")
    assert tags_of(site, name).keys() == {"audit", "aws:cloudformation:stack-name"}


def test_a_function_that_has_its_tags_is_only_asked_for_them(
    cloud: LocalCloud, tmp_path: Path, name: str
) -> None:
    tagged(cloud, tmp_path, **OURS).deploy(name)
    with Proxy(cloud.aws.url).running() as proxy:
        tagged(proxy.url, tmp_path, **OURS).deploy(name)

    assert [call.split()[0] for call in proxy.calls if "/tags/" in call] == ["GET"]


def test_a_dry_run_says_which_keys_and_no_values(
    cloud: LocalCloud, tmp_path: Path, name: str
) -> None:
    tagged(cloud, tmp_path, **OURS).deploy(name)
    site = tagged(cloud, tmp_path, team="banners")

    same, other = site.deploy(name, dry_run=True), site.deploy(name, mark="2", dry_run=True)

    words = (f"set the tags {TAG_OF_KEYS}, team", "remove the tags cost")
    assert (same.action, same.version, same.plan) == ("planned", "1", words)
    assert other.plan[2:4] == words
    assert tags_of(site, name)["team"] == "payments"
    assert tagged(cloud, tmp_path, **OURS).deploy(name, dry_run=True).action == "unchanged"


def test_a_function_that_is_being_changed_is_waited_for(
    cloud: LocalCloud, tmp_path: Path, name: str
) -> None:
    tagged(cloud, tmp_path, **OURS).deploy(name)
    refused: list[Call] = []

    def busy(call: Call) -> Fault:
        if "/tags/" not in call.what or call.what.startswith("GET") or len(refused) == 2:
            return None
        refused.append(call)
        return "busy"

    with Proxy(cloud.aws.url, busy).running() as proxy:
        site = tagged(proxy.url, tmp_path, owner="ana")
        site.deploy(name)
        assert len(refused) == 2
        assert tags_of(site, name) == {"owner": "ana", TAG_OF_KEYS: "owner"}


@pytest.mark.parametrize(("fault", "error"), [("busy", Busy), ("refused", AccessDenied)])
def test_where_tags_can_not_be_changed_that_is_said_and_the_alias_stays(
    cloud: LocalCloud, tmp_path: Path, name: str, fault: Fault, error: type[Exception]
) -> None:
    site = tagged(cloud, tmp_path, **OURS)
    site.deploy(name)

    def at_tags(call: Call) -> Fault:
        return fault if call.what.startswith("POST") and "/tags/" in call.what else None

    with (
        Proxy(cloud.aws.url, at_tags).running() as proxy,
        pytest.raises(error, match=rf"lambda:TagResource of arn:aws:lambda:.*:{name}"),
    ):
        tagged(proxy.url, tmp_path, **OURS, owner="ana").deploy(name, mark="2")

    assert site.leads_to(name, "hom") == "1"
    assert tags_of(site, name) == {**OURS, TAG_OF_KEYS: "cost team"}


def test_wherever_a_change_of_tags_is_interrupted_the_next_one_forgets_none_of_ours() -> None:
    random_ = random.Random(1)  # noqa: S311 - the same each time
    for _ in range(500):
        tags: dict[str, str] = {"theirs": "1"}
        for _ in range(6):
            wanted = {key: random_.choice("xy") for key in random_.sample("abcd", k=2)}
            change = tag_change(tags, wanted)
            steps = random_.choice((0, 1, 2, 2))
            if steps:
                tags = {key: text for key, text in tags.items() if key not in change.remove}
            if steps == 2:
                tags |= change.put
                assert tags == {"theirs": "1", **wanted, TAG_OF_KEYS: " ".join(sorted(wanted))}
                assert not tag_change(tags, wanted)
