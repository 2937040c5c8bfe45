"""What every implementation of the port `Suppressions` does."""

from ...domain.models.feedback_models import FeedbackKind, Suppression
from ...domain.ports import Suppressions


def suppression(address: str) -> Suppression:
    return Suppression(address, FeedbackKind.BOUNCE, "2026-05-28T20:26:41.000Z", "Permanent")


class SuppressionsContract:
    """Subclasses give the fixture `suppressions`."""

    def test_nobody_is_suppressed_at_first(self, suppressions: Suppressions) -> None:
        assert suppressions.among(("ana@example.org",)) == frozenset()
        assert suppressions.among(()) == frozenset()

    def test_who_is_added_is_found_among_others(self, suppressions: Suppressions) -> None:
        suppressions.add(suppression("ana@example.org"))
        asked = tuple(f"p{n}@example.org" for n in range(49))
        assert suppressions.among((*asked, "ana@example.org")) == {"ana@example.org"}

    def test_capital_letters_make_no_difference(self, suppressions: Suppressions) -> None:
        suppressions.add(suppression("Ana@Example.org"))
        found = suppressions.among(("ANA@example.ORG", "ana@example.org"))
        assert found == {"ANA@example.ORG", "ana@example.org"}

    def test_adding_twice_is_adding_once(self, suppressions: Suppressions) -> None:
        for _ in range(2):
            suppressions.add(suppression("ana@example.org"))
        assert suppressions.lift("ana@example.org")
        assert suppressions.among(("ana@example.org",)) == frozenset()

    def test_lifting_whom_nobody_suppressed_does_nothing(self, suppressions: Suppressions) -> None:
        assert not suppressions.lift("ana@example.org")
