"""What became of one lambda at one stage."""

from __future__ import annotations

import base64
import dataclasses
import datetime
from dataclasses import dataclass
from typing import Any, Self

from .states import VersionState

__all__ = ["Outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a deployment, a promotion or a rollback that succeeded.

    `action` is `deployed`, `promoted`, `rolled back`, `unchanged` or `planned`; `previous` is the
    version that the alias led to before, `reused` that the version was there already, `sha256` the
    zip's, `size` in bytes, `seconds` how long it took, `plan` what a dry run
    would do.
    """

    lambda_name: str
    stage: str
    action: str
    version: str | None
    previous: str | None
    commit: str
    actor: str
    at: datetime.datetime
    code_sha256: str = ""
    sha256: str = ""
    size: int = 0
    reused: bool = False
    seconds: float = 0.0
    pruned: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()

    @classmethod
    def of_version(cls, version: VersionState, **more: Any) -> Self:
        """The outcome for `version`, with what only its caller knows."""
        return cls(
            lambda_name=version.function,
            version=version.number,
            code_sha256=version.code_sha256,
            sha256=base64.b64decode(version.code_sha256).hex(),
            size=version.size,
            **more,
        )

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        found = dataclasses.asdict(self)
        found["lambda"] = found.pop("lambda_name")
        found["at"] = self.at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        found["seconds"] = round(self.seconds, 3)
        return {**found, "outcome": found.pop("action"), "ok": True}
