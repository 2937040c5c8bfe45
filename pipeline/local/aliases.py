"""The aliases of one function.

Source: AWS Lambda API reference, "CreateAlias", "UpdateAlias", "DeleteAlias", "ListAliases".
"""

from __future__ import annotations

from collections.abc import Mapping

from .alias import Alias, checked_alias_name
from .errors import ResourceConflict, ResourceNotFound
from .latest import check_revision
from .versions import Versions

__all__ = ["Aliases"]


class Aliases:
    """Aliases by name; not thread-safe.

    Args:
        versions: what they may point at.
    """

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._by_name: dict[str, Alias] = {}

    def find(self, name: str) -> Alias | None:
        """The alias of that name, if there is one."""
        return self._by_name.get(name)

    def get(self, name: str) -> Alias:
        """The alias of that name.

        Raises:
            ResourceNotFound: there is none.
        """
        alias = self._by_name.get(name)
        if alias is None:
            raise ResourceNotFound(f"Cannot find alias arn: {self._arn(name)}")
        return alias

    def all(self, version: str | None = None) -> list[Alias]:
        """Every alias by name, or those that lead to one version."""
        found = sorted(self._by_name.values(), key=lambda alias: alias.name)
        return [alias for alias in found if version is None or version in alias.versions()]

    def create(self, alias: Alias) -> Alias:
        """Adds an alias.

        Raises:
            ValidationFailed: no alias may be called so.
            ResourceNotFound: it leads to a version that does not exist.
            ResourceConflict: there is one of that name.
        """
        checked_alias_name(alias.name)
        self._check(alias)
        if alias.name in self._by_name:
            raise ResourceConflict(f"Alias already exists: {self._arn(alias.name)}")
        self._by_name[alias.name] = alias
        return alias

    def update(
        self,
        name: str,
        *,
        version: str | None = None,
        description: str | None = None,
        weights: Mapping[str, float] | None = None,
        revision_id: str | None = None,
    ) -> Alias:
        """Changes what is given of an alias, all at once.

        Raises:
            ResourceNotFound: there is no such alias, or no such version.
            PreconditionFailed: `revision_id` is given and is not the latest.
            InvalidParameterValue, ValidationFailed: the weights are none that the service takes.
        """
        current = self._by_name.get(name)
        if current is None:
            raise ResourceNotFound(f"Alias not found: {self._arn(name)}")
        check_revision(revision_id, current.revision_id)
        changed = Alias(
            name,
            current.version if version is None else version,
            current.description if description is None else description,
            current.weights if weights is None else weights,
        )
        self._check(changed)
        self._by_name[name] = changed
        return changed

    def delete(self, name: str) -> None:
        """Removes an alias; that there is none is no error."""
        self._by_name.pop(name, None)

    def _check(self, alias: Alias) -> None:
        for number in alias.versions():
            self._versions.get(number)

    def _arn(self, name: str) -> str:
        return self._versions.get("$LATEST").arn(name)
