from __future__ import annotations

import re
from pathlib import Path

import pipeline.local

HERE = Path(__file__).parent
PAGE = Path(pipeline.local.__file__).parent / "CONFORMANCE.md"


def test_every_row_of_the_page_has_a_test_or_is_absent() -> None:
    rows = [
        line.split("|")[1:-1]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not line.startswith(("| ---", "| behaviour"))
    ]
    assert len(rows) > 30
    for behaviour, how_near, test in rows:
        named = re.search(r"`((?:\w+/)?test_\w+)\.py::(test_\w+)`", test)
        if named is None:
            assert how_near.strip().startswith("absent"), behaviour
            continue
        source = (HERE / f"{named[1]}.py").read_text(encoding="utf-8")
        assert f"def {named[2]}(" in source, test
