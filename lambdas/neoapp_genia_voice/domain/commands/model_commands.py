"""Looking after the models that we use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..operations.model_operations import Ending, endings
from ..ports import Catalogue


@dataclass(frozen=True, slots=True)
class FindEndings:
    """Ask which of the used models (by setting) are gone or end soon."""

    used: Mapping[str, str]
    today: date

    def execute(self, catalogue: Catalogue) -> Sequence[Ending]:
        """The most urgent first. Raises PartnerError."""
        return endings(catalogue.models(), self.used, self.today)
