"""What a broken rule looks like to the person who mends it."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Violation:
    """One place where one rule is broken.

    Args:
        path: The file or folder, relative to the repository, with forward slashes.
        line: Counted from 1; 1 where the whole file or folder is meant.
        rule: The rule's name, a heading of docs/rules.md.
        problem: What is wrong, naming the offending value.
        remedy: What to do about it.
    """

    path: str
    line: int
    rule: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.problem}; {self.remedy}"
