"""GitLab's Code Quality report: entries at lines of the code, each with its own fingerprint."""

import json
from typing import Any

import pytest
from hypothesis import given

from reportgen.model.report import Finding, Report
from reportgen.model.text import quote
from reportgen.render import code_quality
from tests.cli.jobs import SHIPPED, shipped
from tests.conftest import Golden, RunCli
from tests.factories import make_case, make_failure, make_finding, make_report
from tests.render.cases import HOSTILE, UNCLEAN

KEYS = {"description", "check_name", "fingerprint", "severity", "location"}


def entries(report: Report) -> list[dict[str, Any]]:
    """Return the entries of *report*, each of which must be as GitLab documents it."""
    made: list[dict[str, Any]] = json.loads(code_quality.render(report))
    for entry in made:
        path = entry["location"]["path"]

        assert KEYS == set(entry)
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert entry["location"]["lines"]["begin"] >= 1
        assert entry["description"]
        assert not path.startswith(("/", "../"))
    prints = [entry["fingerprint"] for entry in made]

    assert len(prints) == len(set(prints))
    return made


def of(*findings: Finding, **more: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any field
    """Return the entries of *findings*."""
    return entries(make_report(findings=findings, **more))


def test_golden(golden: Golden) -> None:
    """A failure at its line, a known one, and what stands nowhere in the code."""
    report = make_report(
        cases=[make_case(), make_failure(), make_failure("flaky", file="tests\\a.py", line=None)],
        findings=(
            make_finding(case=1),
            make_finding(id="flaky", severity="info", case=2, subject="flaky"),
            make_finding(id="service-down", severity="warning", subject="db"),
            make_finding(id="fixed", severity="info", case=0),
        ),
    )

    golden("code-quality.json", code_quality.render(report))
    assert 2 == len(entries(report))
    assert ["1 finding left out: no line of the code to show it at"] == code_quality.left_out(
        report
    )


def test_fingerprints_are_of_the_test() -> None:
    """The same in the next run, whatever it says then; another kind is another entry."""
    case = make_failure()
    once = of(make_finding(case=0), cases=[case])[0]["fingerprint"]
    again = of(make_finding(case=1, reason="another"), cases=[make_case(), case])
    known = of(make_finding(id="known-issue", case=0), cases=[case])[0]["fingerprint"]

    assert once == again[0]["fingerprint"]
    assert once != known


def test_two_results_of_one_test_are_two_entries() -> None:
    """GitLab shows one entry for a fingerprint."""
    cases = [make_failure(), make_failure()]

    assert 2 == len(of(make_finding(case=0), make_finding(case=1), cases=cases))


@pytest.mark.parametrize("file", ["/etc/passwd", "../x.py", "C:\\x.py", None])
def test_a_file_elsewhere_is_no_place(file: str | None) -> None:
    """No entry names a path outside the project."""
    assert [] == of(make_finding(case=0), cases=[make_failure(file=file)])


@given(UNCLEAN, UNCLEAN, UNCLEAN)
def test_any_text_is_text(first: str, second: str, third: str) -> None:
    """Whatever the texts say, entries are as documented."""
    finding = make_finding(case=0, subject=first, reason=f"{quote(first)}: {quote(second)}")
    made = of(finding, finding, cases=[make_failure(third, file=third or None)])

    assert len(made) in {0, 2}


def test_hostile_text_stays_text() -> None:
    """Nothing ends a text."""
    (entry,) = of(make_finding(case=0, reason=quote(HOSTILE)), cases=[make_failure()])

    assert "'" == entry["description"][0] == entry["description"][-1]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_runs_keep_to_it(name: str, run_cli: RunCli) -> None:
    """What is left out is said, and nothing else is."""
    result = run_cli("report", *shipped(name), "--format", "code-quality")
    findings = json.loads(run_cli("report", *shipped(name), "-f", "json").stdout)["findings"]
    told = [each for each in findings if each["id"] not in {"fixed", "new-test"}]

    assert 0 == result.exit_code
    assert (len(json.loads(result.stdout)) < len(told)) == ("left out" in result.stderr)
