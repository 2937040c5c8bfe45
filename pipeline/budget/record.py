"""A budget's record: the figures of a lambda that somebody has agreed to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from .contents import Folder
from .counts import Count, Counts
from .errors import BudgetRecordInvalid
from .figures import Figures
from .layout import in_lines
from .packing import packed, unpacked

__all__ = ["BudgetRecord"]

type Packed = dict[str, tuple[str, ...]]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class _Folder(_Table):
    bytes: Count
    files: tuple[str, ...]


class BudgetRecord(_Table):
    """The content of `budgets/<lambda>.json`.

    `modules` holds what init imports, by package; `modules_ahead` what comes to
    that where all is loaded ahead; `contents` the zip's folders. `init_ratio` tells, and binds nobody.
    """

    name: Annotated[str, Field(alias="lambda", pattern=r"^[a-z][a-z0-9_]{0,63}$")]
    counts: Counts
    init_ratio: Annotated[float | None, Field(gt=0, allow_inf_nan=False)]
    modules: Packed
    modules_ahead: Packed
    contents: dict[str, _Folder]

    @classmethod
    def of(cls, figures: Figures) -> Self:
        """The record of what was measured."""
        init = set(figures.init.modules)
        return cls(
            name=figures.name,
            counts=Counts.of(figures),
            init_ratio=figures.init_ratio,
            modules=packed(init),
            modules_ahead=packed(set(figures.ahead.modules) - init),
            contents={
                path: _Folder(bytes=folder.bytes, files=folder.files)
                for path, folder in figures.contents.folders.items()
            },
        )

    @classmethod
    def parse(cls, content: bytes, path: str) -> Self:
        """The record in a file.

        Raises:
            BudgetRecordInvalid: it is none; the error names the file and every field that is wrong.
        """
        try:
            return cls.model_validate_json(content, strict=True)
        except ValidationError as error:
            wrong = "; ".join(
                f"{'.'.join(map(str, each['loc'])) or 'the whole'}: {each['msg']}"
                for each in error.errors(include_url=False)[:5]
            )
            raise BudgetRecordInvalid(
                f"{path} is no budget's record: {wrong}",
                "Restore it from git's history, or delete it and write it anew with --record",
            ) from error

    @model_validator(mode="after")
    def _counts_are_those_of_the_lists(self) -> Self:
        said = (self.counts.modules, self.counts.modules_ahead, self.counts.unzipped)
        init = self.init_modules
        listed = (
            len(init),
            len(init | self.ahead_modules),
            sum(folder.bytes for folder in self.contents.values()),
        )
        if said != listed:
            raise ValueError(f"counts of {said} modules and bytes, but lists of {listed}")
        return self

    @property
    def init_modules(self) -> frozenset[str]:
        """What init imports."""
        return unpacked(self.modules)

    @property
    def ahead_modules(self) -> frozenset[str]:
        """What is imported where all is loaded ahead."""
        return self.init_modules | unpacked(self.modules_ahead)

    @property
    def folders(self) -> Mapping[str, Folder]:
        """The zip's."""
        return {path: Folder(each.bytes, each.files) for path, each in self.contents.items()}

    def dump(self) -> bytes:
        """The file's content: the same record always gives the same bytes, a package a line."""
        return in_lines(self.model_dump(mode="json", by_alias=True))
