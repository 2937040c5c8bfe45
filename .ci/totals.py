"""Adds up the JUnit reports of a folder and prints `N passed, N failed, N skipped`.

Exits with 1 when there is no test to report, for that is no success either.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree


def totals(reports: Path) -> dict[str, int]:
    """How many tests of the reports below the folder passed, failed and were skipped."""
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for report in sorted(reports.rglob("*.xml")):
        for suite in ElementTree.parse(report).iter("testsuite"):  # noqa: S314 - our own files
            for name in counts:
                counts[name] += int(suite.get(name, 0))
    failed = counts["failures"] + counts["errors"]
    passed = counts["tests"] - failed - counts["skipped"]
    return {"passed": passed, "failed": failed, "skipped": counts["skipped"]}


if __name__ == "__main__":
    found = totals(Path(sys.argv[1]))
    print(", ".join(f"{number} {word}" for word, number in found.items()))
    sys.exit(0 if sum(found.values()) else 1)
