"""Everything that can go wrong with budgets.

DeliveryError
├── Refused
│   ├── BudgetRecordInvalid  a file in budgets/ is no record of a budget
│   └── NotMeasurable        this process cannot run functions
└── ImportFailed             an artifact's entry module can't be imported
"""

from __future__ import annotations

from pipeline.delivery.errors import DeliveryError, Refused

__all__ = ["BudgetRecordInvalid", "ImportFailed", "NotMeasurable"]


class BudgetRecordInvalid(Refused):
    """A file in budgets/ is no record of a budget."""


class NotMeasurable(Refused):
    """This process cannot run functions: another Python, or no runtime client beside it."""


class ImportFailed(DeliveryError):
    """An artifact's entry module raised, ended the process or took too long."""
