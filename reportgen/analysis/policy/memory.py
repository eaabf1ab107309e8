"""
The rule over memory: the peak of each series beside that of the same series in the baseline.

Only what a program holds itself counts. A series is known by its name and its kind, and where
several bear one name by its artifact too; what cannot be told apart is not compared.
An increase of up to `NOISE_BYTES` is never too much.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportgen.analysis.policy.grounds import Grounds
from reportgen.model.baseline import BasePeak
from reportgen.model.memory import MemoryTrend
from reportgen.model.report import Rule
from reportgen.model.text import quote
from reportgen.model.units import plural, signed_percent, size
from reportgen.wording import phrase

NOISE_BYTES: Final = 1 << 20


class _Pair(NamedTuple):
    """A series and its peak in the baseline."""

    trend: MemoryTrend
    before: int

    @property
    def more(self) -> int:
        return self.trend.peak - self.before

    @property
    def share(self) -> float:
        return self.more / max(self.before, 1)

    def is_over(self, percent: float) -> bool:
        """Whether the peak rose by more than *percent*, and by more than readings differ."""
        return self.more > NOISE_BYTES and self.more > self.before * percent / 100


def rules(grounds: Grounds) -> Iterator[Rule]:
    """Yield the rule over the peaks."""
    name, allowed = "max-memory-increase", grounds.policy.max_memory_increase
    if allowed is None:
        yield grounds.unset(name)
        return
    if grounds.baseline is None:
        yield grounds.unjudged(name, phrase("there is no run to compare with"))
        return
    pairs = _pairs(grounds.memory, grounds.baseline.memory)
    if not pairs:
        lacks = phrase("no memory series was read both here and in {base}", base=grounds.base)
        yield grounds.unjudged(name, lacks)
        return
    over = [pair for pair in pairs if pair.is_over(allowed)]
    shown = sorted(over or pairs, key=lambda pair: -pair.share)
    worst = shown[0]
    kinds = {trend.series.kind for trend in grounds.memory}
    gone = sum(each.kind in kinds for each in grounds.baseline.memory) - len(pairs)
    yield grounds.judged(
        name,
        phrase(
            "{name} peaked at {peak} after {before} in {base} ({share}), "
            "{allowed:g} % more allowed",
            name=quote(worst.trend.series.name),
            peak=size(worst.trend.peak),
            before=size(worst.before),
            base=grounds.base,
            share=signed_percent(worst.share),
            allowed=allowed,
        )
        + (
            phrase(
                "; {number:,} of {series} over",
                number=len(over),
                series=plural(len(pairs), "series", "series"),
            )
            if over
            else ""
        )
        + (
            phrase("; {gone:,} of {base} not compared", gone=gone, base=grounds.base)
            if gone > 0
            else ""
        ),
        {
            "base_bytes": worst.before,
            "peak_bytes": worst.trend.peak,
            "series": len(pairs),
            "over": len(over),
            "allowed_percent": allowed,
        },
        [grounds.cite.at(p.trend.series.artifact, p.trend.series.place) for p in shown],
        passed=not over,
    )


def _pairs(trends: Sequence[MemoryTrend], peaks: Sequence[BasePeak]) -> list[_Pair]:
    ours: dict[tuple[str, str], list[MemoryTrend]] = defaultdict(list)
    theirs: dict[tuple[str, str], list[BasePeak]] = defaultdict(list)
    for trend in trends:
        ours[trend.series.name, trend.series.kind].append(trend)
    for peak in peaks:
        theirs[peak.name, peak.kind].append(peak)
    found = []
    for key, mine in ours.items():
        before = theirs.get(key, [])
        for trend in mine:
            same = before
            if len(mine) > 1 or len(before) > 1:
                here = trend.series.artifact
                same = [peak for peak in before if peak.artifact == here]
                if sum(other.series.artifact == here for other in mine) > 1:
                    same = []
            if len(same) == 1:
                found.append(_Pair(trend, same[0].peak))
    return found
