"""Results of one run in few bytes: what a page reads of them is what the run had."""

from collections.abc import Sequence
from typing import Any, Final

import jsonschema  # type: ignore[import-untyped] # its types are a package of their own
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.history.columns import column_of
from reportgen.model.brief import brief_of
from reportgen.model.report import Report
from reportgen.model.tests import PASSED, Attempt, Case, Failed, Passed, Skipped, Trouble
from reportgen.render.account.tests import row_of
from reportgen.website.api import schema
from reportgen.website.data import names, results, runlength
from reportgen.website.data.names import Names
from tests.factories import make_report, make_run
from tests.website.data.sites import handed_over, spread

OUTCOMES: Final = (
    PASSED,
    PASSED,
    PASSED,
    Passed((Attempt("failed", "once", ""),)),
    Failed((Trouble("failure", "<b>\n`no`", "", ""),)),
    Skipped("not today"),
)
WORDS: Final = {"P": "passed", "R": "flaky", "F": "failed", "E": "errored", "S": "skipped"}
NAMED: Final = {"names-list": "NamesList", "names": "NamesShard"}


def run(number: int, cases: Sequence[Case]) -> Report:
    """Return the run with a number."""
    return make_report(run=make_run(id=f"2025090{number}T120000Z-{number:010x}"), cases=list(cases))


def case(suite: str, name: str, outcome: Any = PASSED, took: float | None = None) -> Case:  # noqa: ANN401 - any outcome
    """Return a case."""
    return Case(suite, "till.Test", name, outcome, "junit.xml", duration_s=took)


def read(script: str) -> dict[str, Any]:
    """Return the document that a script hands over."""
    document: dict[str, Any] = handed_over(script)
    return document


def listed(found: Names) -> tuple[list[str], list[str]]:
    """Return the titles and suites of the files of *found*, in the order of their places."""
    titles: list[str] = []
    suites: list[str] = []
    for part in found.parts():
        for page in part.make():
            if not page.url.endswith(".js"):
                continue
            document = read(page.text)
            if document["kind"] == "names":
                within = [document["class_names"][at] for at in spread(document["class_name"])]
                titles += [
                    f"{group}.{name}" if group else name or "unnamed test"
                    for group, name in zip(within, document["names"].split("\n"), strict=True)
                ]
                suites += [document["suites"][at] for at in spread(document["suite"])]
    return titles, suites


def rows(report: Report, found: Names) -> list[tuple[str, str, str, float | None, str]]:
    """Return the rows that the table of *report* has, sorted: title, suite, outcome, time, note."""
    known = found.until(report.run.id)
    assert known is not None
    page, _ = results.page(column_of(report), report.cases, found, known, timed=True)
    data = read(page.text)
    titles, suites = listed(found)
    places = [
        first + step
        for first, length in zip(data["places"][::2], data["places"][1::2], strict=True)
        for step in range(length)
    ]
    letters = runlength.decode(data["outcomes"])
    notes = iter(
        [
            data["notes"][value]
            for value, length in zip(data["note"][::2], data["note"][1::2], strict=True)
            for _ in range(length)
        ]
    )
    called = {at: (title, data["suites"][suite]) for at, title, suite in data["called"]}
    told = []
    for at, (place, letter, ms) in enumerate(zip(places, letters, data["ms"], strict=True)):
        title, suite = called.get(at, (None, None))
        told.append(
            (
                titles[place] if title is None else title,
                suites[place] if suite is None else suite,
                WORDS[letter],
                ms,
                "" if letter == "P" else next(notes),
            )
        )
    return sorted(told, key=repr)


NAMES: Final = st.sampled_from(("a", "b", "c", "d[0x7f0011002200]", "d[0x7f0011003300]", "e\rf"))


@st.composite
def reports(draw: st.DrawFn) -> list[Report]:
    """Return runs whose tests come, go, change places, come twice, and change their names."""
    cases = st.builds(
        case,
        st.sampled_from(("unit", "api 2025-09-01T10:00", "api 2025-09-02T10:00")),
        NAMES,
        st.sampled_from(OUTCOMES),
        st.sampled_from((None, 0.0, 0.00123, 0.5, 12.0)),
    )
    lists = draw(st.lists(st.lists(cases, min_size=1, max_size=8), min_size=1, max_size=5))
    return [run(number, each) for number, each in enumerate(lists)]


@given(reports())
@settings(max_examples=60)
def test_a_page_reads_what_the_run_had(runs: list[Report]) -> None:
    """However tests change from run to run, the rows of each are its own, under its names."""
    found = Names(map(column_of, runs))
    for report in runs:
        expected = [
            (
                names.shown(each.class_name, each.name),
                names.shown_suite(each.suite),
                row.outcome,
                None if each.duration_s is None else round(each.duration_s * 1000, 2),
                row.note,
            )
            for each in report.cases
            for row in (row_of(each),)
        ]

        assert sorted(expected, key=repr) == rows(report, found)


@given(reports())
@settings(max_examples=30)
def test_a_further_run_moves_no_name(runs: list[Report]) -> None:
    """What is made of a run stays, byte for byte, when newer runs come."""
    few, all_ = (Names(map(column_of, each)) for each in (runs[:-1], runs))
    for report in runs[:-1]:
        known = few.until(report.run.id)

        assert known == all_.until(report.run.id)
        assert known is not None
        arguments = column_of(report), report.cases
        assert results.page(*arguments, few, known, timed=False) == results.page(
            *arguments, all_, known, timed=False
        )


def test_many_tests_take_few_bytes() -> None:
    """A run with the tests of the run before needs no names, and a stretch for what passed."""
    cases = [case("unit", f"test_{number}") for number in range(5_000)]
    runs = [run(number, cases) for number in range(2)]
    found = Names(map(column_of, runs))
    known = found.until(runs[1].run.id)
    assert known is not None
    page, _ = results.page(column_of(runs[1]), cases, found, known, timed=False)

    assert len(page.text) < 400
    assert read(page.text)["outcomes"] == "5000P"
    assert read(page.text)["places"] == [0, 5_000]


def test_names_are_cut_into_files_of_which_the_last_changes() -> None:
    """A new test adds a name at the end: files that are full keep their names and bytes."""
    cases = [case("unit", f"test_{number}") for number in range(names.MOST_IN_A_FILE + 10)]
    before = Names([column_of(run(1, cases))])
    after = Names([column_of(run(1, cases)), column_of(run(2, [*cases, case("unit", "new")]))])
    kept, more = ({part.name: part.key for part in each.parts()} for each in (before, after))

    assert [name for name in kept if kept[name] != more[name]] == [
        "data/names/1",
        "data/names",
    ]


def test_the_newest_runs_have_their_times() -> None:
    """Room is given to runs from the newest on, and ends with the first that is refused."""
    cases = [case("unit", f"test_{number}") for number in range(10)]
    runs = [brief_of(run(number, cases)) for number in range(4)]

    assert results.roomy(runs, 25) == {runs[3].run.id, runs[2].run.id}
    assert results.roomy(runs, 9) == frozenset()


def test_documents_keep_to_the_published_schema() -> None:
    """Each is one of its definitions, and nothing else."""
    report = run(1, [case("unit", f"test_{at}", each, 0.5) for at, each in enumerate(OUTCOMES)])
    found = Names([column_of(report)])
    known = found.until(report.run.id)
    assert known is not None
    page, key = results.page(column_of(report), report.cases, found, known, timed=True)
    made = (page for part in found.parts() for page in part.make())
    pages = [page, *(page for page in made if page.url.endswith(".js"))]
    rules = schema()["$defs"]

    assert read(page.text)["key"] == key
    for document in (read(page.text) for page in pages):
        wanted = {"$ref": f"#/$defs/{NAMED.get(document['kind'], 'RunResults')}", "$defs": rules}
        checker = jsonschema.Draft202012Validator(wanted)
        checker.validate(document)
        assert not checker.is_valid(document | {"unknown": 1})
