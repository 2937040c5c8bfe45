import pytest

from lambda_zip.steps.optional import mentioned, without_optional

V1 = {"pydantic/__init__.py": b"", "pydantic/v1/__init__.py": b"", "pydantic/v1/fields.py": b""}
ASKS = b"try:\n    from pydantic import v1\nexcept ImportError:\n    v1 = None\n"


@pytest.mark.parametrize(
    "source",
    [
        b"import pydantic.v1\n",
        b"from pydantic.v1 import BaseModel\n",
        b"from pydantic import v1\n",
        b"    from pydantic import BaseModel, v1 as old\n",
        b"from pydantic import (\n    BaseModel,\n    v1,\n)\n",
        b"importlib.import_module('pydantic.v1')\n",
    ],
)
def test_code_that_speaks_of_an_optional_package_needs_it(source: bytes) -> None:
    assert mentioned([b"", source]) == {"pydantic.v1"}
    assert without_optional({**V1, "pkg/a.py": source}, ()) == {**V1, "pkg/a.py": source}


@pytest.mark.parametrize(
    "source",
    [
        b"from pydantic import BaseModel\nfrom .api import v1\n",
        b"from pydantic import (\n    BaseModel,\n)\nv1 = 1\n",
        b"import pydantic.v1_of_mine\n",
    ],
)
def test_other_code_does_not(source: bytes) -> None:
    assert mentioned([source]) == set()


def test_what_lives_without_it_does_not_keep_it() -> None:
    others = {"fastapi/_compat/shared.py": ASKS, "pydantic/_migration.py": b"'pydantic.v1.utils'"}

    assert without_optional({**V1, **others}, ()) == {"pydantic/__init__.py": b"", **others}


def test_a_text_that_is_no_code_keeps_nothing() -> None:
    readme = {"pkg-1.0.dist-info/METADATA": b"from pydantic import v1"}

    assert "pydantic/v1/fields.py" not in without_optional({**V1, **readme}, ())


def test_first_party_code_keeps_it() -> None:
    assert without_optional(V1, ["pydantic.v1"]) == V1
