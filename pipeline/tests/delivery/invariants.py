"""What must hold whatever happened."""

from __future__ import annotations

from pipeline.tests.delivery.conftest import Site

__all__ = ["check_invariants"]


def check_invariants(site: Site, name: str, bad: set[str] | None = None) -> None:
    """No alias leads to a version that isn't published, or of whose code `bad` has the sha256."""
    gateway = site.on.gateway
    if gateway.find(name) is None:
        return
    versions = {each.number: each for each in gateway.versions(name)}
    for alias in gateway.aliases(name):
        for number in alias.leads_to():
            assert number in versions, f"{alias} leads to a version that is not published"
            assert versions[number].code_sha256 not in (bad or set()), f"{alias} leads to a bad one"
