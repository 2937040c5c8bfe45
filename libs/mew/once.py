"""Running a job once per key, however often its message comes: Powertools on DynamoDB.

    from mew.once import Once

    @jobs.job("charge", once=Once("order_id", "neoapp-{stage}-once"))
    def charge(payload: Charge) -> Receipt: ...

A module of its own, so that only the artifact of a lambda that imports it carries Powertools.
Source: Powertools for AWS Lambda (Python), "Idempotency".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ._invocation import Invocation, current_invocation
from ._stage import Stage
from .config import client
from .errors import InvalidPayload, JobError, Retry

__all__ = ["Once"]


class _Remaining:
    """The part of Lambda's context that Powertools reads."""

    def __init__(self, now: Invocation) -> None:
        self._now = now

    def get_remaining_time_in_millis(self) -> int:
        return int(self._now.remaining_seconds() * 1000)


class Once:
    """One effect per key, remembered in a table of the stage.

    key: JMESPath expression on the payload's JSON, such as `order_id`; a payload without it is
    invalid.  table: template of a DynamoDB table (string key `id`, time to live on `expiration`),
    such as `neoapp-{stage}-once`.  seconds: how long a finished key is remembered.

    The window: a record is written before the job and completed after it. A second message finds it
    and returns the first one's result; one that comes while the first still runs is delivered
    again later. A job that raises leaves no record, so it may run again. A job that is killed in
    the middle may run again when the invocation that ran it is over; if its effect had happened
    by then, it happens twice, unless the effect itself is conditional on the key.

    Raises ValueError for a table without `{stage}`.
    """

    def __init__(self, key: str, table: str, *, seconds: int = 86_400) -> None:
        if "{stage}" not in table:
            raise ValueError(
                f"the table {table!r} of Once(...) lacks {{stage}}; "
                "one table for all stages would let one stage's work stop another's"
            )
        self.key = key
        self.table = table
        self.seconds = seconds
        self._stores: dict[tuple[Stage, str], Any] = {}

    def run(self, job: str, call: Callable[[], Any], payload: Any) -> Any:
        """The result of `call`, or of the earlier call of this job with the same key.

        payload: JSON values. Raises InvalidPayload when it has no key, Retry while another call
        with that key is running, JobError when the table cannot be used, and what `call` raises.
        """
        from aws_lambda_powertools.utilities.idempotency import (
            IdempotencyConfig,
            idempotent_function,
        )
        from aws_lambda_powertools.utilities.idempotency import exceptions as vendor

        now = current_invocation()
        config = IdempotencyConfig(
            event_key_jmespath=self.key,
            raise_on_no_idempotency_key=True,
            expires_after_seconds=self.seconds,
            lambda_context=_Remaining(now),  # type: ignore[arg-type]
        )

        def run(*, payload: Any) -> Any:  # noqa: ARG001
            return call()

        guarded = idempotent_function(
            run,
            data_keyword_argument="payload",
            persistence_store=self._store(now, job),
            config=config,
            # Powertools' own prefix has the function's place in the code, which may move.
            key_prefix=f"{now.function_name}.{job}",
        )
        try:
            return guarded(payload=payload)
        except vendor.IdempotencyKeyError:
            problem: JobError = InvalidPayload(
                f"the payload of job {job!r} has no {self.key!r}, its key of once=",
                job=job,
            )
        except (
            vendor.IdempotencyAlreadyInProgressError,
            vendor.IdempotencyInconsistentStateError,
        ):
            problem = Retry(f"job {job!r} runs with the same key already", job=job)
        except vendor.IdempotencyPersistenceLayerError as error:
            cause = type(error.__cause__ or error).__name__
            problem = JobError(
                f"job {job!r}: the table {self._table(now.stage)} cannot be used ({cause}); "
                "the role needs dynamodb:GetItem, PutItem, UpdateItem and DeleteItem on it",
                job=job,
            )
        # Outside of the handler: the vendor's messages quote keys.
        raise problem

    def _table(self, stage: Stage) -> str:
        return self.table.replace("{stage}", stage)

    def _store(self, now: Invocation, job: str) -> Any:
        # One a job: Powertools keeps a store's prefix in the store.
        store = self._stores.get((now.stage, job))
        if store is None:
            from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer

            store = self._stores[now.stage, job] = DynamoDBPersistenceLayer(
                table_name=self._table(now.stage), boto3_client=client("dynamodb")
            )
        return store
