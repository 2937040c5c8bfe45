from __future__ import annotations

import re
from typing import Any, Type

import pytest
from pants.engine.addresses import Address
from pants.engine.target import Field, InvalidFieldException, InvalidTargetException

from lambda_zip.fields import (
    LambdaArchitectureField,
    LambdaAwsServicesField,
    LambdaDescriptionField,
    LambdaHandlerField,
    LambdaMemoryField,
    LambdaRuntimeField,
    LambdaTimeoutField,
)
from lambda_zip.target_types import LambdaFunctionTarget

ADDRESS = Address("lambdas/shop_orders")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (LambdaHandlerField, "main.py:main"),
        (LambdaHandlerField, "endpoint/aws.py:handle"),
        (LambdaRuntimeField, "python3.12"),
        (LambdaRuntimeField, "python3.20"),
        (LambdaArchitectureField, "arm64"),
        (LambdaMemoryField, 128),
        (LambdaMemoryField, 10_240),
        (LambdaTimeoutField, 1),
        (LambdaTimeoutField, 900),
        (LambdaDescriptionField, "x" * 256),
        (LambdaAwsServicesField, ("sesv2", "cognito-idp")),
    ],
)
def test_what_lambda_allows_is_accepted(field: Type[Field], value: Any) -> None:
    assert field(value, ADDRESS).value == value


def test_a_bare_target_has_sensible_values() -> None:
    target = LambdaFunctionTarget({}, ADDRESS)

    assert target[LambdaHandlerField].value == "main.py:main"
    assert target[LambdaRuntimeField].value == "python3.13"
    assert target[LambdaArchitectureField].value == "x86_64"


@pytest.mark.parametrize(
    ("field", "value", "remedy"),
    [
        (LambdaHandlerField, "main", "`file.py:function`"),
        (LambdaHandlerField, "shop_orders.main:main", "`file.py:function`"),
        (LambdaHandlerField, "../main.py:main", "`file.py:function`"),
        (LambdaRuntimeField, "python3.9", "python3.12 or newer"),
        (LambdaRuntimeField, "nodejs22.x", "python3.12 or newer"),
        (LambdaArchitectureField, "aarch64", "choose one of 'x86_64', 'arm64'"),
        (LambdaMemoryField, 127, "128 to 10240 MB"),
        (LambdaMemoryField, 10_241, "128 to 10240 MB"),
        (LambdaTimeoutField, 0, "1 to 900 seconds"),
        (LambdaTimeoutField, 901, "1 to 900 seconds"),
        (LambdaDescriptionField, "x" * 257, "257 characters"),
        (LambdaAwsServicesField, ("SES",), "boto3's client name"),
    ],
)
def test_an_error_names_field_target_value_and_remedy(
    field: Type[Field], value: Any, remedy: str
) -> None:
    shown = value[0] if isinstance(value, tuple) else value

    with pytest.raises(InvalidFieldException) as raised:
        field(value, ADDRESS)

    text = str(raised.value)
    assert f"`{field.alias}` field" in text
    assert "lambdas/shop_orders:shop_orders" in text
    assert repr(shown) in text
    assert remedy in text


@pytest.mark.parametrize("name", ["generic_send_email", "neoapp_genia_voice", "a_b", "shop2_v1"])
def test_a_name_of_project_and_functionality_is_accepted(name: str) -> None:
    LambdaFunctionTarget({}, Address(f"lambdas/{name}"))


@pytest.mark.parametrize(
    "name",
    [
        "email",
        "class",
        "sendEmail_now",
        "send-email",
        "_send_email",
        "send__email",
        "1_email",
        "lambda_function",
        "a_" + "b" * 63,
    ],
)
def test_another_name_is_refused_with_its_target(name: str) -> None:
    pattern = f"lambdas/{name}:{name} names a Lambda '{name}': .*project_functionality"

    with pytest.raises(InvalidTargetException, match=pattern):
        LambdaFunctionTarget({}, Address(f"lambdas/{name}"))


def test_a_name_that_is_not_the_folders_is_refused() -> None:
    with pytest.raises(InvalidTargetException, match=re.escape("leave `name` out")):
        LambdaFunctionTarget({}, Address("lambdas/shop_orders", target_name="orders"))
