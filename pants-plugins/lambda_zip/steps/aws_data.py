"""botocore's data without what a Lambda never asks of it: a client is made in half the time.

Every service's model carries its documentation, most of its bytes; `endpoints.json` lists the
endpoints of all services, where those matter of which there is a model.
"""

import gzip
import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

_DATA = PurePosixPath("botocore/data")
_ENDPOINTS = str(_DATA / "endpoints.json")
_MODEL = "service-2.json"
# Elsewhere botocore counts on it: each parameter of the client's context must have one.
_TOLD = ("operations", "shapes")


def lean(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """`files` with the models of botocore and its list of endpoints cut down.

    Args:
        files: Third-party files, by their path in the zip; models of unused services are gone.

    Compressed models become plain ones: the zip compresses, and the function need not unpack twice.
    """
    kept = dict(files)
    prefixes: set[str] = set()
    for path in files:
        place = PurePosixPath(path)
        if place.is_relative_to(_DATA) and place.name in (_MODEL, f"{_MODEL}.gz"):
            content = kept.pop(path)
            model = json.loads(gzip.decompress(content) if place.suffix == ".gz" else content)
            prefixes.add(model.get("metadata", {}).get("endpointPrefix"))
            kept[str(place.with_name(_MODEL))] = _written(
                {key: _undocumented(part) if key in _TOLD else part for key, part in model.items()}
            )
    if _ENDPOINTS in kept:
        endpoints = json.loads(kept[_ENDPOINTS])
        for partition in endpoints.get("partitions", ()):
            # What is not listed follows the partition's pattern, as for a service of tomorrow.
            partition["services"] = {
                name: told for name, told in partition["services"].items() if name in prefixes
            }
        kept[_ENDPOINTS] = _written(endpoints)
    return kept


def _undocumented(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _undocumented(item)
            for key, item in value.items()
            # A member that is called so is no text.
            if not (key == "documentation" and isinstance(item, str))
        }
    return [_undocumented(item) for item in value] if isinstance(value, list) else value


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
