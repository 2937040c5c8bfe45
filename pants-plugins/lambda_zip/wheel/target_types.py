"""The target `library_wheel`."""

from __future__ import annotations

import re
from typing import Optional

from pants.backend.python.target_types import PythonResolveField
from pants.engine.addresses import Address
from pants.engine.target import (
    Dependencies,
    DescriptionField,
    DictStringToStringSequenceField,
    InvalidTargetException,
    StringField,
    Tags,
    Target,
)

from lambda_zip.fields import LambdaRuntimeField, field_error

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
# What Python's version specifiers call a public version, in its normal form and without an epoch.
_VERSION = re.compile(
    r"{n}(\.{n})*((a|b|rc){n})?(\.post{n})?(\.dev{n})?".format(n="(0|[1-9][0-9]*)")
)
_EXTRA = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class LibraryWheelDependenciesField(Dependencies):
    required = True
    help = (
        "The library's modules, and the wheels of the first-party libraries that it imports: these "
        "become requirements, at exactly the version that is built with it."
    )


class LibraryWheelVersionField(StringField):
    alias = "version"
    required = True
    value: str
    help = (
        "The public part of the version, such as '0.1.0'. What is told by the content is added "
        "after a '+', so two contents never have one version."
    )

    @classmethod
    def compute_value(cls, raw_value: Optional[str], address: Address) -> str:
        value = super().compute_value(raw_value, address)
        if value is None or not _VERSION.fullmatch(value):
            raise field_error(
                cls.alias, address, value, "give a public version in its normal form, as '0.1.0'."
            )
        return value


class LibraryWheelDescriptionField(DescriptionField):
    help = "What the library is for, in one line; it becomes the wheel's summary."

    @classmethod
    def compute_value(cls, raw_value: Optional[str], address: Address) -> Optional[str]:
        value = super().compute_value(raw_value, address)
        if value is not None and len(value.splitlines()) > 1:
            raise field_error(cls.alias, address, value, "write it in one line.")
        return value


class LibraryWheelExtrasField(DictStringToStringSequenceField):
    alias = "extras"
    help = (
        "Which requirements are optional: from an extra's name to globs of modules, relative to the "
        'BUILD file, such as `{"postgres": ["arbok/_postgres*.py"]}`. What these modules alone '
        "import is installed with the extra. A glob that matches no module is an error."
    )

    @classmethod
    def compute_value(cls, raw_value, address: Address):  # type: ignore[no-untyped-def]
        value = super().compute_value(raw_value, address)
        for extra in value or ():
            if not _EXTRA.fullmatch(extra):
                raise field_error(
                    cls.alias, address, extra, "name extras in lower case, as 'my-extra'."
                )
        return value


class LibraryWheelTarget(Target):
    alias = "library_wheel"
    core_fields = (
        Tags,
        LibraryWheelDependenciesField,
        LibraryWheelVersionField,
        LibraryWheelDescriptionField,
        LibraryWheelExtrasField,
        LambdaRuntimeField,
        PythonResolveField,
    )
    help = (
        "A wheel of a first-party library, for code that lives elsewhere. Written in the BUILD file "
        "of the library's own folder, whose name is the distribution's. `package` writes "
        "wheels/<name>-<version>-py3-none-any.whl to the distribution folder."
    )

    def validate(self) -> None:
        """Refuse a name that is none of a distribution and of a module alike."""
        super().validate()
        folder = self.address.spec_path.rpartition("/")[2]
        if not _NAME.fullmatch(folder):
            raise InvalidTargetException(
                f"The target {self.address} names a wheel {folder!r}: move it to the folder of the "
                "library, whose name has to be of a-z, 0-9 and single underscores, such as 'mew'."
            )
