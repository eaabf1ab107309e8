"""The order of the account: what to do first, then what is known, then everything else."""

import re
from datetime import timedelta

from reportgen.model.report import Cause
from reportgen.render import html
from tests.factories import (
    MOMENT,
    make_case,
    make_claim,
    make_failure,
    make_finding,
    make_report,
    make_step,
    make_trend,
    make_verdict,
)


def section(text: str, name: str) -> str:
    """Return the section called *name* of the page *text*."""
    return text.split(f'<h2 id="{name}"')[1].split("<h2 ", maxsplit=1)[0]


def test_sections_stand_in_the_order_of_what_to_do() -> None:
    """From what needs a person, over what is known and has changed, to all tests and evidence."""
    cases = [make_failure(f"t{number}") for number in range(3)]
    findings = (
        make_finding(subject="t0", case=0),
        make_finding(id="still-failing", severity="warning", subject="t1", reason="old", case=1),
    )
    causes = (Cause(id="c0ffee0123456789", says="No pong", cases=(0, 1, 2)),)
    text = html.render(make_report(cases=cases, findings=findings, causes=causes))

    assert re.findall(r'<h2 id="([\w-]+)"', text) == [
        "decision", "needs-attention", "known", "causes", "changes", "steps", "services",
        "memory", "slower", "tests", "judged", "artifacts",
    ]  # fmt: skip


def test_what_is_known_does_not_need_attention() -> None:
    """A test that failed before is listed as known, and counted there alone."""
    findings = (
        make_finding(id="flaky", severity="warning", subject="t0", reason="it wavers", case=0),
        make_finding(id="known-issue", severity="info", subject="t1", reason="known", case=1),
    )
    cases = [make_failure("t0"), make_failure("t1")]
    text = html.render(make_report(cases=cases, findings=findings))

    assert 'Nothing but what is <a href="#known">known</a>' in section(text, "needs-attention")
    assert "it wavers" in section(text, "known")
    assert '<span class="sum">flaky 1, known issues 1</span>' in section(text, "known")


def test_slower_has_a_section_of_its_own() -> None:
    """What takes longer stands there; else the claim does, or that nothing is known."""
    finding = make_finding(id="slower-test", severity="info", subject="t", reason="from 1 s to 2 s")
    claim = make_claim(id="no-slower", state="holds", text="nothing became slower")
    slower = html.render(make_report(findings=(finding,)))
    judged = html.render(make_report(verdict=make_verdict(claims=(claim,))))
    silent = html.render(make_report())

    assert "from 1 s to 2 s" in section(slower, "slower")
    assert "Nothing became slower." in section(judged, "slower")
    assert "is not known" in section(silent, "slower")


def test_steps_are_drawn_in_time() -> None:
    """A step begins where the artifact says; one without a moment is not drawn."""
    steps = (
        make_step("build", started_at=MOMENT, duration_s=30),
        make_step("test", started_at=MOMENT + timedelta(seconds=20), duration_s=20),
        make_step("report", duration_s=5),
    )
    text = section(html.render(make_report(steps=steps)), "steps")

    assert "Course, of 40 s" in text
    assert re.findall(r'<rect class="good" x="([\d.]+)" y="0" width="([\d.]+)"', text) == [
        ("0.0", "75.0"),
        ("50.0", "50.0"),
    ]
    assert "began after 20 s" in text
    assert text.count("moment or time unknown") == 1


def test_one_moment_makes_no_course() -> None:
    """Where fewer than two steps have a moment nothing is drawn."""
    steps = (make_step("build", started_at=MOMENT), make_step("test"))

    assert "Course" not in section(html.render(make_report(steps=steps)), "steps")


def test_the_slope_of_memory_is_drawn_and_named() -> None:
    """The trend is a line over what comes after the warm-up, which is shaded, and a number."""
    grows = make_trend(tuple(range(100 << 20, 200 << 20, 10 << 20)), slope_bytes_per_s=1 << 20)
    text = section(html.render(make_report(memory=(grows, make_trend()))), "memory")

    assert text.count('class="slope"') == 1
    assert text.count('class="warm-up"') == 1
    assert "slope +3.5 GiB an hour" in text
    assert "thin line: slope after the warm-up, which is shaded" in text


def test_new_failures_are_never_known() -> None:
    """A finding of severity error needs attention, whatever its kind."""
    finding = make_finding(id="known-issue", severity="error", subject="t", reason="gone", case=0)
    text = html.render(make_report(cases=[make_case("t")], findings=(finding,)))

    assert "gone" in section(text, "needs-attention")
    assert '<h2 id="known"' not in text
