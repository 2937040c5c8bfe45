"""What a `lambda_function` target says about its Lambda, one field a fact.

Limits come from the AWS Lambda Developer Guide, "Lambda quotas" and "Lambda runtimes".
"""

from __future__ import annotations

import re
from typing import ClassVar, Optional

from pants.engine.addresses import Address
from pants.engine.target import (
    BoolField,
    DescriptionField,
    IntField,
    InvalidFieldException,
    StringField,
    StringSequenceField,
)

DEFAULT_RUNTIME = "python3.13"

# uv's platform for each of Lambda's architectures. Runtimes from python3.12 on are Amazon Linux
# 2023, whose glibc is 2.34.
UV_PLATFORMS = {"x86_64": "x86_64-manylinux_2_34", "arm64": "aarch64-manylinux_2_34"}

_HANDLER = re.compile(r"(?P<path>(?:[A-Za-z_]\w*/)*[A-Za-z_]\w*)\.py:(?P<function>[A-Za-z_]\w*)")
_RUNTIME = re.compile(r"python3\.(?P<minor>1[2-9]|[2-9]\d)")
_AWS_SERVICE = re.compile(r"[a-z][a-z0-9-]*")


def field_error(alias: str, address: Address, value: object, remedy: str) -> InvalidFieldException:
    """The one form of every field's error: field, target, value, remedy."""
    return InvalidFieldException(
        f"The `{alias}` field of the target {address} cannot be {value!r}: {remedy}"
    )


class LambdaHandlerField(StringField):
    alias = "handler"
    default = "main.py:main"
    value: str
    help = (
        "The file, relative to the BUILD file, and the function in it that Lambda calls with "
        "`(event, context)`, as `file.py:function`. The zip answers to `lambda_function.handler` "
        "as well."
    )

    @classmethod
    def compute_value(cls, raw_value: Optional[str], address: Address) -> str:
        value = super().compute_value(raw_value, address)
        if value is None or not _HANDLER.fullmatch(value):
            raise field_error(
                cls.alias,
                address,
                value,
                "write it as `file.py:function`, with the file relative to the BUILD file, such "
                "as 'main.py:main'.",
            )
        return value

    @property
    def file(self) -> str:
        """The handler's file, relative to the BUILD file."""
        return self.value.partition(":")[0]

    @property
    def function(self) -> str:
        """The handler's function."""
        return self.value.partition(":")[2]


class LambdaRuntimeField(StringField):
    alias = "runtime"
    default = DEFAULT_RUNTIME
    value: str
    help = "Lambda's identifier of the runtime, python3.12 or newer."

    @classmethod
    def compute_value(cls, raw_value: Optional[str], address: Address) -> str:
        value = super().compute_value(raw_value, address)
        if value is None or not _RUNTIME.fullmatch(value):
            raise field_error(
                cls.alias,
                address,
                value,
                "give a runtime of Amazon Linux 2023, python3.12 or newer, such as "
                f"'{DEFAULT_RUNTIME}'.",
            )
        return value

    @property
    def python_version(self) -> str:
        """The runtime's Python as major.minor, such as "3.13"."""
        return self.value[len("python") :]


class LambdaArchitectureField(StringField):
    alias = "architecture"
    default = "x86_64"
    value: str
    help = "Lambda's instruction set, x86_64 or arm64: which wheels go into the zip."

    @classmethod
    def compute_value(cls, raw_value: Optional[str], address: Address) -> str:
        value = super().compute_value(raw_value, address)
        if value not in UV_PLATFORMS:
            raise field_error(
                cls.alias, address, value, f"choose one of {', '.join(map(repr, UV_PLATFORMS))}."
            )
        return value


class _BoundedField(IntField):
    lowest: ClassVar[int]
    highest: ClassVar[int]
    unit: ClassVar[str]
    value: int

    @classmethod
    def compute_value(cls, raw_value: Optional[int], address: Address) -> int:
        value = super().compute_value(raw_value, address)
        if value is None or not cls.lowest <= value <= cls.highest:
            raise field_error(
                cls.alias, address, value, f"give {cls.lowest} to {cls.highest} {cls.unit}."
            )
        return value


class LambdaMemoryField(_BoundedField):
    alias = "memory"
    default = 512
    lowest, highest, unit = 128, 10_240, "MB"
    help = "Memory in MB, 128 to 10240; the share of CPU grows with it."


class LambdaTimeoutField(_BoundedField):
    alias = "timeout"
    default = 30
    lowest, highest, unit = 1, 900, "seconds"
    help = "How long an invocation may take, in seconds, 1 to 900."


class LambdaDescriptionField(DescriptionField):
    help = "What the Lambda is for, in at most 256 characters; it becomes the function's own."

    @classmethod
    def compute_value(cls, raw_value: Optional[str], address: Address) -> Optional[str]:
        value = super().compute_value(raw_value, address)
        if value is not None and len(value) > 256:
            raise field_error(
                cls.alias, address, value, f"it has {len(value)} characters and Lambda allows 256."
            )
        return value


class LambdaAwsServicesField(StringSequenceField):
    alias = "aws_services"
    default = ()
    help = (
        "AWS services, by their boto3 client names, that the Lambda calls in a way that the "
        'packager cannot read from a literal `client("name")`. The models of all other services '
        "are left out of the zip."
    )

    @classmethod
    def compute_value(cls, raw_value, address: Address):  # type: ignore[no-untyped-def]
        value = super().compute_value(raw_value, address) or ()
        for service in value:
            if not _AWS_SERVICE.fullmatch(service):
                raise field_error(
                    cls.alias, address, service, "use boto3's client name, such as 'sesv2'."
                )
        return value


class LambdaThirdPartySourcesField(BoolField):
    alias = "third_party_sources"
    default = True
    value: bool
    help = (
        "Whether third-party sources lie beside their bytecode. Without them the zip is about a "
        "fifth smaller, but tracebacks don't quote third-party code, and libraries that read their "
        "own source behave differently (anyio then imports everything at once)."
    )


class LambdaExcludeFilesField(StringSequenceField):
    alias = "exclude_files"
    default = ()
    help = (
        "Globs of third-party files, relative to the zip's root, that the Lambda never reads, such "
        "as 'alembic/templates/**'. A pattern that matches nothing is an error."
    )
