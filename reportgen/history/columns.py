"""
Recorded runs as analyses over time read them: one column each, straight from the stored columns.

No report is built on the way: with a thousand runs of five thousand tests that would take minutes.
Of a packed run only outcomes are known; its times are those of its day, which are no run's own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from reportgen.history.blocks import block_name, decode
from reportgen.history.heads import Head, head_from
from reportgen.history.packing import DamagedRecordError, not_as_agreed, unpack
from reportgen.history.store import Store, left_out, run_name
from reportgen.history.tables import Table
from reportgen.history.windows import is_settled, line_of, newest_of_each_line
from reportgen.model.health import Service
from reportgen.model.identity import case_ids
from reportgen.model.memory import MemoryTrend
from reportgen.model.overtime import (
    ABSENT,
    ERRORED,
    FAILED,
    OUTAGE,
    PASSED,
    RETRIED,
    SKIPPED,
    Column,
    LineKey,
    Named,
    RunFacts,
)
from reportgen.model.report import Report
from reportgen.model.steps import Step
from reportgen.model.tests import Passed, Trouble
from reportgen.wording import phrase

if TYPE_CHECKING:
    from reportgen.history.packs import Pack

_GRAVITY: Final = f"{ABSENT}{SKIPPED}{PASSED}{RETRIED}{OUTAGE}{FAILED}{ERRORED}"
"""Where several results have one id the last of these counts."""
_SERVICES: Final = TypeAdapter(tuple[Service, ...])
_MEMORY: Final = TypeAdapter(tuple[MemoryTrend, ...])
_STEPS: Final = TypeAdapter(tuple[Step, ...])


class _Rows(NamedTuple):
    """The tests of a table; *distinct* says that no two of them have one id."""

    tests: tuple[Named, ...]
    distinct: bool


def _rows_of(tests: Iterable[Named]) -> _Rows:
    found = tuple(tests)
    return _Rows(found, len({test.id for test in found}) == len(found))


class Kept(NamedTuple):
    """What a reader read: columns of records by the id of their run, and names of tests."""

    columns: dict[str, Column]
    named: dict[tuple[str, str, str, str], Named]
    tables: dict[str, _Rows]


_TIMES: Final = frozenset({int, float, type(None)})


class Columns:
    """
    Reads the columns of one history; *damaged* has a sentence for each run that cannot be read.

    *measures* says whether services, memory and steps are wanted, too, *timed* of how many of the
    newest runs of each line the times are; None is all.
    *keep* holds on to what is read of records, which is then *kept* for a reader *after* this one:
    it does not read that again.
    """

    def __init__(
        self,
        store: Store,
        *,
        measures: bool = True,
        timed: int | None = None,
        keep: bool = False,
        after: "Kept | None" = None,
    ) -> None:
        self.damaged: list[str] = []
        self._store = store
        self._measures = measures
        self._timed = timed
        self._keep = keep and measures
        self._known = after.columns if after and measures else {}
        self.kept = Kept({}, after.named, after.tables) if after else Kept({}, {}, {})
        self._packs: dict[str, Pack] = {}

    def read(self, heads: Sequence[Head]) -> Iterator[Column]:
        """Yield the columns of *heads*, in their order."""
        runs = set(self._store.runs)
        held = self._blocks([head for head in heads if head.run.id in runs])
        # What a block holds has no times: those of older runs are not wanted, though known.
        held = {each: self._known[each] for each in self._known.keys() & runs} | held
        for head in heads:
            run_id = head.run.id
            try:
                if run_id in held:
                    yield held.pop(run_id)
                elif run_id in runs:
                    yield self._recorded(run_id)
                else:
                    yield self._packed(head)
            except DamagedRecordError as error:
                self.damaged.append(left_out(run_id, error))

    def _blocks(self, heads: Sequence[Head]) -> dict[str, Column]:
        """Return what blocks hold of those of *heads* whose times are not wanted."""
        timed = {head.run.id for head in newest_of_each_line(heads, self._timed)}
        months: dict[str, set[str]] = {}
        for head in heads:
            if head.run.id not in timed:
                months.setdefault(head.run.id[:6], set()).add(head.run.id)
        found: dict[str, Column] = {}
        for month, wanted in months.items():
            try:  # a broken one holds nothing
                columns = decode(self._store.file(block_name(month)))
            except DamagedRecordError:
                continue
            found.update((each.run.id, each) for each in columns if each.run.id in wanted)
        return found

    def _recorded(self, run_id: str) -> Column:
        column = self._read(run_id)
        if self._keep:
            self.kept.columns[run_id] = column
        return column

    def _read(self, run_id: str) -> Column:
        lines = unpack(self._store.file(run_name(run_id)))
        head = head_from(lines[0])
        if len(lines) != 3 or not all(isinstance(line, dict) for line in lines):
            raise not_as_agreed(phrase("it has three parts"))
        table = self._store.tables.read(head.names)
        try:
            return self._column(head, lines[1], lines[2], table)
        except (ValidationError, LookupError, TypeError, ValueError, AttributeError) as error:
            raise not_as_agreed(type(error).__name__) from error

    def _column(
        self, head: Head, columns: dict[str, Any], rest: dict[str, Any], table: Table
    ) -> Column:
        letters: str = columns["outcomes"]
        changed: dict[int, str] = {}
        places: Sequence[int] = columns.get("index", range(len(table)))
        troubles: dict[int, tuple[Trouble, ...]] = {}
        for at, (outcome, *_) in columns["said"].items():
            number = int(at)
            said = tuple(_troubles(outcome))
            if said:
                troubles[number] = said
                if letters[number] == PASSED:
                    changed[number] = RETRIED
        for finding in rest.get("findings", ()):
            if finding["id"] == "infrastructure-failure" and finding.get("case") is not None:
                changed[finding["case"]] = OUTAGE
        causes = {
            number: cause["id"] for cause in rest.get("causes", ()) for number in cause["cases"]
        }
        return _placed(
            line_of(head.run),
            _facts(head),
            self._rows(head.names, table),
            places,
            _with(letters, changed),
            _milliseconds(columns["durations"]),
            troubles,
            causes,
        )._replace(**self._measured(rest))

    def _measured(self, rest: dict[str, Any]) -> dict[str, Any]:
        if not self._measures:
            return {}
        return {
            "services": _SERVICES.validate_python(rest.get("services", ())),
            "memory": _MEMORY.validate_python(rest.get("memory", ())),
            "steps": _STEPS.validate_python(rest.get("steps", ())),
        }

    def _packed(self, head: Head) -> Column:
        name = self._store.packed.get(head.run.id)
        if name is None:
            raise DamagedRecordError(phrase("it is gone"))
        if name not in self._packs:
            self._packs[name] = self._store.pack(name)
        content = self._packs[name]
        at = next(n for n, each in enumerate(content.heads) if each.run.id == head.run.id)
        rows = self._rows(name, content.table)
        letters = "".join(outcomes[at] for outcomes in content.outcomes)
        return _placed(
            line_of(head.run), _facts(head), rows, range(len(content.table)), letters,
            [None] * len(letters), {}, {},
        )  # fmt: skip

    def _rows(self, key: str, table: Table) -> _Rows:
        """Return the tests of *table*, row by row; equal tables give the very same ones."""
        found = self.kept.tables.get(key)
        if found is None:
            named = self.kept.named
            fresh = [row for row in table if row not in named]
            for row, test in zip(fresh, case_ids(fresh), strict=True):
                suite, class_name, name, file = row
                named[row] = Named(test, suite, class_name, name, file or None)
            found = self.kept.tables[key] = _rows_of(map(named.__getitem__, table))
        return found


def column_of(report: Report) -> Column:
    """Return *report* as the column that its record would be read as."""
    names = [(case.suite, case.class_name, case.name, case.file) for case in report.cases]
    ids = case_ids((*name[:3], name[3] or "") for name in names)
    rows = _rows_of(Named(test, *name) for test, name in zip(ids, names, strict=True))
    troubles: dict[int, tuple[Trouble, ...]] = {}
    row = []
    for number, case in enumerate(report.cases):
        outcome = case.outcome
        letter = outcome.name[0].upper()
        if isinstance(outcome, Passed):
            said = tuple(_attempted(outcome.attempts))
            letter = RETRIED if said else PASSED
        else:
            said = getattr(outcome, "troubles", ())
        row.append(letter)
        if said:
            troubles[number] = said
    for finding in report.findings:
        if finding.id == "infrastructure-failure" and finding.case is not None:
            row[finding.case] = OUTAGE
    run = report.run
    facts = RunFacts(
        run.id, run.started_at, run.commit, run.branch, run.pull_request, is_settled(run),
        report.verdict.evidence, report.totals.counts,
    )  # fmt: skip
    durations = [
        None if case.duration_s is None else case.duration_s * 1000 for case in report.cases
    ]
    return _placed(
        line_of(run), facts, rows, range(len(rows.tests)), "".join(row), durations, troubles, {}
    )._replace(services=report.services, memory=report.memory, steps=report.steps)


def _facts(head: Head) -> RunFacts:
    run = head.run
    return RunFacts(
        run.id, run.started_at, run.commit, run.branch, run.pull_request, is_settled(run),
        head.evidence, head.counts,
    )  # fmt: skip


def _placed(
    line: LineKey,
    run: RunFacts,
    rows: _Rows,
    places: Sequence[int],
    letters: str,
    durations: Sequence[float | None],
    troubles: Mapping[int, tuple[Trouble, ...]],
    causes: Mapping[int, str],
) -> Column:
    """
    Return the column of results that stand at *places* in *rows*.

    Nearly always each row has one result and each test one row; then nothing is moved.
    """
    if not len(places) == len(letters) == len(durations):
        raise ValueError("the columns differ in length")
    if rows.distinct and isinstance(places, range) and len(places) == len(rows.tests):
        said = dict(troubles)
        return Column(line, run, rows.tests, letters, tuple(durations), said, causes=causes)
    at: dict[str, int] = {}
    tests: list[Named] = []
    worst: list[str] = []
    took: list[float | None] = []
    said = {}
    why: dict[int, str] = {}
    for number, place in enumerate(places):
        test = rows.tests[place]
        mine = at.setdefault(test.id, len(tests))
        if mine == len(tests):
            tests.append(test)
            worst.append(letters[number])
            took.append(durations[number])
        else:
            worst[mine] = max(worst[mine], letters[number], key=_GRAVITY.index)
            both = took[mine], durations[number]
            took[mine] = None if None in both else sum(map(float, filter(None, both)))
        if number in troubles:
            said[mine] = (*said.get(mine, ()), *troubles[number])
        if number in causes:
            why.setdefault(mine, causes[number])
    return Column(line, run, tuple(tests), "".join(worst), tuple(took), said, causes=why)


def _with(letters: str, changed: Mapping[int, str]) -> str:
    """Return *letters* with those that are *changed*."""
    if not changed:
        return letters
    row = list(letters)
    for at, letter in changed.items():
        row[at] = letter
    return "".join(row)


def _troubles(outcome: Mapping[str, Any]) -> Iterator[Trouble]:
    """Yield what a stored outcome says: its troubles, or the failed attempts before it passed."""
    if "troubles" in outcome:
        for each in outcome["troubles"]:
            yield Trouble(**each)
    else:
        for each in outcome.get("attempts", ()):
            kind: Any = "error" if each["outcome"] == "errored" else "failure"
            yield Trouble(kind, each.get("message", ""), each.get("detail", ""))


def _attempted(attempts: Iterable[Any]) -> Iterator[Trouble]:
    for each in attempts:
        kind: Any = "error" if each.outcome == "errored" else "failure"
        yield Trouble(kind, each.message, each.detail)


def _milliseconds(stored: Sequence[Any]) -> Sequence[float | None]:
    """
    Return stored times in milliseconds: integers are, all else is seconds.

    Raises:
        ValueError: one is no number.

    """
    kinds = set(map(type, stored))
    if not kinds <= _TIMES:
        raise ValueError("a time is no number")
    if float not in kinds:
        return stored
    return [each * 1000 if isinstance(each, float) else each for each in stored]
