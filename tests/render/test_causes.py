"""Causes in print: many failures read as a few, and none is lost from the counts."""

import pytest
from pydantic import TypeAdapter

from reportgen.model.report import Cause, Report
from reportgen.render import causes, html, json, markdown, text
from tests.factories import MOMENT, make_case, make_failure, make_finding, make_report

REFUSED = "connection refused by database:5432"


def make(*sizes: int, kinds: tuple[str, ...] = ("new-failure",), **known: object) -> Report:
    """Return a report whose causes have *sizes*, with a finding on each failure."""
    of = [number for number, size in enumerate(sizes) for _ in range(size)]
    cases = [
        make_failure(f"test_{at}", f"{REFUSED} {number}", "trace\nof it")
        for at, number in enumerate(of)
    ]
    told = [
        make_finding(id=kinds[at % len(kinds)], subject=f"test_{at}", reason=f"no {at}", case=at)
        for at in range(len(of))
    ]
    made = [
        TypeAdapter(Cause).validate_python(
            {
                "id": f"c{number}",
                "says": f"{REFUSED} {number}",
                "where": "src/db.py in ask",
                "cases": tuple(at for at, own in enumerate(of) if own == number),
                **known,
            }
        )
        for number in range(len(sizes))
    ]
    return make_report(cases=[*cases, make_case()], findings=tuple(told), causes=tuple(made))


@pytest.mark.parametrize(
    ("sizes", "sentence"),
    [
        ((40, 20, 1), "2 causes explain 60 of 61 failures"),
        ((3,), "1 cause explains 3 of 3 failures"),
    ],
)
def test_what_is_explained(sizes: tuple[int, ...], sentence: str) -> None:
    """The heading counts the failures that have a cause in common, of all that failed."""
    report = make(*sizes)

    assert sentence in markdown.render(report)
    assert sentence in html.render(report)
    assert sentence in text.render(report)


def test_failures_of_their_own_are_no_block() -> None:
    """Where no two failures have a cause in common, nothing is said of causes."""
    report = make(1, 1)

    assert "explain" not in markdown.render(report)
    assert "explain" not in html.render(report)
    assert "explain" not in text.render(report)


def test_what_is_said_of_a_cause() -> None:
    """How many, in whose words, where, which tests, and since when, as far as that is known."""
    plain, known = markdown.render(make(40)), markdown.render(make(40, first_seen=MOMENT))
    row = "1. 40 × `connection refused by database:5432 0` · at `src/db.py in ask` — "

    assert row in plain
    assert "`tests.unit.test_2` and 37 more\n" in plain
    assert "first seen" not in plain
    assert "and 37 more · first seen 2025-09-15 13:35 UTC\n" in known


def test_one_of_a_cause_needs_attention_for_all() -> None:
    """The list names the first of a cause and counts the others; the total counts each."""
    report = make(40, 1)
    printed = markdown.render(report)

    assert "Needs attention · 41" in printed
    assert "and 39 more with the same cause" in printed
    assert "no 1" not in printed
    assert "no 40" in printed
    assert "and 39 more with the same cause" in text.render(report)
    assert "and 39 more with the same cause" in html.render(report)


def test_what_is_not_listed_is_counted_each() -> None:
    """The causes beyond the list are counted by their failures, not by their first."""
    printed = markdown.render(make(*[2] * 14))

    assert "And more: 8 new failures." in printed
    assert "4 more causes of 8 failures." in printed
    assert "20 of 28 shown" in text.render(make(*[2] * 14))


def test_different_findings_are_told_apart() -> None:
    """Failures of one cause that are new and those that are old are two things to know."""
    report = make(4, kinds=("new-failure", "still-failing"))
    told = causes.told(report.findings, report)

    assert [("new-failure", 1), ("still-failing", 1)] == [(t.finding.id, t.more) for t in told]


def test_only_what_is_said_of_the_failure_is_folded() -> None:
    """That a test is new is said of each, whatever it failed of."""
    report = make(4, kinds=("new-test",))

    assert [0, 0, 0, 0] == [told.more for told in causes.told(report.findings, report)]


def test_each_cause_is_shown_before_any_is_shown_again() -> None:
    """Where not all failures are shown, those that are differ."""
    printed = markdown.render(make(40, 1))
    failures = printed[printed.index("**Failures**") :]

    assert failures.index("test_40") < failures.index("test_1")


def test_every_failure_leads_to_the_finding_that_stands_for_it() -> None:
    """On the page a failure that is not named in the list leads to the one that is."""
    printed = html.render(make(4))

    assert printed.count("Sorted under") == 4
    assert printed.count(">What it said<") == 1


def test_the_document_has_every_cause() -> None:
    """Scripts get each cause, also of a single failure, with the ids of its tests."""
    report = make(2, 1)
    found = json.document(report)["causes"]

    assert [2, 1] == [cause["failures"] for cause in found]
    assert [report.cases[0].url_id, report.cases[1].url_id] == found[0]["tests"]
    assert found[0]["type"] is None
    assert "causes" not in json.document(make_report())
