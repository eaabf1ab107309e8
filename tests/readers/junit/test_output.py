"""Pitfalls 24 and 25: what cases write, what they attach, and their properties."""

from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.run import Observations
from reportgen.model.tests import Attempt, Case, Errored, Failed, Passed
from reportgen.readers.tests import junit
from reportgen.readers.tests.junit.output import MAX_ATTACHMENTS, confined
from tests.readers.siblings import FIXTURES, problems, read, source_of


def observe(text: str, *variant_properties: str) -> Observations:
    """Return what a JUnit file holds that has *text* in one suite."""
    source = source_of(f"<testsuite name='s'>{text}</testsuite>".encode())
    source.variant_properties = variant_properties
    return junit.read(source)


def red(inside: str) -> Failed | Errored:
    """Return the outcome of a case that holds *inside*."""
    (case,) = observe(f'<testcase name="a">{inside}</testcase>').cases
    assert isinstance(case.outcome, Failed | Errored), f"it {case.outcome.name}"
    return case.outcome


def test_24_all_output_of_a_red_case_is_kept_in_order() -> None:
    """Streams before and after the result are joined, markup in them is text."""
    outcome = red(
        "<system-out>one</system-out><failure>trace</failure>"
        "<system-err>two <b>and <error>bold</error></b>!</system-err><system-out/>"
    )

    assert "one\ntwo and bold!" == outcome.output
    assert ("trace",) == tuple(trouble.detail for trouble in outcome.troubles)


def test_24_output_goes_with_a_verdict_by_attribute() -> None:
    """A case that is red by its status alone has its output, too."""
    (case,) = observe(
        '<testcase name="a" status="fail"><system-out>said</system-out></testcase>'
    ).cases

    assert isinstance(case.outcome, Failed)
    assert "said" == case.outcome.output


def test_24_green_cases_keep_nothing() -> None:
    """What a passed or skipped case wrote is dropped; so is what a suite wrote."""
    green = "<system-out>said</system-out>"
    cases = observe(
        f"<system-out>suite</system-out><testcase name='a'>{green}</testcase>"
        f"<testcase name='b'>{green}<skipped/></testcase>"
        f"<testcase name='c'><failure/></testcase><system-err>suite</system-err>"
    ).cases

    assert ["passed", "skipped", "failed"] == [case.outcome.name for case in cases]
    assert [Passed(), ""] == [cases[0].outcome, getattr(cases[2].outcome, "output", None)]


def test_24_output_of_an_attempt_stays_with_it() -> None:
    """What a rerun wrote is the rerun's; a flaky case's own output is that of its success."""
    inside = "<stackTrace>at a</stackTrace><system-out>out</system-out><system-err>err</system-err>"
    failing = red(f"<failure/><rerunFailure message='m'>{inside}</rerunFailure>")
    (flaky,) = observe(
        f"<testcase name='a'><flakyError message='m'>{inside}</flakyError>"
        "<system-out>at last</system-out></testcase>"
    ).cases

    assert (Attempt("failed", "m", "at a", None, "out\nerr"),) == failing.attempts
    assert "" == failing.output
    assert Passed((Attempt("errored", "m", "at a", None, "out\nerr"),)) == flaky.outcome


def test_24_output_is_clean_and_bounded() -> None:
    """Terminal codes go, and of what is too long head and tail stay."""
    coloured = red("<failure/><system-out>\u009b31mred</system-out><system-err>end</system-err>")
    many = f"<system-out>begin{'x' * 40_000}</system-out>" * 50
    long = red(f"<failure/>{many}<system-err>end</system-err>").output

    assert "red\nend" == coloured.output
    assert len(long) < 70_000
    assert long.startswith("begin")
    assert long.endswith("end")


def test_24_real_reports_keep_their_output() -> None:
    """Of a failing test pytest captures three streams, and all of them are there."""
    cases = read(junit, FIXTURES / "junit" / "pytest-xunit2.xml").cases
    (talks,) = (case for case in cases if case.name == "test_talks_and_fails")
    assert isinstance(talks.outcome, Failed)

    assert 2 <= talks.outcome.output.count("Captured")


def test_24_attachments_stay_in_the_folder() -> None:
    """Paths in lines of their own are kept as they lead on; those that lead out are counted."""
    lines = (
        "[[ATTACHMENT|shots/a.png]]", "  [[ATTACHMENT|./shots//b [1].png]]  ",
        r"[[ATTACHMENT|shots\c.png]]", "[[ATTACHMENT|shots/a.png]]", "see [[ATTACHMENT|d.png]]",
        "[[ATTACHMENT|../../etc/passwd]]", "[[ATTACHMENT|/etc/passwd]]", "[[ATTACHMENT|C:x.png]]",
        "[[ATTACHMENT|https://example.org/x.png]]", "[[ATTACHMENT|]]", "[[ATTACHMENT]]",
    )  # fmt: skip
    text = escape("\n".join(lines))
    observed = observe(f"<testcase name='a'><failure/><system-out>{text}</system-out></testcase>")
    (case,) = observed.cases
    assert isinstance(case.outcome, Failed)

    assert ("shots/a.png", "shots/b [1].png", "shots/c.png") == case.outcome.attachments
    assert [
        ("note", "5 attachments named outside the artifact's folder, left out", "")
    ] == problems(observed)


def test_24_attachments_are_bounded() -> None:
    """A case that attaches without end keeps the first, and the rest is counted."""
    text = "\n".join(f"[[ATTACHMENT|{n}.png]]" for n in range(MAX_ATTACHMENTS + 3))
    observed = observe(f"<testcase name='a'><failure/><system-out>{text}</system-out></testcase>")
    (case,) = observed.cases
    assert isinstance(case.outcome, Failed)

    assert MAX_ATTACHMENTS == len(case.outcome.attachments)
    assert [("note", "3 attachments beyond the limit, left out", "")] == problems(observed)


@pytest.mark.parametrize(
    "path",
    ["", ".", "..", "a/../b", "/a", r"\a", r"..\a", r"\\host\a", "c:a", "file:a", "data:,a", "~/a",
     "a/.. /b", "a/.../b", " ", "x" * 1001],
)  # fmt: skip
def test_24_paths_that_could_lead_out_are_refused(path: str) -> None:
    """Absolute, up, by drive, by scheme, by what Windows makes of dots: none of it is a path."""
    assert confined(path) is None


@given(st.text("./\\:~a %C\u2025", max_size=12))
def test_24_no_path_leads_out(path: str) -> None:
    """Whatever is kept is relative and goes down only, however it is read."""
    kept = confined(path)

    if kept is not None:
        assert not kept.startswith(("/", "~"))
        assert all(part.strip(" .") for part in kept.split("/"))
        assert "\\" not in kept
        assert kept == confined(kept)


def suites(observed: Observations) -> list[str]:
    """Return the suite of each case."""
    return [case.suite for case in observed.cases]


def test_25_properties_tell_environments_apart() -> None:
    """In a list or bare, by attribute, as text or in the output: all count, elements first."""
    mark = "<system-out>[[PROPERTY|os=linux]]</system-out>"
    stated = '<property name="os" value="mac"/>'
    observed = observe(
        f"<testcase name='a'><properties>{stated}</properties></testcase>"
        f"<testcase name='b'>{stated}</testcase>"
        "<testcase name='c'><properties><property name='os'> win </property></properties>"
        "</testcase>"
        f"<testcase name='d'>{mark}</testcase>"
        f"<testcase name='e'>{mark}<properties>{stated}</properties><failure/></testcase>"
        "<testcase name='f'><system-out>[[PROPERTY|other=1]] [[PROPERTY|os=no]]"
        f"{stated}</system-out></testcase>",
        "os",
    )

    assert ["s [mac]", "s [mac]", "s [win]", "s [linux]", "s [mac]", "s"] == suites(observed)
    assert ["passed"] * 4 == [case.outcome.name for case in observed.cases[:4]]


def test_25_a_suite_may_state_a_value_as_text() -> None:
    """The value of a suite's property counts in either form, for all of its cases."""
    for stated in ("<property name='os' value='mac'/>", "<property name='os'>mac</property>"):
        observed = observe(f"<properties>{stated}</properties><testcase name='a'/>", "os")

        assert ["s [mac]"] == suites(observed)


def test_25_properties_that_nobody_asked_for_change_nothing() -> None:
    """Without ``variant-properties`` a property is passed over."""
    inside = "<properties><property name='os' value='mac'/></properties>"
    observed = observe(f"{inside}<testcase name='a'>{inside}</testcase>")

    assert ["s"] == suites(observed)
    assert [] == problems(observed)


OUTPUT = st.sampled_from(
    ("<system-out>o</system-out>", "<system-err>e<i>i</i></system-err>", "<failure>t</failure>",
     "<skipped/>", "<properties><property name='os'>x</property></properties>", "<other>y</other>",
     "<rerunFailure><system-out>r</system-out></rerunFailure>",
     "<system-out><failure/><testsuite/></system-out>")
)  # fmt: skip


@given(st.lists(OUTPUT, max_size=8))
def test_24_output_never_makes_or_changes_a_verdict(inside: list[str]) -> None:
    """With or without its output a case comes to the same end, and keeps just its own streams."""

    def case(parts: list[str]) -> Case:
        (only,) = observe(f"<testcase name='a'>{''.join(parts)}</testcase>", "os").cases
        return only

    silent = case([part for part in inside if not part.startswith("<system")])
    speaking = case(inside)
    streams = {"<system-out>o": "o", "<system-err>e<": "ei", "<system-out><": ""}
    expected = [
        text for part in inside for start, text in streams.items() if part.startswith(start)
    ]

    assert silent.outcome.name == speaking.outcome.name
    if isinstance(speaking.outcome, Failed):
        assert "\n".join(expected).strip("\n") == speaking.outcome.output
