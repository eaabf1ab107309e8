"""Findings as a page shows them: grouped by kind, the first of each open, the rest folded."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from reportgen.model.report import Finding, FindingId, Report
from reportgen.model.run import Severity
from reportgen.model.text import one_line, quote
from reportgen.render import causes
from reportgen.render.account.sources import Anchors, Citations, Sources
from reportgen.render.account.words import FINDING_TITLES, SEVERITY_TONES, Tone
from reportgen.render.kinds import SLOWER, is_known
from reportgen.render.strips import Drawn, drawn
from reportgen.wording import marked, phrase

MOST_OPEN: Final = 8
MOST_SHOWN: Final = 200
CHANGES: Final[tuple[FindingId, ...]] = ("fixed", "new-test", "missing-test", "newly-skipped")
RENAMED: Final = marked("Renamed tests")
_SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")


class Entry(NamedTuple):
    """
    A finding; *subject* is None where the reason names it already.

    *more* says for how many others of the same cause it stands, *cause* is where that is told.
    *course* is how a failing test fared in the runs before.
    """

    anchor: str
    finding: Finding
    subject: str | None
    citations: Citations
    url: str | None
    more: str | None
    cause: str | None
    course: Drawn | None


class Group(NamedTuple):
    """Findings of one kind and severity."""

    anchor: str
    title: str
    severity: Severity
    tone: Tone
    total: int
    shown: tuple[Entry, ...]
    folded: tuple[Entry, ...]
    left_out: int
    first: Finding


class Change(NamedTuple):
    """Findings of a kind that says what differs from the base; *above* of them need attention."""

    title: str
    total: int
    group: Group | None
    above: int


class Sorting(NamedTuple):
    """How a finding sorts the test it is about."""

    id: FindingId
    severity: Severity
    anchor: str | None


class Findings:
    """
    All findings of a report, by what a reader does with them.

    *attention* is to be acted on, *known* was there before, *changes* differ from the base, and
    of the kinds that *unchanged* names there is none;
    *slower* takes longer than it did over many runs, *noted* is the rest; *sortings* say how the
    failing tests were sorted, by the test's index. *named* holds the anchors of causes by their
    ids.
    """

    def __init__(
        self, report: Report, sources: Sources, anchors: Anchors, named: Mapping[str, str]
    ) -> None:
        self._report = report
        self._sources = sources
        self._anchors = anchors
        self._causes = named
        self.sortings: dict[int, Sorting] = {}
        known = [f for f in report.findings if is_known(f)]
        news = [f for f in report.findings if not is_known(f)]
        pressing = [f for f in news if f.severity != "info"]
        differing = [f for f in news if f.severity == "info" and f.id in CHANGES]
        slower = [f for f in news if f.severity == "info" and f.id in SLOWER]
        others = [f for f in news if f.severity == "info" and f.id not in {*CHANGES, *SLOWER}]
        self.needs_attention = len(pressing)
        self.errors = sum(finding.severity == "error" for finding in pressing)
        self.attention = self._groups(pressing)
        self.known = self._groups(known)
        self.noted = self._groups(others)
        self.slower = self._groups(slower)
        self.changes = self._changes(pressing, self._groups(differing))
        self.unchanged = [change.title for change in self.changes if not change.total]

    def _changes(self, pressing: list[Finding], groups: list[Group]) -> list[Change]:
        above = Counter(finding.id for finding in pressing)
        by_title = {_title(group.first): group for group in groups}
        renamed = by_title.get(RENAMED)
        changes = []
        for kind in CHANGES:
            group = by_title.get(FINDING_TITLES[kind])
            total = above[kind] + (group.total if group else 0)
            changes.append(Change(phrase(FINDING_TITLES[kind]), total, group, above[kind]))
        return [
            *changes,
            *([Change(phrase(RENAMED), renamed.total, renamed, 0)] if renamed else []),
        ]

    def _groups(self, findings: Iterable[Finding]) -> list[Group]:
        """Return *findings* by severity, worst first, and kind, in the order of their first."""
        kinds: dict[tuple[Severity, str], list[Finding]] = {}
        for finding in findings:
            kinds.setdefault((finding.severity, _title(finding)), []).append(finding)
        worst_first = sorted(kinds, key=lambda kind: _SEVERITIES.index(kind[0]))
        return [self._group(kinds[kind]) for kind in worst_first]

    def _group(self, findings: list[Finding]) -> Group:
        first = findings[0]
        told = causes.told(findings, self._report)
        entries = [self._entry(each) for each in told[:MOST_SHOWN]]
        for each in told[MOST_SHOWN:]:
            for finding in (each.finding, *each.others):
                self._sort(finding, None)
        shown = MOST_OPEN if len(entries) > MOST_OPEN + 2 else len(entries)
        return Group(
            anchor=f"{'renamed' if _title(first) == RENAMED else first.id}-{first.severity}",
            title=phrase(_title(first)),
            severity=first.severity,
            tone=SEVERITY_TONES[first.severity],
            total=len(findings),
            shown=tuple(entries[:shown]),
            folded=tuple(entries[shown:]),
            left_out=sum(1 + each.more for each in told[MOST_SHOWN:]),
            first=first,
        )

    def _sort(self, finding: Finding, anchor: str | None) -> None:
        if finding.case is not None:
            self.sortings.setdefault(finding.case, Sorting(finding.id, finding.severity, anchor))

    def _entry(self, told: causes.Told) -> Entry:
        finding = told.finding
        anchor = self._anchors.make(finding.id, finding.subject)
        for each in (finding, *told.others):
            self._sort(each, anchor)
        named = quote(finding.subject) in finding.reason
        return Entry(
            anchor=anchor,
            finding=finding,
            subject=None if named or not finding.subject else one_line(finding.subject),
            citations=self._sources.cite_all(finding.evidence),
            url=finding.link.url if finding.link else None,
            more=causes.same_cause(told.more),
            cause=self._causes.get(told.cause.id) if told.cause else None,
            course=self._course(finding),
        )

    def _course(self, finding: Finding) -> Drawn | None:
        """Return how the failing test fared that *finding* is about, where that is known."""
        courses = self._report.courses
        if not courses or finding.case is None:
            return None
        return drawn(courses.get(self._report.cases[finding.case].id, ""))


def _title(finding: Finding) -> str:
    return RENAMED if "renamed" in finding.numbers else FINDING_TITLES[finding.id]
