from __future__ import annotations

import pytest

from pipeline.budget.counted import is_counted
from pipeline.budget.import_program import ARTIFACT, RUNTIME, STANDARD_LIBRARY


@pytest.mark.parametrize(
    ("name", "kind", "counts"),
    [
        ("json", STANDARD_LIBRARY, True),
        ("json.decoder", STANDARD_LIBRARY, True),
        ("_json", STANDARD_LIBRARY, False),
        ("concurrent.futures._base", STANDARD_LIBRARY, False),
        ("fcntl", STANDARD_LIBRARY, False),
        ("asyncio.unix_events", STANDARD_LIBRARY, False),
        ("_private", ARTIFACT, True),
        ("mew._runtime", ARTIFACT, True),
        ("simplejson", RUNTIME, False),
    ],
)
def test_what_differs_between_machines_does_not_count(name: str, kind: str, counts: bool) -> None:
    assert is_counted(name, kind) is counts
