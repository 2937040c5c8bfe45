"""The versions that were published of one function.

Sources: AWS Lambda developer guide, "Manage Lambda function versions"; AWS Lambda API reference,
"PublishVersion" and "DeleteFunction".
"""

from __future__ import annotations

from .alias import LATEST, new_revision
from .errors import InvalidParameterValue, ResourceNotFound
from .latest import Latest, check_revision
from .version import Version

__all__ = ["Versions"]


class Versions:
    """Versions by number, beside the `$LATEST` that they are made of; not thread-safe."""

    def __init__(self, latest: Latest) -> None:
        self._latest = latest
        self._by_number: dict[str, Version] = {}
        self._last = 0

    def publish(
        self,
        *,
        code_sha256: str | None = None,
        description: str | None = None,
        revision_id: str | None = None,
    ) -> Version:
        """Makes a version of `$LATEST`; where nothing changed since the last, that one again.

        Raises:
            ResourceConflict: `$LATEST` is being changed.
            InvalidParameterValue: `code_sha256` is given and is not that of `$LATEST`.
            PreconditionFailed: `revision_id` is given and is not the latest.
        """
        self._latest.refuse_while_changing()
        latest = self._latest.described
        check_revision(revision_id, latest.revision_id)
        if code_sha256 not in {None, latest.code.code_sha256}:
            raise InvalidParameterValue(
                f"CodeSHA256 ({code_sha256}) is different from current CodeSHA256 in $LATEST"
                f" ({latest.code.code_sha256}). Please try again with the CodeSHA256 in $LATEST."
            )
        return self.publish_at_once(description)

    def publish_at_once(self, description: str | None = None) -> Version:
        """Makes a version of what `$LATEST` is about to be, as creation and update may ask for."""
        latest = self._latest.described
        previous = self._by_number.get(str(self._last))
        if previous is not None and not self._latest.unpublished:
            return previous
        self._last += 1
        version = Version(
            latest.function_name,
            str(self._last),
            latest.configuration,
            latest.code,
            latest.description if description is None else description,
            new_revision(),
        )
        self._by_number[version.number] = version
        self._latest.published()
        return version

    def get(self, number: str) -> Version:
        """The version of that number, or `$LATEST` as invocations see it.

        Raises:
            ResourceNotFound: there is none.
        """
        if number == LATEST:
            return self._latest.serving
        found = self._by_number.get(number)
        if found is None:
            raise ResourceNotFound(f"Function not found: {self._latest.serving.arn(number)}")
        return found

    def all(self) -> list[Version]:
        """`$LATEST` and every version, in the order of their numbers."""
        return [self._latest.described, *self._by_number.values()]

    def remove(self, number: str) -> Version:
        """Forgets a version; its number is never used again.

        Raises:
            ResourceNotFound: there is none.
            InvalidParameterValue: it is `$LATEST`.
        """
        if number == LATEST:
            raise InvalidParameterValue(
                "$LATEST version cannot be deleted without deleting the function."
            )
        self.get(number)
        return self._by_number.pop(number)
