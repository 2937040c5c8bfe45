"""What `pipeline.toml` may say of how large an artifact may be, and how much it may grow."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["BudgetSettings", "GrowthSettings", "LimitSettings"]

type _Count = Annotated[int, Field(ge=0, le=1_000_000)]
type _Megabytes = Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False)]
type _Part = Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]


class _Table(BaseModel):
    # Strict: "5" is no number here, and true is not 1.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class LimitSettings(_Table):
    """What no artifact may be above, whatever its record says; sizes in MB of 10^6 bytes.

    `modules` counts what init imports, `modules_ahead` what it imports where all is loaded ahead of
    the first event, under provisioned concurrency and SnapStart.
    """

    modules: _Count = 100
    modules_ahead: _Count = 1000
    files: _Count = 6000
    zip_mb: _Megabytes = 40
    unzipped_mb: _Megabytes = 150


class GrowthSettings(_Table):
    """How far an artifact may grow above its record without anybody's word: counts, or parts of 1."""

    modules: _Count = 2
    modules_ahead: _Count = 10
    files: _Count = 40
    zip: _Part = 0.02
    unzipped: _Part = 0.02


class BudgetSettings(_Table):
    """`[budget]`; `import_seconds` is how long the entry module may take to import when it is counted."""

    limit: LimitSettings = LimitSettings()
    growth: GrowthSettings = GrowthSettings()
    import_seconds: Annotated[float, Field(gt=0, le=600, allow_inf_nan=False)] = 60
