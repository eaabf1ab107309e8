"""One cause of failures: what it said and where, run by run, the tests it broke, and an issue."""

import json
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from reportgen.model.overtime import CauseOverRuns
from reportgen.model.text import clean, excerpt, one_line
from reportgen.model.units import moment, plural
from reportgen.render.addresses import test_url
from reportgen.render.charts import Bar, stacked
from reportgen.render.overtime.words import of_line
from reportgen.website.known import History, Seen
from reportgen.website.places import Page, Place, rendered, thing
from reportgen.website.sightings import Broken, Sighting, broken_by
from reportgen.website.words import after_the_name, days_of
from reportgen.wording import marked, phrase

MOST_VARIANTS: Final = 50
MOST_RUNS: Final = 100
MOST_TESTS: Final = 200
_NAMED: Final = 10
_NAME: Final = 300
_SAMPLE: Final = 4_000
_WIDTH: Final = 1_000
_LEAST: Final = 8.0
_STUB: Final = 0.001
"""A run without a failure of it: drawn as low as anything that is not nothing."""


class Span(NamedTuple):
    """Where between the ends of a window of `_WIDTH` something was seen, and that in words."""

    x: float
    width: float
    says: str


class Part(NamedTuple):
    """A cause on one line, as its page shows it; *span* is for where its runs are not known."""

    label: str
    found: CauseOverRuns
    reason: str
    sample: str
    where: str
    window: str
    variants: tuple[str, ...]
    variants_left_out: int
    examples: tuple[str, ...]
    first_seen: Seen | None
    last_seen: Seen | None
    span: Span | None


class Course(NamedTuple):
    """
    The newest runs as bars, and the runs with failures of it, newest first, with their numbers.

    *unplaced* failures are of it by what they say, but no run recorded them as such.
    """

    bars: tuple[Bar, ...]
    top: str
    left: str
    right: str
    says: str
    runs: tuple[tuple[Seen, int], ...]
    runs_left_out: int
    unplaced: int


class BrokenTest(NamedTuple):
    """A test that it broke, with the way to its page."""

    title: str
    url: str
    runs: int
    first: Seen
    last: Seen


def page_of(
    url: str,
    section: str,
    says: str,
    causes: Sequence[CauseOverRuns],
    history: History,
    sightings: Sequence[Sighting],
) -> Page:
    """
    Return the page at *url*, below *section*, of the cause that *causes* tell of, line by line.

    *says* is what it is called, *sightings* are the runs that recorded it; none where no run did.
    """
    broken = broken_by(sightings)
    trouble = sightings[-1].trouble if sightings else None
    detail = clean(trouble.detail).strip("\n") if trouble else ""
    parts = [_part(cause, history) for cause in causes]
    course = _course(sightings, causes, history) if sightings else None
    return rendered(
        Place(url, thing(says, history.site), section, one_line(says, 200)),
        history.site,
        "cause.html.j2",
        says=says,
        parts=parts,
        course=course,
        tests=[_broken(each, history) for each in broken[:MOST_TESTS]],
        tests_left_out=max(0, len(broken) - MOST_TESTS),
        detail=excerpt(detail, _SAMPLE),
        newest=history.seen_run(sightings[-1].run) if sightings else None,
        issue=_issue(says, parts, broken, detail),
    )


def _part(cause: CauseOverRuns, history: History) -> Part:
    return Part(
        label=one_line(of_line(cause), _NAME),
        found=cause,
        reason=after_the_name(cause.reason),
        sample=excerpt(cause.says.strip("\n"), _SAMPLE),
        where=one_line(cause.where, _NAME) if cause.where else "",
        window=days_of(cause.window),
        variants=tuple(one_line(name, _NAME) for name in cause.variants[:MOST_VARIANTS]),
        variants_left_out=max(0, len(cause.variants) - MOST_VARIANTS),
        examples=tuple(one_line(name, _NAME) for name in cause.examples),
        first_seen=history.seen(cause.first_seen),
        last_seen=history.seen(cause.last_seen),
        span=_span(cause),
    )


def _span(cause: CauseOverRuns) -> Span | None:
    since, until = cause.window.since, cause.window.until
    first, last = cause.first_seen.started_at, cause.last_seen.started_at
    if not (since and until and first and last) or not since <= first <= last <= until:
        return None
    whole = (until - since).total_seconds() or 1.0
    x = _WIDTH * (first - since).total_seconds() / whole
    width = max(_WIDTH * (last - first).total_seconds() / whole, _LEAST)
    says = phrase(
        "Seen first on {first}, last on {last}", first=f"{first:%Y-%m-%d}", last=f"{last:%Y-%m-%d}"
    )
    return Span(round(min(x, _WIDTH - width), 1), round(width, 1), says)


def _course(
    sightings: Sequence[Sighting], causes: Sequence[CauseOverRuns], history: History
) -> Course:
    failures: Mapping[str, int] = {each.run: len(each.tests) for each in sightings}
    drawn = [history.seen_run(run.run.id) for run in history.runs[:MOST_RUNS][::-1]]
    bars = stacked(
        [
            (
                f"{_when(seen)}: {plural(count, 'failure') if count else phrase('not seen')}",
                (("bad", count),) if count else (("none", _STUB),),
            )
            for seen in drawn
            for count in (failures.get(seen.id, 0),)
        ]
    )
    shown = [failures[seen.id] for seen in drawn if seen.id in failures]
    total = sum(failures.values())
    newest_first = sightings[::-1]
    return Course(
        bars=bars,
        top=plural(max(shown, default=0), "failure"),
        left=_when(drawn[0]) if drawn else "",
        right=_when(drawn[-1]) if drawn else "",
        says=phrase(
            "Seen in {number:,} of {runs} from oldest to newest. The table below has the numbers.",
            number=len(shown),
            runs=plural(len(drawn), "run"),
        ),
        runs=tuple(
            (history.seen_run(each.run), len(each.tests)) for each in newest_first[:MOST_RUNS]
        ),
        runs_left_out=max(0, len(sightings) - MOST_RUNS),
        unplaced=max(0, sum(cause.failures for cause in causes) - total),
    )


def _when(seen: Seen) -> str:
    when = moment(seen.when) if seen.when else one_line(seen.id, _NAME)
    return f"{when} · {seen.commit}" if seen.commit else when


def _broken(found: Broken, history: History) -> BrokenTest:
    return BrokenTest(
        title=one_line(found.test.title, _NAME),
        url=test_url(found.test.id),
        runs=found.runs,
        first=history.seen_run(found.first),
        last=history.seen_run(found.last),
    )


def _issue(says: str, parts: Sequence[Part], broken: Sequence[Broken], detail: str) -> str:
    """Return the text of an issue in blocks, as JSON for the script that writes its markup."""

    def code(text: str) -> dict[str, str]:
        return {"code": clean(text)}

    blocks: list[list[object]] = [["head", [code(says)]]]
    for part in parts:
        on = [phrase(" on {label}", label=""), code(part.label)] if part.label else []
        found = part.found
        said = phrase(
            "{failures} of {tests} in {number:,} of {runs}",
            failures=plural(found.failures, "failure"),
            tests=plural(found.tests, "test"),
            number=found.runs,
            runs=plural(found.window.runs, "run"),
        )
        blocks.append(["item", 0, [said, *on]])
        if part.where:
            blocks.append(["item", 0, [phrase("in {place}", place=""), code(part.where)]])
        for word, seen in (
            (marked("first seen: "), part.first_seen),
            (marked("last seen: "), part.last_seen),
        ):
            if seen:
                commit = (
                    [phrase(", commit {name}", name=""), code(seen.commit)] if seen.commit else []
                )
                when = moment(seen.when) if seen.when else ""
                run = [when] if when else [code(seen.id)]
                blocks.append(["item", 0, [phrase(word), *run, *commit]])
    titles = [each.test.title for each in broken] or [
        title for part in parts for title in part.found.examples
    ]
    if titles:
        blocks.append(["words", [phrase("Tests that fail by it:")]])
        blocks += [["item", 0, [code(one_line(title, _NAME))]] for title in titles[:_NAMED]]
        if len(titles) > _NAMED:
            blocks.append(
                ["item", 0, [phrase("and {number} more", number=f"{len(titles) - _NAMED:,}")]]
            )
    sample = detail or next((part.sample for part in parts if part.sample), "")
    if sample:
        blocks.append(["words", [phrase("What a failure of it said:")]])
        blocks.append(["said", excerpt(clean(sample), _SAMPLE)])
    return json.dumps(blocks, ensure_ascii=False)
