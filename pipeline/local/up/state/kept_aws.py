"""What AWS's services hold, written to a file and read again.

moto has no form of its own for that: its recorder would send every request again, with other ids and
receipts. So the services' objects themselves are pickled, but for what belongs to a run: locks, the
backends that objects point back at, and what invokes functions. Only the very release of moto that
wrote a file can read it.
"""

from __future__ import annotations

import importlib.metadata
import io
import pickle
import threading
import time
from pathlib import Path
from typing import Any

from moto.core.base_backend import BackendDict, BaseBackend
from moto.dynamodb.models import dynamodb_backends
from moto.events.models import events_backends
from moto.s3.models import s3_backends
from moto.scheduler.models import scheduler_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.ses.models import ses_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from ...errors import StateUnusable
from ...sources.async_delivery import AsyncDelivery
from ...version import ACCOUNT
from .folder import write_whole

__all__ = ["restore_aws", "save_aws"]

_KEPT: dict[str, BackendDict[Any]] = {
    "dynamodb": dynamodb_backends,
    "events": events_backends,
    "s3": s3_backends,
    "scheduler": scheduler_backends,
    "secretsmanager": secretsmanager_backends,
    "ses": ses_backends,
    "sns": sns_backends,
    "sqs": sqs_backends,
}
_LOCKS = (type(threading.Lock()), type(threading.RLock()))
_TRIES = 20


class _Pickler(pickle.Pickler):
    def persistent_id(self, found: Any) -> tuple[str, ...] | None:
        """Names what is another in every run."""
        if isinstance(found, BaseBackend):
            return ("backend", _service_of(found), found.region_name)
        if isinstance(found, _LOCKS):
            return ("lock", "r" if isinstance(found, _LOCKS[1]) else "")
        return ("deliver",) if isinstance(found, AsyncDelivery) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, content: bytes, deliver: AsyncDelivery) -> None:
        super().__init__(io.BytesIO(content))
        self._deliver = deliver

    def persistent_load(self, found: Any) -> Any:
        """What stands for it in this run."""
        match found:
            case ("backend", service, region):
                return _KEPT[service][ACCOUNT][region]
            case ("lock", kind):
                return threading.RLock() if kind else threading.Lock()
        return self._deliver


def _service_of(backend: BaseBackend) -> str:
    for service, backends in _KEPT.items():
        if backend in backends[ACCOUNT].values():
            return service
    raise pickle.PicklingError(f"{type(backend).__name__} is of no service that is kept")


def _stamp() -> bytes:
    return f"moto {importlib.metadata.version('moto')}, form 1".encode()


def save_aws(path: Path) -> None:
    """Writes everything down.

    Raises:
        StateUnusable: so much happens at once that there is no moment to do so.
    """
    for _ in range(_TRIES):
        content = io.BytesIO()
        try:
            _Pickler(content).dump(
                {
                    (service, region): dict(vars(backend))
                    for service, backends in _KEPT.items()
                    for region, backend in list(backends[ACCOUNT].items())
                }
            )
        except RuntimeError:
            # A request changed what was just being read.
            time.sleep(0.05)
            continue
        write_whole(path, _stamp() + b"\n" + content.getvalue())
        return
    raise StateUnusable(f"{path}: AWS is too busy to be written down")


def restore_aws(path: Path, deliver: AsyncDelivery) -> None:
    """Has the services hold what was written, where something was.

    Args:
        path: the file.
        deliver: what invokes functions in this run.

    Raises:
        StateUnusable: another release of moto wrote it, or it is damaged.
    """
    if not path.exists():
        return
    stamp, _, content = path.read_bytes().partition(b"\n")
    if stamp != _stamp():
        raise StateUnusable(
            f"{path} was kept by {stamp[:80]!r}, and this is {_stamp()!r}: remove it, or start"
            " without --state"
        )
    try:
        kept = _Unpickler(content, deliver).load()
        for (service, region), attributes in kept.items():
            vars(_KEPT[service][ACCOUNT][region]).update(attributes)
    except Exception as error:
        # A damaged pickle may fail in any way.
        raise StateUnusable(f"{path} is damaged ({error!r}): remove it") from error
