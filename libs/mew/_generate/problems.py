"""The problems that an API answers with, and which of them a route may give.

Source: RFC 9457 "Problem Details for HTTP APIs".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .facts import Facts, ProblemType
from .markdown import code, link, listed, sentence, table
from .operations import PROBLEM, Operation
from .shapes import Shapes


def types_of(facts: Facts, status: str) -> list[str]:
    """The types that the lambda itself declares for a status."""
    return [one.type for one in facts.problems if one.own and str(one.status) == status]


def problem_blocks(facts: Facts, operations: Sequence[Operation], shapes: Shapes) -> Iterator[str]:
    """The section on problems; nothing where no operation answers with one."""
    by_status: dict[str, list[str]] = {}
    models: set[str] = set()
    for operation in operations:
        for status, told in operation.told["responses"].items():
            if content := told.get("content", {}).get(PROBLEM):
                by_status.setdefault(status, []).append(operation.title)
                models.add(shapes.words(content.get("schema", {})))
    if not by_status:
        return
    yield "## Problems"
    yield (
        f"Every failure is answered with {code(PROBLEM)}, a {listed(sorted(models), 'or')}. Its `type` "
        "is stable and the part to branch on; `title` says the same to people, `detail` is about "
        "this one time. `errors` names each broken rule with a JSON pointer to its place."
    )
    own = {str(one.status) for one in facts.problems if one.own}
    told = [one for one in facts.problems if one.own or str(one.status) in by_status.keys() - own]
    if told:
        rows = [(*_cells(one), _routes(by_status.get(str(one.status), []))) for one in told]
        yield table(("Status", "Type", "Title", "When", "Routes"), rows)
    if others := [one for one in facts.problems if one not in told]:
        yield "Types that all APIs share, and that stand for what no route says of itself:"
        yield table(("Status", "Type", "Title", "When"), [_cells(one) for one in others])


def _cells(one: ProblemType) -> tuple[str, str, str, str]:
    when = re.sub(rf"^{one.status}: ", "", sentence(one.about))
    return str(one.status), code(one.type), one.title, when


def _routes(titles: Sequence[str]) -> str:
    return ", ".join(link(code(title), title) for title in titles)
