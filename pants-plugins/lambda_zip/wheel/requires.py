"""What a wheel requires, and which of it only with an extra."""

from __future__ import annotations

from typing import Dict, Iterable, List, Mapping, Sequence, Set, Tuple

from pants.backend.python.pip_requirement import PipRequirement
from pants.source.filespec import FilespecMatcher

from lambda_zip.requirements import canonical, is_stub_only


def requires_dist(
    imports: Mapping[str, Iterable[PipRequirement]], extras: Mapping[str, Sequence[str]]
) -> List[str]:
    """The values of Requires-Dist, sorted.

    Args:
        imports: The requirements of each module, by its path from the library's folder.
        extras: Globs of modules, by the name of the extra that brings what they alone require.

    Raises:
        ValueError: A glob matches no module.
    """
    optional: Dict[str, Set[str]] = {}
    for extra, patterns in extras.items():
        for pattern in patterns:
            matched = FilespecMatcher([pattern], []).matches(sorted(imports))
            if not matched:
                raise ValueError(
                    f"the field `extras` has {pattern!r} for {extra!r}, which matches no module. "
                    "Correct the glob, relative to the BUILD file, or leave it out."
                )
            for module in matched:
                optional.setdefault(module, set()).add(extra)

    always: Set[str] = set()
    with_extra: Set[Tuple[PipRequirement, str]] = set()
    for module, requirements in imports.items():
        for requirement in requirements:
            if is_stub_only(requirement.project_name):
                continue
            with_extra.update((requirement, extra) for extra in optional.get(module, ()))
            if module not in optional:
                always.add(_line(requirement))
    return sorted(always) + sorted(
        _line(requirement, extra)
        for requirement, extra in with_extra
        if _line(requirement) not in always
    )


def _line(requirement: PipRequirement, extra: str | None = None) -> str:
    parsed = requirement.as_pkg_resources_requirement()
    markers = [f"({parsed.marker})"] * bool(parsed.marker) + [f'extra == "{extra}"'] * bool(extra)
    extras = f"[{','.join(sorted(parsed.extras))}]" if parsed.extras else ""
    condition = f" ; {' and '.join(markers)}" if markers else ""
    return f"{canonical(requirement.project_name)}{extras}{parsed.specifier}{condition}"
