"""Which stage a branch deploys to, and which lambdas."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import BranchRefused, Refused

__all__ = ["STAGES", "Target", "checked_stage", "target_of"]

STAGES = ("hom", "prod")
_REFS = "refs/heads/"


@dataclass(frozen=True, slots=True)
class Target:
    """A stage, and the one lambda that the branch is for; None: all of them."""

    stage: str
    lambda_name: str | None = None

    def check(self, name: str) -> None:
        """Raises BranchRefused where the branch is another lambda's."""
        if self.lambda_name not in {None, name}:
            raise BranchRefused(
                f"{name}: the branch {self.lambda_name}/{self.stage} deploys {self.lambda_name}"
                " alone",
                f"Push to {self.stage} or to {name}/{self.stage}",
            )


def target_of(branch: str) -> Target:
    """What `branch` deploys; a ref (`refs/heads/hom`) is taken as well.

    Raises:
        BranchRefused: it is none that deploys.
    """
    name = branch.removeprefix(_REFS)
    if name in STAGES:
        return Target(name)
    lambda_name, _, stage = name.rpartition("/")
    if lambda_name in STAGES:
        raise BranchRefused(
            f"the branch {name!r} is the wrong way round: git can't hold both {lambda_name} and"
            f" {name}",
            f"Name it {stage}/{lambda_name}",
        )
    if stage in STAGES and lambda_name.isidentifier() and lambda_name.isascii():
        return Target(stage, lambda_name)
    what = "is a tag or another ref" if name.startswith("refs/") else "deploys to no stage"
    raise BranchRefused(
        f"the branch {name!r} {what}: hom, prod, <lambda>/hom and <lambda>/prod do",
        "Deploy from one of those, or name the stage with --stage",
    )


def checked_stage(stage: str) -> str:
    """`stage`, if it is one.

    Raises:
        Refused: it is none.
    """
    if stage not in STAGES:
        raise Refused(f"unknown stage {stage!r}", f"It is one of {', '.join(STAGES)}")
    return stage
