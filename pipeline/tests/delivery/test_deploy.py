from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.delivery.artifact import read_artifact
from pipeline.delivery.configuration import Configuration
from pipeline.delivery.errors import (
    AccessDenied,
    ArtifactInvalid,
    CredentialsInvalid,
    NotReady,
    OutcomeUnknown,
    ProbeFailed,
    StorageExceeded,
)
from pipeline.delivery.states import AliasState
from pipeline.local.cloud import LocalCloud
from pipeline.tests.delivery.artifacts import BROKEN, HANGING, make_artifact, write_artifact
from pipeline.tests.delivery.conftest import SETTINGS, SettlingClock, Site
from pipeline.tests.delivery.invariants import check_invariants
from pipeline.tests.delivery.proxy import Call, Fault, Proxy


def test_a_first_deployment_makes_the_function_a_version_and_the_alias(
    site: Site, name: str
) -> None:
    outcome = site.deploy(name, "hom")

    assert (outcome.action, outcome.version, outcome.previous) == ("deployed", "1", None)
    assert site.leads_to(name, "hom") == "1"
    assert site.leads_to(name, "prod") is None
    version = site.on.gateway.version(name, "1")
    assert (version.configuration.memory, version.configuration.timeout) == (256, 10)
    assert version.configuration.role == f"arn:aws:iam::123456789012:role/lambda-{name}"


def test_the_same_code_and_configuration_again_change_nothing(site: Site, name: str) -> None:
    site.deploy(name)
    alias = site.on.gateway.alias(name, "hom")

    outcome = site.deploy(name, commit="later")

    assert (outcome.action, outcome.version) == ("unchanged", "1")
    assert len(site.on.gateway.versions(name)) == 1
    assert site.on.gateway.alias(name, "hom") == alias


def test_another_configuration_of_the_same_code_is_another_version(site: Site, name: str) -> None:
    site.deploy(name)

    outcome = site.deploy(name, manifest={"memory": 512})

    assert (outcome.action, outcome.version, outcome.previous) == ("deployed", "2", "1")


def test_another_description_alone_is_no_other_version(site: Site, name: str) -> None:
    site.deploy(name)

    assert site.deploy(name, manifest={"description": "other"}).action == "unchanged"


def test_prod_gets_the_very_version_that_hom_proved(site: Site, name: str) -> None:
    site.deploy(name, "hom", "1")
    site.deploy(name, "hom", "2")

    outcome = site.deploy(name, "prod", "1")

    assert (outcome.version, outcome.reused) == ("1", True)
    assert len(site.on.gateway.versions(name)) == 2


def test_the_alias_says_of_which_commit_it_is_and_who_moved_it(site: Site, name: str) -> None:
    site.deploy(name, mark="1")
    site.deploy(name, mark="2", actor="bea")

    alias = site.on.gateway.alias(name, "hom")
    assert alias is not None
    assert re.fullmatch(
        r"commit c2 by bea at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ, after version 1", alias.description
    )
    assert site.on.gateway.version(name, "2").description == "commit c2"


def test_a_version_that_fails_its_probe_leaves_the_alias_where_it_was(
    site: Site, name: str
) -> None:
    site.deploy(name)

    with pytest.raises(ProbeFailed, match=rf"{name}:2 failed its probe at hom: LookupError: gen"):
        site.deploy(name, mark="2", code=BROKEN)

    assert site.leads_to(name, "hom") == "1"
    check_invariants(site, name, {site.on.gateway.version(name, "2").code_sha256})


def test_a_first_version_that_fails_its_probe_gets_no_alias(site: Site, name: str) -> None:
    with pytest.raises(ProbeFailed):
        site.deploy(name, code=BROKEN)

    assert site.on.gateway.aliases(name) == []


def test_a_probe_that_hangs_ends_after_the_time_that_it_has(
    cloud: LocalCloud, tmp_path: Path, name: str
) -> None:
    release = {**SETTINGS["release"], "probe_seconds": 1}
    site = Site(cloud.aws.url, tmp_path, {**SETTINGS, "release": release})

    with pytest.raises(ProbeFailed, match=rf"{name}:1 did not answer its probe at hom within 1 s"):
        site.deploy(name, code=HANGING)

    assert site.on.gateway.aliases(name) == []


def test_a_probe_that_hangs_past_the_functions_own_timeout_failed(site: Site, name: str) -> None:
    with pytest.raises(ProbeFailed, match=r"failed its probe at hom: .*timed out"):
        site.deploy(name, code=HANGING, manifest={"timeout": 1})


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("None", "it answered null, which is no probe's"),
        ("{'mew': {'probe': True, 'stage': 'prod'}}", "it answered for the stage 'prod'"),
        ("'x' * 5000", r"it answered x{600}\.\.\., which"),
        ("{'mew': []}", "which is no probe's"),
    ],
)
def test_an_answer_that_is_no_probes_is_a_failure(
    site: Site, name: str, answer: str, why: str
) -> None:
    code = f"def handler(event, context):\n    return {answer}\n"

    with pytest.raises(ProbeFailed, match=why):
        site.deploy(name, code=code)


def test_a_dry_run_says_what_would_be_done_and_does_nothing(site: Site, name: str) -> None:
    first = site.deploy(name, dry_run=True)
    assert site.on.gateway.find(name) is None
    site.deploy(name)

    later = site.deploy(name, mark="2", dry_run=True)
    there = site.deploy(name, "prod", dry_run=True)

    assert [step.split(" (")[0] for step in first.plan] == [
        f"create the function {name}",
        "publish version 1",
        "probe it at hom",
        "point hom at it",
    ]
    assert later.plan[1:] == ("publish a version", "probe it at hom", "point hom at it")
    assert there.plan[0] == "use version 1, which has this code and configuration"
    assert len(site.on.gateway.versions(name)) == 1
    assert site.leads_to(name, "prod") is None


def test_old_versions_go_but_for_the_newest_and_those_that_an_alias_leads_to(
    site: Site, name: str
) -> None:
    site.deploy(name, "prod", "1")
    for mark in "2345":
        site.deploy(name, "hom", mark)

    outcome = site.deploy(name, "hom", "6")

    assert outcome.pruned == ("3",)
    assert [each.number for each in site.on.gateway.versions(name)] == ["1", "4", "5", "6"]


def test_a_version_that_a_weight_leads_to_is_kept(site: Site, name: str) -> None:
    site.deploy(name, "prod", "1")
    site.put(name, "2")
    alias = site.on.gateway.alias(name, "prod")
    assert alias is not None
    site.on.gateway.update_alias(name, AliasState("prod", "1", {"2": 0.5}, "", alias.revision_id))
    for mark in "3456":
        site.deploy(name, "hom", mark)

    assert [each.number for each in site.on.gateway.versions(name)] == ["1", "2", "4", "5", "6"]


def test_a_canary_that_was_interrupted_is_ended_by_the_next_deployment(
    site: Site, name: str
) -> None:
    site.deploy(name, "hom", "1")
    site.put(name, "2")
    alias = site.on.gateway.alias(name, "hom")
    assert alias is not None
    site.on.gateway.update_alias(name, AliasState("hom", "1", {"2": 0.5}, "", alias.revision_id))

    outcome = site.deploy(name, "hom", "1")

    now = site.on.gateway.alias(name, "hom")
    assert outcome.action == "deployed"
    assert now is not None
    assert (now.version, now.weights) == ("1", {})


@pytest.mark.parametrize(
    ("fault", "error", "says"),
    [
        ("expired", CredentialsInvalid, "Sign in again"),
        ("full", StorageExceeded, "pipeline prune"),
        ("refused", AccessDenied, r"Allow lambda:UpdateFunctionCode in the policy"),
    ],
)
def test_what_aws_refuses_is_said_with_what_to_do(
    site: Site, cloud: LocalCloud, name: str, fault: Fault, error: type[Exception], says: str
) -> None:
    site.deploy(name)

    def at_upload(call: Call) -> Fault:
        return fault if call.what.startswith("PUT") and "/code" in call.what else None

    with Proxy(cloud.aws.url, at_upload).running() as proxy, pytest.raises(error, match=says):
        Site(proxy.url, site.folder).deploy(name, mark="2")

    assert site.leads_to(name, "hom") == "1"


def test_credentials_that_are_expired_from_the_start_are_said_so(
    cloud: LocalCloud, tmp_path: Path, name: str
) -> None:
    with (
        Proxy(cloud.aws.url, lambda call: "expired").running() as proxy,
        pytest.raises(CredentialsInvalid, match=r"sts:GetCallerIdentity .*Sign in again"),
    ):
        Site(proxy.url, tmp_path).deploy(name)


def test_where_an_alias_can_not_be_read_after_it_may_have_moved_that_is_said(
    site: Site, cloud: LocalCloud, name: str
) -> None:
    site.deploy(name)
    moved: list[Call] = []

    def silence(call: Call) -> Fault:
        if call.what.startswith("PUT") and "/aliases/" in call.what:
            moved.append(call)
        return "lost" if moved else None

    with (
        Proxy(cloud.aws.url, silence).running() as proxy,
        pytest.raises(OutcomeUnknown, match=r"may or may not lead to version 2 now"),
    ):
        Site(proxy.url, site.folder).deploy(name, mark="2")

    assert site.deploy(name, mark="2").action == "unchanged"


def test_a_zip_that_is_not_the_manifests_is_refused_before_anything_is_asked(
    site: Site, name: str
) -> None:
    path = write_artifact(site.folder, name)
    other = write_artifact(site.folder, f"{name}x", "2")
    path.write_bytes(other.read_bytes())

    with pytest.raises(ArtifactInvalid, match="is not the zip of its manifest"):
        read_artifact(name, site.folder)


def test_a_zip_above_the_limit_goes_through_a_bucket(
    cloud: LocalCloud, tmp_path: Path, name: str
) -> None:
    bucket = f"{name.replace('_', '-')}-code"
    s3 = cloud.aws.client("s3")
    s3.create_bucket(Bucket=bucket)
    site = Site(cloud.aws.url, tmp_path, {**SETTINGS, "aws": {"attempts": 2, "bucket": bucket}})

    site.deploy(name, manifest={"padding": 51 * 1024 * 1024})

    key = s3.list_objects_v2(Bucket=bucket)["Contents"][0]["Key"]
    assert re.fullmatch(rf"lambdas/{name}/[0-9a-f]{{64}}\.zip", key)
    assert site.leads_to(name, "hom") == "1"


def test_without_a_bucket_a_zip_above_the_limit_is_refused(site: Site, name: str) -> None:
    with pytest.raises(ArtifactInvalid, match=r"\[aws\] bucket in pipeline.toml"):
        site.deploy(name, manifest={"padding": 51 * 1024 * 1024})

    assert site.on.gateway.find(name) is None


@pytest.fixture
def slow(settling: SettlingClock) -> Iterator[None]:
    settling.slow = True
    yield
    settling.slow = False


@pytest.mark.usefixtures("slow")
def test_a_function_that_is_pending_or_being_updated_is_waited_for(site: Site, name: str) -> None:
    artifact = make_artifact(site.folder, name)
    settings = site.on.settings.function_of(name)
    wanted = Configuration.wanted(artifact.manifest, settings, "123456789012")
    code = {"ZipFile": artifact.content}
    site.on.gateway.create(name, code, wanted, "", {})
    assert site.on.gateway.version(name).state == "Pending"

    assert site.deploy(name).version == "1"
    assert site.deploy(name, mark="2").version == "2"


@pytest.mark.usefixtures("slow")
def test_a_function_that_stays_pending_is_given_up(
    cloud: LocalCloud, tmp_path: Path, name: str
) -> None:
    release = {**SETTINGS["release"], "active_seconds": 0.2}
    site = Site(cloud.aws.url, tmp_path, {**SETTINGS, "release": release})

    with pytest.raises(
        NotReady, match=rf"{name}:\$LATEST is still Pending \(The function is being"
    ):
        site.deploy(name)
