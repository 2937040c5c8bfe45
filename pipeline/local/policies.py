"""Who else may do what with functions: their resource-based policies.

Sources: AWS Lambda developer guide, "Viewing resource-based IAM policies in Lambda"; AWS Lambda API
reference, "AddPermission", "RemovePermission", "GetPolicy".
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from .alias import new_revision
from .errors import ResourceConflict, ResourceNotFound
from .function import Function
from .latest import check_revision

__all__ = ["Policies", "Policy"]

type Statement = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Policy:
    """One state of a policy: its statements by their ids."""

    statements: Mapping[str, Statement] = field(default_factory=dict)
    revision_id: str = field(default_factory=new_revision)

    def document(self) -> dict[str, Any]:
        """The policy as IAM writes it down."""
        statements = list(self.statements.values())
        return {"Version": "2012-10-17", "Id": "default", "Statement": statements}

    def allows_everyone(self, action: str, condition: Mapping[str, Any]) -> bool:
        """Whether a statement lets everyone do `action`, under no other condition than this."""
        return any(
            each["Effect"] == "Allow"
            and each["Principal"] == "*"
            and each["Action"] in {action, "lambda:*", "*"}
            and each.get("Condition", condition) == condition
            for each in self.statements.values()
        )


class Policies:
    """The policies of functions, of each alias and of each version; thread-safe.

    A function that is deleted takes its policies with it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: WeakKeyDictionary[Function, dict[str | None, Policy]] = WeakKeyDictionary()

    def find(self, function: Function, qualifier: str | None) -> Policy | None:
        """The policy of a function, or of a version or an alias of it."""
        with self._lock:
            policy = self._of.get(function, {}).get(qualifier)
        return policy if policy and policy.statements else None

    def get(self, function: Function, qualifier: str | None) -> Policy:
        """As `find()` does.

        Raises:
            ResourceNotFound: there is none.
        """
        policy = self.find(function, qualifier)
        if policy is None:
            raise ResourceNotFound("The resource you requested does not exist.")
        return policy

    def add(
        self,
        function: Function,
        qualifier: str | None,
        statement: Statement,
        revision_id: str | None = None,
    ) -> None:
        """Adds a statement.

        Raises:
            ResourceConflict: there is one of that id.
            PreconditionFailed: `revision_id` is given and is not the latest.
        """
        sid = statement["Sid"]
        with self._lock:
            policies = self._of.setdefault(function, {})
            policy = policies.get(qualifier, Policy())
            check_revision(revision_id, policy.revision_id)
            if sid in policy.statements:
                raise ResourceConflict(
                    f"The statement id ({sid}) provided already exists. Please provide a new"
                    " statement id, or remove the existing statement."
                )
            policies[qualifier] = Policy({**policy.statements, sid: statement})

    def remove(
        self, function: Function, qualifier: str | None, sid: str, revision_id: str | None = None
    ) -> None:
        """Removes a statement.

        Raises:
            ResourceNotFound: there is none of that id.
            PreconditionFailed: `revision_id` is given and is not the latest.
        """
        with self._lock:
            policies = self._of.setdefault(function, {})
            policy = policies.get(qualifier, Policy())
            if sid not in policy.statements:
                raise ResourceNotFound(f"Statement {sid} is not found in resource policy.")
            check_revision(revision_id, policy.revision_id)
            left = {key: each for key, each in policy.statements.items() if key != sid}
            policies[qualifier] = Policy(left)
