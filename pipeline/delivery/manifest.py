"""The manifest that the build writes beside each zip."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .errors import ArtifactInvalid

__all__ = ["Manifest", "read_manifest"]


class Manifest(BaseModel):
    """What delivery reads of it: memory in MB, timeout in seconds, sizes in bytes."""

    model_config = ConfigDict(frozen=True, strict=True)

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
    handler: str
    runtime: str
    architecture: Literal["x86_64", "arm64"]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    code_sha256: str
    size: Annotated[int, Field(gt=0)]
    memory: int | None = None
    timeout: int | None = None
    description: Annotated[str, Field(max_length=256)] = ""


def read_manifest(path: Path) -> Manifest:
    """The manifest in `path`.

    Raises:
        ArtifactInvalid: there is none, or it is no manifest.
    """
    remedy = f"Build it again: ./pants package lambdas/{path.stem}"
    try:
        return Manifest.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ArtifactInvalid(f"{path} cannot be read: {error.strerror}", remedy) from error
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, each['loc'])) or 'the whole'}: {each['msg']}"
            for each in error.errors(include_url=False)
        )
        raise ArtifactInvalid(f"{path} is not a manifest: {wrong}", remedy) from error
    except ValueError as error:
        raise ArtifactInvalid(f"{path} is not JSON: {error}", remedy) from error
