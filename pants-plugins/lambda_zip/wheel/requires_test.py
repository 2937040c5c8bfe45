from __future__ import annotations

from typing import Dict, List

import pytest
from pants.backend.python.pip_requirement import PipRequirement

from lambda_zip.wheel.requires import requires_dist

EXTRAS = {"db": ["_db*.py"], "all": ["_db*.py", "tools/**/*.py"]}


def requires(imports: Dict[str, List[str]], extras: Dict[str, List[str]]) -> List[str]:
    return requires_dist(
        {module: map(PipRequirement.parse, texts) for module, texts in imports.items()}, extras
    )


def test_ranges_extras_and_markers_are_kept_and_stubs_left_out() -> None:
    imports = {"a.py": ["Six~=1.0", "pg[pool,binary]>=3,<4", "types-six"], "b.py": ["six~=1.0"]}
    imports["c.py"] = ["tomli~=2.0; python_version<'3.11'"]

    assert requires(imports, {}) == [
        "pg[binary,pool]<4,>=3",
        "six~=1.0",
        'tomli~=2.0 ; (python_version < "3.11")',
    ]


def test_what_optional_modules_alone_import_comes_with_their_extras() -> None:
    imports = {"a.py": ["six"], "_db.py": ["six", "pg"], "tools/x/y.py": ["sql; os_name=='nt'"]}

    assert requires(imports, EXTRAS) == [
        "six",
        'pg ; extra == "all"',
        'pg ; extra == "db"',
        'sql ; (os_name == "nt") and extra == "all"',
    ]


def test_a_glob_that_matches_no_module_is_named() -> None:
    with pytest.raises(
        ValueError, match=r"`extras` has '_db\*\.py' for 'db', which matches no mod"
    ):
        requires({"a.py": []}, EXTRAS)
