"""
Packs: a month of old runs in one file, with what a history is read for later.

``packs/2025-09-<digest>.json.gz``: the heads of the runs; for each test its outcomes over them,
run-length encoded; for each day the median and the 95th percentile of its times.
Texts of failures, services and memory of single runs are gone.

A pack is written and read back before the records it holds are removed. A process that is killed in
between leaves both; then the records count, and the next packing goes on.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import groupby
from typing import Any, Final, NamedTuple

from reportgen.estimates.quantiles import quantile
from reportgen.history.codec import Results
from reportgen.history.heads import Head, head_from
from reportgen.history.packing import (
    DamagedRecordError,
    not_as_agreed,
    pack,
    unknown_format,
    unpack,
)
from reportgen.history.schema import stored
from reportgen.history.tables import CaseName, Table, columns_of, table_from
from reportgen.model.report import Because, Gate, Report, Totals, Verdict
from reportgen.model.tests import PASSED, Case, Errored, Failed, Outcome, Skipped, Trouble
from reportgen.patterns import pattern
from reportgen.wording import marked, phrase

FORMAT: Final = 1
ABSENT: Final = "."
_WORST: Final = ".SPFE"
_RUN: Final = pattern(r"(\d+)([PFES.])")
_DIGEST_BYTES: Final = 8
_PACKED: Final = marked("the run is packed: what the failure said is not kept")


class Day(NamedTuple):
    """The times of the tests of one day, in milliseconds, in the order of the table."""

    date: str
    p50_ms: Sequence[int | None]
    p95_ms: Sequence[int | None]


class Pack(NamedTuple):
    """
    What a pack holds; *outcomes* has a text for each test of *table*, with a letter for each head.

    The letters are P, F, E and S, and a dot where the test was not in the run.
    """

    heads: tuple[Head, ...]
    table: Table
    outcomes: tuple[str, ...]
    days: tuple[Day, ...]


def merged(packs: Iterable[Pack], runs: Iterable[tuple[Head, Results]]) -> Pack:
    """Return one pack of what *packs* and *runs* hold; of a run that is in both, the record."""
    columns: dict[str, tuple[Head, dict[CaseName, str]]] = {}
    days: dict[str, Day] = {}
    names: dict[str, Table] = {}
    for each in packs:
        for at, head in enumerate(each.heads):
            letters = (outcomes[at] for outcomes in each.outcomes)
            found = {name: x for name, x in zip(each.table, letters, strict=True) if x != ABSENT}
            columns[head.run.id] = (head, found)
        for day in each.days:
            days[day.date], names[day.date] = day, each.table
    times: dict[str, dict[CaseName, list[float]]] = {}
    for head, results in runs:
        columns[head.run.id] = (head, _worst_letters(results))
        day_times = times.setdefault(head.run.id[:8], {})
        for place, took in zip(results.places, results.durations_s, strict=True):
            if took is not None:
                day_times.setdefault(results.table[place], []).append(took)
    ordered = [columns[run_id] for run_id in sorted(columns)]
    table = tuple(sorted({name for _, letters in ordered for name in letters}))
    return Pack(
        heads=tuple(head.model_copy(update={"names": ""}) for head, _ in ordered),
        table=table,
        outcomes=tuple(
            "".join(letters.get(name, ABSENT) for _, letters in ordered) for name in table
        ),
        days=tuple(
            _day(date, times[date], table)
            if date in times
            else _reordered(days[date], names[date], table)
            for date in sorted(days.keys() | times.keys())
        ),
    )


def encode(content: Pack) -> bytes:
    """Return *content* as a file."""
    return pack(
        {
            "format": FORMAT,
            "heads": [{"format": 1, **stored_head(head)} for head in content.heads],
        },
        {
            **columns_of(content.table),
            "outcomes": ["".join(_lengths(outcomes)) for outcomes in content.outcomes],
        },
        {"days": [[day.date, list(day.p50_ms), list(day.p95_ms)] for day in content.days]},
    )


def decode(data: bytes) -> Pack:
    """
    Return what a file holds.

    Raises:
        DamagedRecordError: it is broken, or of a format that this version does not know.

    """
    lines = unpack(data)
    heads = _heads(lines[0])
    try:
        _, columns, times = lines
        table = table_from(columns["strings"], columns["rows"])
        outcomes = tuple(_letters(text, len(heads)) for text in columns["outcomes"])
        days = tuple(Day(*day) for day in times["days"])
        _check(table, outcomes, days)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise not_as_agreed(phrase("the columns")) from error
    return Pack(heads, table, outcomes, days)


def heads_in(data: bytes) -> tuple[Head, ...]:
    """
    Return the heads alone of the pack *data*.

    Raises:
        DamagedRecordError: see `decode`.

    """
    return _heads(unpack(data, 1)[0])


def pack_name(month: str, data: bytes) -> str:
    """Return the name of the file that holds the pack *data* of *month* (``202509``)."""
    digest = blake2b(data, digest_size=_DIGEST_BYTES).hexdigest()
    return f"packs/{month[:4]}-{month[4:]}-{digest}.json.gz"


def reduced(content: Pack, run_id: str) -> Report | None:
    """Return as much of the report of the run *run_id* as the pack holds, or None."""
    at = next((n for n, head in enumerate(content.heads) if head.run.id == run_id), None)
    if at is None:
        return None
    cases = [
        Case(
            name.suite, name.class_name, name.name, _outcome(outcomes[at]), "",
            file=name.file or None,
        )
        for name, outcomes in zip(content.table, content.outcomes, strict=True)
        if outcomes[at] != ABSENT
    ]  # fmt: skip
    return outline(content.heads[at]).model_copy(update={"cases": cases})


def outline(head: Head) -> Report:
    """Return as much of the report of the packed run *head* as is known without its cases."""
    why = phrase("the run is packed: only outcomes are kept")
    return Report(
        run=head.run,
        verdict=Verdict(
            change=head.change,
            environment=head.environment,
            evidence=head.evidence,
            decision=head.decision,
            gate=Gate(status="passed" if head.gate == "passed" else "failed"),
            headline=head.headline,
            because=Because(change=why, environment=why, evidence=why),
            unjudged=(phrase("what was judged then is not kept: the run is packed"),),
        ),
        totals=Totals(counts=head.counts, duration_s=head.duration_s),
    )


def stored_head(head: Head) -> dict[str, Any]:
    """Return *head* as it stands in a file."""
    fields = {name: getattr(head, name) for name in Head.model_fields}
    return {name: stored(value) for name, value in fields.items()}


def _heads(line: object) -> tuple[Head, ...]:
    if not isinstance(line, dict):
        raise DamagedRecordError(phrase("it is no pack of runs"))
    if line.get("format") != FORMAT:
        raise DamagedRecordError(unknown_format(line.get("format"), FORMAT))
    heads = line.get("heads")
    if not isinstance(heads, list):
        raise not_as_agreed(phrase("the heads"))
    return tuple(head_from(head) for head in heads)


def _check(table: Table, outcomes: Sequence[str], days: Sequence[Day]) -> None:
    sizes = {len(table), len(outcomes)}
    sizes |= {len(column) for day in days for column in (day.p50_ms, day.p95_ms)}
    if len(sizes) > 1:
        raise ValueError("the columns differ in length")


def _worst_letters(results: Results) -> dict[CaseName, str]:
    found: dict[CaseName, str] = {}
    for place, letter in zip(results.places, results.letters, strict=True):
        name = results.table[place]
        found[name] = max(found.get(name, ABSENT), letter, key=_WORST.index)
    return found


def _day(date: str, times: dict[CaseName, list[float]], table: Table) -> Day:
    ordered = [sorted(times.get(name, ())) for name in table]
    return Day(
        date,
        [_milliseconds(each, 0.50) for each in ordered],
        [_milliseconds(each, 0.95) for each in ordered],
    )


def _milliseconds(ordered: Sequence[float], share: float) -> int | None:
    seconds = quantile(ordered, share)
    return None if seconds is None else round(seconds * 1000)


def _reordered(day: Day, was: Table, table: Table) -> Day:
    at = {name: n for n, name in enumerate(was)}
    places = [at.get(name) for name in table]
    return Day(
        day.date,
        [None if n is None else day.p50_ms[n] for n in places],
        [None if n is None else day.p95_ms[n] for n in places],
    )


def _lengths(outcomes: str) -> Iterable[str]:
    return (f"{sum(1 for _ in same)}{letter}" for letter, same in groupby(outcomes))


def _letters(text: str, count: int) -> str:
    """Return the letters that *text* gives the lengths of; there are *count*."""
    runs = [(int(length), letter) for length, letter in _RUN.findall(text)]
    if sum(length for length, _ in runs) != count or "".join(_lengths_of(runs)) != text:
        raise ValueError("outcomes are missing")
    return "".join(letter * length for length, letter in runs)


def _lengths_of(runs: Iterable[tuple[int, str]]) -> Iterable[str]:
    return (f"{length}{letter}" for length, letter in runs)


def _outcome(letter: str) -> Outcome:
    match letter:
        case "P":
            return PASSED
        case "S":
            return Skipped()
        case "F":
            return Failed((Trouble("failure", phrase(_PACKED)),))
        case _:
            return Errored((Trouble("error", phrase(_PACKED)),))
