"""What the role that delivers to a stage is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.delivery.branch import checked_stage
from pipeline.delivery.errors import Refused
from pipeline.settings.model import Settings

__all__ = ["DeliveryRole"]

# Sources: GitHub Docs, "Creating a new repository"; AWS General Reference, "AWS account identifiers"
# and "Regions and zones".
_SHAPES = {
    "repository": r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}",
    "account": r"\d{12}",
    "region": r"[a-z]{2}(-[a-z]+)+-\d",
}


@dataclass(frozen=True, slots=True)
class DeliveryRole:
    """The role that GitHub's environment of a stage takes on.

    Args:
        stage: hom or prod.
        repository: `owner/name` at GitHub.
        account: the AWS account's number.
        region: where the functions are.
        lambdas: their names.
        settings: pipeline.toml.

    Raises:
        Refused: one of them is none.
    """

    stage: str
    repository: str
    account: str
    region: str
    lambdas: Sequence[str]
    settings: Settings

    def __post_init__(self) -> None:
        checked_stage(self.stage)
        for field, shape in _SHAPES.items():
            value = getattr(self, field)
            if not re.fullmatch(shape, value):
                raise Refused(f"--{field} {value!r} is none", "Give it as its owner writes it")
        if not self.lambdas:
            raise Refused("there is no lambda in lambdas/", "Run in a checkout of the repository")

    @property
    def name(self) -> str:
        """The role's name."""
        return f"deliver-{self.stage}"

    @property
    def patterns(self) -> tuple[str, ...]:
        """The names of the functions, by project: a lambda added later needs no other policy."""
        return tuple(sorted({f"{name.partition('_')[0]}_*" for name in self.lambdas}))

    @property
    def partition(self) -> str:
        """AWS's partition, as the functions' own roles name it."""
        return self.settings.function.role.split(":")[1]
