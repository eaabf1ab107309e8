"""The SARIF log: valid by the published schema, every result with a place, and no text a link."""

import json
import re
from typing import Any, get_args

import pytest
from hypothesis import given

from reportgen.model.report import Cause, Finding, FindingId, Report
from reportgen.model.text import quote
from reportgen.render import sarif
from tests.cli.jobs import SHIPPED, shipped
from tests.conftest import Golden, RunCli
from tests.factories import (
    make_case,
    make_evidence,
    make_failure,
    make_finding,
    make_report,
    make_run,
)
from tests.render.cases import HOSTILE, UNCLEAN
from tests.render.schemas import faults

SCHEMA = "sarif-2.1.0"


def run_of(report: Report) -> dict[str, Any]:
    """Return the one run of the log of *report*, which must keep to the schema."""
    document = json.loads(sarif.render(report))

    assert [] == faults(SCHEMA, document)
    (run,) = document["runs"]
    found: dict[str, Any] = run
    return found


def result(finding: Finding, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """Return the one result of *finding*."""
    (found,) = run_of(make_report(findings=(finding,), **more))["results"]
    made: dict[str, Any] = found
    return made


def text(reason: str) -> str:
    """Return the message of a finding for that *reason*, as whoever shows it reads it."""
    said: str = result(make_finding(reason=reason))["message"]["text"]
    return re.sub(r"\\(.)", r"\1", said).replace("{{", "{").replace("}}", "}")


def test_the_schema_refuses_what_is_none() -> None:
    """A schema that takes anything would prove nothing."""
    assert [] != faults(SCHEMA, {"version": "2.1.0", "runs": [{"results": []}]})


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_runs_keep_to_it(name: str, run_cli: RunCli) -> None:
    """What the command prints is valid, and no finding of a weight gets lost."""
    document = json.loads(run_cli("report", *shipped(name), "--format", "sarif").stdout)
    findings = json.loads(run_cli("report", *shipped(name), "-f", "json").stdout)["findings"]
    (run,) = document["runs"]
    told = run["results"] + run["invocations"][0]["toolExecutionNotifications"]
    expected = [each["severity"] for each in findings if each["id"] not in {"fixed", "new-test"}]

    assert [] == faults(SCHEMA, document)
    assert sorted(expected) == sorted(each["level"].replace("note", "info") for each in told)


def test_golden(golden: Golden) -> None:
    """A failure at its source, a service at its artifact, what has no place, and good news."""
    report = make_report(
        run=make_run(job="e2e/linux"),
        cases=[make_case(), make_failure(file="tests\\a b%.py")],
        findings=(
            make_finding(case=1, numbers={"attempts": 2}),
            make_finding(
                id="service-down",
                severity="warning",
                subject="db",
                reason="`db` is down: `no [answer](http://x) {0}`",
                evidence=(make_evidence("health.json", "/services/0"),),
            ),
            make_finding(id="no-tests", subject="tests", reason="no test ran", evidence=()),
            make_finding(id="fixed", severity="info", case=0),
        ),
        causes=(Cause(id="zerodivision-1f2e", says="division by zero", cases=(1,)),),
    )
    made = sarif.render(report)

    golden("findings.sarif", made)
    assert [] == faults(SCHEMA, json.loads(made))


def test_every_kind_is_described() -> None:
    """A rule says what it means; its id is that of the finding."""
    findings = tuple(make_finding(id=name, severity="info") for name in get_args(FindingId))
    rules = run_of(make_report(findings=findings))["tool"]["driver"]["rules"]

    assert set(get_args(FindingId)) - {"fixed", "new-test"} == {rule["id"] for rule in rules}
    assert all(rule["shortDescription"]["text"].endswith(".") for rule in rules)


def test_levels_are_severities() -> None:
    """What is merely told is a note."""
    assert ["error", "warning", "note"] == [
        result(make_finding(severity=severity))["level"]
        for severity in ("error", "warning", "info")
    ]


def test_a_failure_stands_at_its_source() -> None:
    """File and line of the test, from the root of the sources; backslashes are slashes."""
    case = make_failure(file="tests\\a b.py", line=7)
    found = result(make_finding(case=0), cases=[case])["locations"][0]["physicalLocation"]

    assert {"uri": "tests/a%20b.py", "uriBaseId": "%SRCROOT%"} == found["artifactLocation"]
    assert {"startLine": 7} == found["region"]


@pytest.mark.parametrize("file", ["/etc/passwd", "../../x.py", "C:\\x.py", "https://evil/x", None])
def test_a_file_elsewhere_is_no_place(file: str | None) -> None:
    """Then the artifact is shown, which says where in it the result stands."""
    found = result(
        make_finding(case=0, evidence=(make_evidence(place="line 3"),)),
        cases=[make_failure(file=file, line=1)],
    )["locations"][0]["physicalLocation"]

    assert {"uri": "junit.xml"} == found["artifactLocation"]
    assert {"startLine": 3} == found["region"]


def test_what_has_no_place_is_a_notification() -> None:
    """It is told, and it costs no other result."""
    run = run_of(make_report(findings=(make_finding(id="no-tests", evidence=()),)))
    (told,) = run["invocations"][0]["toolExecutionNotifications"]

    assert [] == run["results"]
    assert ({"id": "no-tests"}, "error") == (told["associatedRule"], told["level"])


def test_fingerprints_stay_the_same() -> None:
    """They are made of what the finding is about, not of what it says this time or where."""
    case = make_failure()
    once = result(make_finding(case=0), cases=[case])["partialFingerprints"]
    again = result(make_finding(case=1, reason="another"), cases=[make_case(), case])
    service = [
        result(make_finding(id="service-down", subject="db", reason=said))["partialFingerprints"]
        for said in ("no answer", "refused")
    ]

    assert {"reportgenTest/v1": case.id} == once == again["partialFingerprints"]
    assert service[0] == service[1]
    assert (
        service[0] != result(make_finding(id="service-down", subject="api"))["partialFingerprints"]
    )


def test_there_is_an_end_to_results(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is refused shows nothing; how many are left out is said."""
    monkeypatch.setattr(sarif, "MOST", 2)
    run = run_of(make_report(findings=tuple(make_finding(subject=name) for name in "abcde")))

    assert 2 == len(run["results"])
    assert 3 == run["properties"]["resultsLeftOut"]


@given(UNCLEAN, UNCLEAN, UNCLEAN)
def test_any_text_is_text(first: str, second: str, third: str) -> None:
    """No quoted text becomes a link or a place to fill in, and no path leads elsewhere."""
    finding = make_finding(
        case=0,
        subject=first,
        reason=f"{quote(first)} failed: {quote(second)}",
        evidence=(make_evidence(third),),
    )
    report = make_report(
        findings=(finding, make_finding(subject=second, evidence=(make_evidence(first),))),
        cases=[make_failure(file=third or None)],
        run=make_run(job=first),
    )
    run = run_of(report)

    for each in run["results"]:
        assert not re.search(r"(?<!\\)(?:\\\\)*[\[\]]", each["message"]["text"])
        uri = each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9_.~%-][A-Za-z0-9_.~%/-]*", uri)


def test_messages_say_what_they_say() -> None:
    """Escapes are those of the format alone: whoever undoes them has the sentence."""
    said = "[x](http://evil) {0} \\ end"

    assert f"failed: '{said}'" == text(f"failed: {quote(said)}")


def test_hostile_text_stays_text() -> None:
    """Nothing ends a text."""
    found = result(make_finding(reason=quote(HOSTILE), subject=HOSTILE))

    assert "'" == found["message"]["text"][0]
