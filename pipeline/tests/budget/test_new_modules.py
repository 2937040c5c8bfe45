from __future__ import annotations

from collections.abc import Mapping

from pipeline.budget.imports import Importer, Imports
from pipeline.budget.new_modules import brought


def imports(importers: Mapping[str, tuple[str, int] | None]) -> Imports:
    """What `a` loads: by module, who imported it and where."""
    known = {name: Importer(*by) for name, by in importers.items() if by}
    return Imports("a", tuple(sorted(importers)), known)


def test_a_part_begins_where_a_known_module_imports_a_new_one() -> None:
    found = brought(
        imports({"a": None, "b": ("a", 3), "x": ("b", 5), "y": ("x", 1), "z": ("y", 2)}),
        before={"a", "b"},
    )

    (part,) = found
    assert part.module == "x"
    assert part.chain == ("a:3", "b:5")
    assert part.modules == ("x", "y", "z")


def test_what_one_import_statement_loads_is_one_part() -> None:
    # `import p.q.r` asks for p, p.q and p.q.r in turn.
    found = brought(
        imports({"a": None, "p": ("a", 1), "p.q": ("a", 1), "p.q.r": ("a", 1)}), before={"a"}
    )
    assert [(each.module, each.modules) for each in found] == [("p", ("p", "p.q", "p.q.r"))]


def test_the_largest_part_comes_first() -> None:
    found = brought(imports({"a": None, "b": ("a", 1), "x": ("a", 2), "y": ("x", 1)}), before={"a"})
    assert [each.module for each in found] == ["x", "b"]


def test_a_module_that_nobody_imported_stands_without_a_chain() -> None:
    found = brought(imports({"a": None, "made": None}), before={"a"})
    assert [(each.module, each.chain) for each in found] == [("made", ())]


def test_modules_that_import_each_other_are_told_once_and_end() -> None:
    found = brought(imports({"a": None, "x": ("y", 1), "y": ("x", 2)}), before={"a"})
    assert sorted(name for part in found for name in part.modules) == ["x", "y"]


def test_without_anything_new_there_is_nothing_to_tell() -> None:
    assert brought(imports({"a": None}), before={"a", "b"}) == ()
