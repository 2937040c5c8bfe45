"""A release record: which version of a lambda a stage serves, and where it comes from."""

from __future__ import annotations

import datetime
import json
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from .errors import RecordInvalid

__all__ = ["ReleaseRecord"]

type Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
type CommitId = Annotated[str, Field(pattern=r"^[0-9a-f]{40}([0-9a-f]{24})?$")]


def _to_the_second(time: datetime.datetime) -> datetime.datetime:
    return time.astimezone(datetime.UTC).replace(microsecond=0)


class ReleaseRecord(BaseModel):
    """The content of `releases/<stage>/<lambda>.json`.

    `version` is Lambda's number, `sha256` the zip's, `commit` the one that it was built from,
    `time` when the alias was moved, or found to lead there already, `actor` in whose name,
    `action` how: `deployed`, `unchanged`, `promoted` or `rolled back`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    name: Annotated[str, Field(alias="lambda", pattern=r"^[a-z][a-z0-9_]{0,63}$")]
    stage: Literal["hom", "prod"]
    version: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,18}$")]
    sha256: Sha256
    commit: CommitId
    time: Annotated[AwareDatetime, AfterValidator(_to_the_second)]
    actor: Annotated[str, Field(min_length=1, max_length=200)]
    action: Literal["deployed", "unchanged", "promoted", "rolled back"] = "deployed"

    @classmethod
    def parse(cls, content: bytes, path: str) -> Self:
        """The record in a file.

        Raises:
            RecordInvalid: it is none; the error names the file and every field that is wrong.
        """
        try:
            return cls.model_validate_json(content)
        except ValidationError as error:
            wrong = "; ".join(
                f"{'.'.join(map(str, each['loc'])) or 'the whole'}: {each['msg']}"
                for each in error.errors(include_url=False)
            )
            raise RecordInvalid(
                f"{path} is no release record: {wrong}",
                "Restore it from git's history, or delete it: its lambda is then deployed again",
            ) from error

    @property
    def path(self) -> str:
        """Where in the repository it stands."""
        return f"releases/{self.stage}/{self.name}.json"

    def dump(self) -> bytes:
        """The file's content: the same record always gives the same bytes."""
        plain = self.model_dump(mode="json", by_alias=True)
        text = json.dumps(plain, indent=2, sort_keys=True, ensure_ascii=False)
        return f"{text}\n".encode()
