from __future__ import annotations

from typing import Any, Type

import pytest
from pants.engine.addresses import Address
from pants.engine.target import Field, InvalidFieldException, InvalidTargetException

from lambda_zip.layer.target_types import LambdaLayerTarget
from lambda_zip.wheel.target_types import (
    LibraryWheelDescriptionField,
    LibraryWheelExtrasField,
    LibraryWheelTarget,
    LibraryWheelVersionField,
)

ADDRESS = Address("libs/shop", target_name="wheel")


@pytest.mark.parametrize("version", ["0", "1.2.0", "1.0rc1", "1.0.post2", "2.0.dev3"])
def test_a_public_version_is_accepted(version: str) -> None:
    assert LibraryWheelVersionField(version, ADDRESS).value == version


@pytest.mark.parametrize(
    ("field", "value", "remedy"),
    [
        *(
            (LibraryWheelVersionField, version, "a public version")
            for version in ("", "v1", "1.0+x", "01.0", "1.0-rc1", "1.0\n")
        ),
        (LibraryWheelDescriptionField, "Sells\nRequires-Dist: evil", "in one line"),
        (LibraryWheelExtrasField, {"My\nExtra": ["a.py"]}, "lower case"),
    ],
)
def test_an_error_names_field_target_and_remedy(
    field: Type[Field], value: Any, remedy: str
) -> None:
    with pytest.raises(InvalidFieldException, match=remedy) as raised:
        field(value, ADDRESS)

    assert f"`{field.alias}` field of the target libs/shop:wheel cannot be" in str(raised.value)


def test_a_wheel_of_a_folder_that_is_no_distribution_is_refused() -> None:
    fields = {"dependencies": [], "version": "1"}

    with pytest.raises(InvalidTargetException, match="libs/my-shop:wheel names a wheel 'my-shop'"):
        LibraryWheelTarget(fields, Address("libs/my-shop", target_name="wheel"))


def test_a_layer_whose_name_lambda_refuses_is_refused() -> None:
    with pytest.raises(InvalidTargetException, match=r"libs:a\.b names a layer 'a\.b'"):
        LambdaLayerTarget({"dependencies": []}, Address("libs", target_name="a.b"))
