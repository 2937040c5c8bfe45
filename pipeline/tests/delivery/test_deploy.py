from __future__ import annotations

from pipeline.tests.delivery.conftest import Site


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

    outcome = site.deploy(name, commit="later")

    assert (outcome.action, outcome.version) == ("unchanged", "1")
    assert len(site.on.gateway.versions(name)) == 1


def test_prod_gets_the_very_version_that_hom_proved(site: Site, name: str) -> None:
    site.deploy(name, "hom", "1")
    site.deploy(name, "hom", "2")

    outcome = site.deploy(name, "prod", "1")

    assert (outcome.version, outcome.reused) == ("1", True)
    assert len(site.on.gateway.versions(name)) == 2
