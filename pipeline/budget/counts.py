"""The figures of a budget, exact."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from .figures import Figures

__all__ = ["Count", "Counts"]

type Count = Annotated[int, Field(ge=0)]


class Counts(BaseModel):
    """How much of everything; `zip` and `unzipped` in bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    modules: Count
    modules_ahead: Count
    files: Count
    zip: Count
    unzipped: Count

    @classmethod
    def of(cls, figures: Figures) -> Self:
        """Those of an artifact."""
        return cls(
            modules=len(figures.init.modules),
            modules_ahead=len(figures.ahead.modules),
            files=figures.contents.files,
            zip=figures.contents.zip,
            unzipped=figures.contents.unzipped,
        )
