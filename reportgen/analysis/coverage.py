"""
Coverage → the same report of the baseline beside each, where there is exactly one.

A report is known by its name. Where several bear one name (a monorepo's ``coverage.xml``), the
path tells them apart; where that does not either, nothing is compared.
Coverage is shown and judges nothing, except by the gate where a limit is set.
"""

from collections import defaultdict
from collections.abc import Sequence

from reportgen.model.coverage import Coverage, CoverageTotal


def beside(measured: Sequence[Coverage], base: Sequence[Coverage]) -> tuple[CoverageTotal, ...]:
    """Return each of *measured* with the one of *base* that is the same report."""
    ours, theirs = _by_name(measured), _by_name(base)
    return tuple(
        CoverageTotal(measured=each, base=_same(each, ours[each.name], theirs.get(each.name, [])))
        for each in measured
    )


def _by_name(coverage: Sequence[Coverage]) -> dict[str, list[Coverage]]:
    found: dict[str, list[Coverage]] = defaultdict(list)
    for each in coverage:
        found[each.name].append(each)
    return found


def _same(
    each: Coverage, namesakes: Sequence[Coverage], candidates: Sequence[Coverage]
) -> Coverage | None:
    if len(namesakes) == len(candidates) == 1:
        return candidates[0]
    at_path = [other for other in candidates if other.artifact == each.artifact]
    alone = sum(other.artifact == each.artifact for other in namesakes) == 1
    return at_path[0] if alone and len(at_path) == 1 else None
