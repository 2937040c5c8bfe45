"""Makes the targets that a `lambda_function` stands for, with its overrides."""

from __future__ import annotations

import glob
import os
from pathlib import PurePosixPath
from typing import Any, Dict, Iterable, List, Mapping, Set, Type

from pants.engine.target import GenerateTargetsRequest, InvalidFieldException, Target
from pants.engine.unions import UnionMembership
from pants.source.filespec import FilespecMatcher

from lambda_zip.target_types import LambdaFunctionTarget, LambdaOverridesField, LambdaZipTarget

ZIP = "zip"


class Generation:
    """The targets of one `lambda_function`, made one kind after the other.

    Args:
        request: Pants' request to generate them.
        union_membership: What plugins add to targets.
    """

    def __init__(
        self,
        request: GenerateTargetsRequest[LambdaFunctionTarget],
        union_membership: UnionMembership,
    ) -> None:
        self._template = request.template
        self._address = request.template_address
        self._union_membership = union_membership
        self._overrides = request.require_unparametrized_overrides()
        self._overrides_used: Set[str] = set()
        self.targets: List[Target] = []

    def add_files(
        self, target_type: Type[Target], files: Iterable[str], fields: Mapping[str, Any]
    ) -> List[str]:
        """Make a target for each file; return their addresses."""
        return [self._add_file(target_type, file, fields) for file in files]

    def _add_file(self, target_type: Type[Target], file: str, fields: Mapping[str, Any]) -> str:
        address = self._address.create_file(file)
        in_folder = os.path.join(address.spec_path, file)
        self.targets.append(
            target_type(
                {
                    **self._template,
                    **fields,
                    "source": glob.escape(file),
                    **self._overrides_of(file),
                },
                address,
                self._union_membership,
                residence_dir=str(PurePosixPath(in_folder).parent),
            )
        )
        return address.spec

    def _overrides_of(self, file: str) -> Dict[str, Any]:
        fields: Dict[str, Any] = {}
        for pattern, override in self._overrides.items():
            if FilespecMatcher([pattern], []).matches([file]):
                self._overrides_used.add(pattern)
                fields.update(override)
        return fields

    def add_zip(self, fields: Mapping[str, Any]) -> None:
        """Make the zip's target."""
        self.targets.append(
            LambdaZipTarget(
                {**self._template, **fields},
                self._address.create_generated(ZIP),
                self._union_membership,
                residence_dir=self._address.spec_path,
            )
        )

    def refuse_unused_overrides(self) -> None:
        """Check, after everything is made, that each override was for something.

        Raises:
            InvalidFieldException: A key of the field `overrides` matches no file.
        """
        unused = sorted(set(self._overrides) - self._overrides_used)
        if unused:
            raise InvalidFieldException(
                f"The `{LambdaOverridesField.alias}` field of the target {self._address} has keys "
                f"that match no file of this Lambda: {unused}. Give paths or globs relative to the "
                "BUILD file."
            )
