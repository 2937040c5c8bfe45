"""Has prod get the very version that hom serves; nothing is built or uploaded."""

from __future__ import annotations

from dataclasses import dataclass

from .canary import Canary
from .errors import PromotionRefused
from .history import History
from .outcome import Outcome
from .release import Release, commit_of
from .serve import released
from .states import AliasState, VersionState
from .wiring import Delivery

__all__ = ["Promote", "promote"]

_FROM, _TO = "hom", "prod"


@dataclass(frozen=True, slots=True)
class Promote:
    """Promote `name` in the name of `actor`; `force` goes without the commit being in prod."""

    name: str
    actor: str
    canary: Canary | None = None
    force: bool = False
    dry_run: bool = False


def promote(command: Promote, on: Delivery, history: History) -> Outcome:
    """Promotes.

    Raises:
        PromotionRefused: hom serves nothing, or by halves, or what is not in prod's branch.
        NotReady, ProbeFailed, CanaryFailed, Conflict, OutcomeUnknown, AwsError: as `deploy()`.
    """
    begun = on.clock.monotonic()
    name = command.name
    hom = _serving(name, on.gateway.alias(name, _FROM))
    before = on.gateway.alias(name, _TO)
    version = on.gateway.version(name, hom.version)
    commits = _commits(hom, version)

    def outcome(action: str, plan: tuple[str, ...] = ()) -> Outcome:
        return Outcome.of_version(
            version,
            stage=_TO,
            action=action,
            previous=before.version if before else None,
            commit=commits[0] if commits else "unknown",
            actor=command.actor,
            at=on.clock.now(),
            seconds=on.clock.monotonic() - begun,
            plan=plan,
        )

    if before is not None and before.version == hom.version and not before.weights:
        return outcome("unchanged")
    if not command.force:
        if not commits:
            raise PromotionRefused(
                f"{name}: hom leads to version {hom.version} without a commit (its description:"
                f" {hom.description!r})",
                "Deploy it to hom with the pipeline, or give --force",
            )
        history.check(name, commits, _TO)
    if command.dry_run:
        steps = (f"probe version {hom.version} at {_TO}", f"point {_TO} at version {hom.version}")
        return outcome("planned", steps)
    release = Release(commits[0] if commits else "unknown", command.actor, on.clock.now())
    release = released(release, before, hom.version)
    on.serve.by(name, _TO, before, hom.version, release, command.canary)
    return outcome("promoted")


def _serving(name: str, hom: AliasState | None) -> AliasState:
    if hom is None:
        raise PromotionRefused(
            f"{name}: there is no alias {_FROM}, so nothing that it proved",
            f"Deploy it to {_FROM} first",
        )
    if hom.weights:
        raise PromotionRefused(
            f"{name}: {_FROM} leads to versions {', '.join(sorted(hom.leads_to()))} by parts",
            "Let that canary end, or end it with `pipeline rollback`",
        )
    return hom


def _commits(hom: AliasState, version: VersionState) -> list[str]:
    """The commits that the artifact is of: that of its last deployment, and that of its build."""
    release = Release.parse(hom.description)
    found = [release.commit if release else "", commit_of(version.description)]
    return list(dict.fromkeys(commit for commit in found if commit not in {"", "unknown"}))
