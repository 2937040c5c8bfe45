from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from pipeline.adopt.renames import standard_places


def _places(*files: str) -> dict[str, str]:
    places = standard_places([PurePosixPath(file) for file in files])
    return {str(old): str(new) for old, new in places.items() if old != new}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("core/services/openai.py", "core/services/openai_service.py"),
        ("core/services/openai_services.py", "core/services/openai_service.py"),
        ("domain/models/banner.py", "domain/models/banner_models.py"),
        ("domain/models/banner_model.py", "domain/models/banner_models.py"),
        ("domain/operations/banner_operation.py", "domain/operations/banner_operations.py"),
        ("domain/commands/pay.py", "domain/commands/pay_commands.py"),
        ("domain/model/banner.py", "domain/models/banner_models.py"),
        ("core/service/openai.py", "core/services/openai_service.py"),
        ("endpoints/main.py", "endpoint/main.py"),
        ("test/unit/test_x.py", "tests/unit/test_x.py"),
    ],
)
def test_a_name_without_doubt_is_given(old: str, new: str) -> None:
    assert _places(old) == {old: new}


@pytest.mark.parametrize(
    "files",
    [
        ("core/services/openai_service.py",),
        ("core/services/__init__.py",),
        ("core/services/_shared.py",),
        ("core/services/OpenAI.py",),
        ("core/services/prompts.json",),
        ("core/services/openai/client.py",),
        ("core/utils/words.py",),
        ("domain/ports.py",),
        ("domain/models/banner.py", "domain/models/banner_models.py"),
        ("domain/models/banner.py", "domain/models/banner_model.py"),
        ("endpoints/main.py", "endpoint/utils.py"),
    ],
)
def test_what_has_its_name_or_leaves_a_doubt_keeps_it(files: tuple[str, ...]) -> None:
    assert _places(*files) == {}


def test_the_unit_test_goes_along_with_its_module() -> None:
    module, test = "domain/models/banner.py", "tests/unit/domain/models/test_banner.py"

    assert _places(module, test) == {
        module: "domain/models/banner_models.py",
        test: "tests/unit/domain/models/test_banner_models.py",
    }
