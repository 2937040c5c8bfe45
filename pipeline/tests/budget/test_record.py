from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.budget.contents import Contents, Folder
from pipeline.budget.figures import Figures
from pipeline.budget.imports import Imports
from pipeline.budget.record import BudgetRecord

# Whatever a function puts into sys.modules is a text, no more.
NAMES = st.sets(st.text(min_size=1, max_size=8) | st.sampled_from(["a", "a.b", "a..b", ".", "a."]))


def figures(init: set[str], more: set[str]) -> Figures:
    contents = Contents(5, 7, 2, {"p/q": Folder(7, ("x.py", "\n\x1b.txt"))})
    ahead = Imports("a", tuple(sorted(init | more)), {})
    return Figures("neoapp_sample", contents, Imports("a", tuple(sorted(init)), {}), ahead)


@settings(max_examples=30, deadline=None)
@given(NAMES, NAMES)
def test_a_record_reads_back_as_what_was_measured(init: set[str], more: set[str]) -> None:
    made = BudgetRecord.of(figures(init, more))

    read = BudgetRecord.parse(made.dump(), "budgets/neoapp_sample.json")

    assert read == made
    assert read.init_modules == init
    assert read.ahead_modules == init | more
    assert read.folders == figures(init, more).contents.folders


def test_a_package_and_a_folder_have_a_line_each() -> None:
    text = BudgetRecord.of(figures({"a", "a.b", "c"}, set())).dump().decode()

    assert '    "a": ["", ".b"],\n    "c": [""]\n' in text
    assert '  "modules_ahead": {},\n' in text
    assert json.loads(text)["contents"]["p/q"]["bytes"] == 7
