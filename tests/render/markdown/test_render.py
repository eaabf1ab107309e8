"""The whole report: what it says, that it fits, that it is safe in somebody's tracker."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportgen.errors import UsageError
from reportgen.model.health import Service
from reportgen.model.memory import Sample
from reportgen.model.report import Because, Cause, Claim, Comparison, Finding, Link, Report
from reportgen.model.run import Artifact, Problem, RunInfo
from reportgen.model.steps import Step
from reportgen.model.tests import Errored, Skipped, Trouble
from reportgen.model.text import quote
from reportgen.render.markdown import NAME, SUFFIX, Own, render, states
from reportgen.render.markdown.dialects import frame
from reportgen.render.markdown.escaping import Md
from reportgen.render.markdown.links import Links
from reportgen.render.markdown.sections.memory import sparkline
from reportgen.render.markdown.sections.places import place_name
from reportgen.render.markdown.states import FINDING, State
from reportgen.render.markdown.targets import TARGETS, Style
from reportgen.render.markdown.templating import Page
from tests.conftest import difference
from tests.render.markdown import samples
from tests.render.markdown.renderers import COMMAND, HOSTILE, LIVE, RENDERERS, Rendered, read

GOLDEN = Path(__file__).parent / "golden"
OURS = {
    *("h3", "h4", "p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
    *("code", "pre", "details", "summary", "a", "strong", "sub"),
}  # fmt: skip
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and those that hide or turn what is beside them."""
MARKDOWN = sorted(name for name, target in TARGETS.items() if target.dialect == "markdown")
HUNDRED_THOUSAND = samples.disaster(100_000)


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("seed", "github-comment"),
        ("regression", "github-comment"),
        ("regression", "bitbucket-cloud"),
        ("regression", "commonmark"),
        ("empty", "gitlab"),
    ],
)
def test_golden(name: str, target: str, pytestconfig: pytest.Config) -> None:
    """The text is the one that was read and accepted, letter by letter."""
    made: Report = getattr(samples, name)()
    path = GOLDEN / f"{name}-{target}.md"
    text = render(made, target)
    if pytestconfig.getoption("--accept-golden"):
        path.write_text(text, encoding="utf-8", newline="\n")

    assert path.read_text(encoding="utf-8") == text, difference(
        path.read_text(encoding="utf-8"), text, path.name
    )


def test_the_renderer_names_itself() -> None:
    """The command line finds the renderer by its name and files by their suffix."""
    assert (NAME, SUFFIX) == ("markdown", ".md")


def test_an_unknown_target_is_refused() -> None:
    """A slip of the pen is answered with what was meant."""
    with pytest.raises(UsageError, match="unknown target 'github-coment'") as caught:
        render(samples.seed(), "github-coment")

    assert caught.value.hint == "did you mean 'github-comment'?"


def test_an_unlike_target_gets_the_list() -> None:
    """Where nothing is near, everything that is known is named."""
    with pytest.raises(UsageError) as caught:
        render(samples.seed(), "§")

    assert caught.value.hint.startswith("known are github-comment, github-issue")


@pytest.mark.parametrize("target", MARKDOWN)
@pytest.mark.parametrize("failures", [1, 100, 10_000])
def test_a_disaster_fits(failures: int, target: str) -> None:
    """However much failed, the text keeps to the budget, and says how much of it is shown."""
    text = render(samples.disaster(failures), target)

    assert TARGETS[target].measure(text) <= TARGETS[target].budget
    assert re.search(rf"\*\*Failures\*\* · (?:[\d,]+ of )?{failures:,}\b", text)
    assert f"{failures:,} new failure" in text
    assert_closed(text)


def test_what_of_a_hundred_thousand_failures_is_shown() -> None:
    """As many as there is room for, a few in full and more by name; the rest is counted."""
    text = render(HUNDRED_THOUSAND)

    assert "450 of 100,000 failures shown" in text
    assert 50 == text.count("</code> — <code>")
    assert 400 == len(re.findall(r"^- `.*· new failure", text, re.MULTILINE))
    assert "<summary>400 more failures</summary>" in text
    assert "And more: 99,990 new failures." in text


@pytest.mark.parametrize("target", TARGETS)
def test_a_hundred_thousand_failures_fit_everywhere(target: str) -> None:
    """The text keeps to every budget, says how many failed, and what of them is shown."""
    place = TARGETS[target]
    text = frame(place.dialect).unwrap(render(HUNDRED_THOUSAND, target))

    assert place.measure(text) <= place.budget
    assert "100,000" in text
    if place.style != "brief" and place.dialect != "annotations":
        assert re.search(r"shown: 10 of 100,000 findings, [\d,]+ of 100,000 failures", text)


@given(limit=st.integers(280, 12_000), target=st.sampled_from(MARKDOWN))
@settings(max_examples=60)
def test_any_limit_holds(limit: int, target: str) -> None:
    """A limit is kept in the target's unit, and whatever is shown is whole."""
    text = render(samples.regression(), target, limit)

    assert TARGETS[target].measure(text) <= limit
    assert text.startswith("### ❌")
    assert "regressed" in text
    assert_closed(text)
    for line in text.splitlines():
        assert not line.startswith("|") or line.endswith("|")


@pytest.mark.parametrize("limit", [500, 1_000, 2_000, 4_000])
def test_no_chapter_is_empty(limit: int) -> None:
    """However little room there is, a title stands above something of its own."""
    text = render(samples.regression(), "commonmark", limit, style="full")

    assert len(text) <= limit
    assert not re.search(r"^### .*\n\n### ", text.partition("\n")[2], re.MULTILINE)
    assert not re.search(r"^### .*\n\nreportgen", text, re.MULTILINE)


def test_a_hopeless_limit_is_refused() -> None:
    """Rather no report than one without its verdict."""
    with pytest.raises(UsageError, match="no report fits into 50 codepoints"):
        render(samples.seed(), limit=50)


def test_the_same_report_is_the_same_text() -> None:
    """Nothing depends on the moment, the machine or the order of sets."""
    assert render(samples.regression()) == render(samples.regression())


def test_absence_is_said() -> None:
    """What was not there is not judged; it has no section, and nobody calls it good."""
    text = render(samples.empty())

    assert (
        "services (no health artifact) · memory (no memory log) · steps (no step outcomes)" in text
    )
    assert not re.search("#### (?:Tests|Services|Memory|Steps)", text)


def test_what_the_verdict_says_is_missing_is_said_once() -> None:
    """Where the analysis names what it did not judge, it is not named again."""
    text = render(samples.regression())

    assert text.count("no health artifact") == len(["because", "not judged"])


def test_all_kinds_of_findings_have_words() -> None:
    """Every finding can be counted in words."""
    kinds = Finding.model_fields["id"].annotation

    assert sorted(kinds.__args__) == sorted(FINDING)  # type: ignore[union-attr] # a Literal


def test_sparkline() -> None:
    """The lowest bar is the smallest value; where samples share a bar, the largest counts."""
    rising = [Sample(None, value) for value in (1, 2, 3, 4, 5, 6, 7, 8)]
    spike = [Sample(None, 9 if at == 500 else 1) for at in range(1000)]

    assert sparkline(rising) == "▁▂▃▄▅▆▇█"
    assert sparkline(spike).count("█") == 1
    assert sparkline(rising[:1] * 3) == "▁▁▁"
    assert sparkline([]) == ""


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("", "a.log"),
        ("line 2", "a.log:2"),
        ("lines 1–16", "a.log:1–16"),
        ("line 2, column 7", "a.log:2:7"),
        ("/services/api", "a.log:/services/api"),
        ("7 test cases", "a.log (7 test cases)"),
    ],
)
def test_places(place: str, name: str) -> None:
    """Evidence is named so that an editor can open it."""
    assert place_name("a.log", place) == name


def test_an_overall_state_is_not_lost() -> None:
    """A document that calls itself down while its parts are up is shown; it is no service."""
    overall = Service(
        name="status", status="down", aggregate=True, parts=(Service(name="a", status="up"),)
    )
    text = render(samples.report([], services=(overall,)))

    assert "#### Services · components 1 of 1 up" in text
    assert "| `status` | ❌ down |" in text


def test_components_that_ail_have_a_row() -> None:
    """Components that are up are named; the others come with their reason."""
    parts = (
        Service(name="db", status="up"),
        Service(name="queue", status="down", reason="refused"),
    )
    text = render(samples.report([], services=(Service(name="api", status="up", parts=parts),)))

    assert "- `queue` ❌ down: `refused`" in text
    assert "components 1 of 2 up" in text


def test_long_lists_are_counted() -> None:
    """Rows beyond what a reader takes in are counted, in every section."""
    services = tuple(Service(name=f"s{at}", status="up") for at in range(30))
    steps = tuple(Step(name=f"t{at}", status="failed", allowed_failure=True) for at in range(20))
    cases = [samples.case(f"c{at}", suite=f"suite {at}") for at in range(25)]
    claims = tuple(Claim(id=f"c{at}", state="unproven", text=f"claim {at}") for at in range(40))
    broken = tuple(
        Artifact(path=f"a{at}", sha256="", format="junit", status="partial", bytes=1)
        for at in range(20)
    )
    text = render(
        samples.report(
            cases,
            services=services,
            steps=steps,
            artifacts=broken,
            verdict=samples.verdict(claims=claims, advice=tuple(f"do {at}" for at in range(9))),
        )
    )

    assert "25 of 30 services shown." in text
    assert "15 of 20 steps that did not pass are shown." in text
    assert "❌ failed (allowed to fail)" in text
    assert "13 more suites: 13 of 13 passed." in text
    assert "30 of 40 claims shown." in text
    assert "15 of 20 shown." in text
    assert "do 5 · 3 more pieces of advice" in text


@pytest.mark.parametrize("renderer", RENDERERS)
@given(text=HOSTILE, target=st.sampled_from(MARKDOWN))
@example(text="</details>\n\n# x @user #1 | `", target="github-comment")
@settings(max_examples=40)
def test_a_hostile_report_does_nothing(renderer: str, text: str, target: str) -> None:
    """Whatever stands in every field, the page has our elements, and nothing in it is live."""
    made = render(hostile(text), target, 1_000_000)
    page = read(RENDERERS[renderer](made))

    assert_harmless(made, page, target)
    parts = ["attention", "causes", "tests", "services", "steps", "slower", "artifacts"]
    assert page.tags.count("h4") == len(parts)


@pytest.mark.parametrize("style", ["brief", "full"])
@given(text=HOSTILE, target=st.sampled_from(MARKDOWN), renderer=st.sampled_from(sorted(RENDERERS)))
@settings(max_examples=60)
def test_a_hostile_report_does_nothing_in_any_style(
    style: Style, text: str, target: str, renderer: str
) -> None:
    """Short or long, with a hostile note, with links to code: our elements, and nothing live."""
    links = Links(code="https://example.org/blob/{path}#L{line}", site="https://example.org/site")
    own = Own(note=f"{text}\n\n{text} **{text}** `{text}`\n\n- {text}\n\n```\n{text}\n```")
    made = render(hostile(text), target, 1_000_000, style=style, links=links, own=own)
    page = read(RENDERERS[renderer](made))

    assert_harmless(made, page, target)


def assert_harmless(made: str, page: Rendered, target: str) -> None:
    """Assert that *page* has our elements, that no text in it is live, and the raw text neither."""
    assert set(page.tags) <= OURS
    assert not LIVE.search(page.live)
    assert all(link.startswith("https://example.org/") for link in page.links)
    # GitLab looks for quick actions in the raw text, and its versions disagree about what a block
    # of code is; no line of ours begins like one, wherever it stands.
    assert not COMMAND.search(made)
    assert not FORBIDDEN.search(made)
    if TARGETS[target].html:
        assert "@" not in made
        assert_closed(made)
    assert_rectangular(made)


def assert_rectangular(made: str) -> None:
    """Assert that the rows of each table have as many cells as its head."""
    text = re.sub(r"(?s)<pre>.*?</pre>|^(`{3,})\n.*?^\1$", "", made, flags=re.MULTILINE)
    for table in re.findall(r"(?m)(?:^\|.*\n)+", text):
        lines = table.splitlines()

        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1, table
        assert all(line.endswith("|") for line in lines), table


def hostile(text: str) -> Report:
    """Return a report with *text* in every field that an artifact or a person can fill."""
    said = f"{text} and {quote(text)}"
    failure = Errored(troubles=(Trouble("error", text, f"{text}\n{text}", text), Trouble("error")))
    cases = [
        samples.case(text, failure, suite=text, class_name=text, file=text, artifact=text, line=1)
    ]
    cases += [samples.case(text, Skipped(text)), samples.case("x", failure)]
    link = Link(text=text, url="https://example.org/" + text)
    finding = Finding(
        id="new-failure",
        severity="error",
        subject=text,
        reason=said,
        evidence=(samples.evidence(text, text),),
        link=link,
        case=0,
    )
    changes = [
        Finding(id=kind, severity="info", subject=text, reason=said)
        for kind in ("fixed", "new-test", "missing-test", "newly-skipped", "flaky", "slower-test")
    ]  # type: list[Finding]
    part = Service(name=text, status="down", reason=text)
    return samples.report(
        cases,
        run=RunInfo(
            project=text,
            title=text,
            issue=text,
            branch=text,
            commit=text,
            variant={text: text},
            url="https://example.org/" + text,
        ),
        verdict=samples.verdict(
            headline=said,
            because=Because(change=said, environment=said, evidence=said),
            claims=(Claim(id="c", state="holds", text=said, evidence=finding.evidence),),
            advice=(said, said),
            unjudged=(said, text),
        ),
        base=Comparison(label=said),
        findings=(finding, finding.model_copy(update={"case": 2}), *changes),
        causes=(Cause(id=text, says=text, type=f"T{text}", where=text, cases=(0, 2)),),
        services=(Service(name=text, status="down", raw_status=text, parts=(part,)), part),
        steps=(Step(name=text, status="failed", reason=said, log=text, log_place=text),),
        artifacts=(
            Artifact(
                path=text,
                sha256="",
                format="junit",
                status="rejected",
                bytes=1,
                problems=(Problem(kind="unreadable", severity="error", message=said, place=text),),
            ),
        ),
    )


def test_a_template_that_forgets_fails() -> None:
    """A view with raw text where a template prints encoded text cannot be rendered."""
    with pytest.raises(TypeError, match="came through no door"):
        Page(TARGETS["gitlab"]).render("verdict_line", [raw_axis()])


def raw_axis() -> object:
    """Return an axis whose state is raw text."""

    class Shown:
        shown = "raw"

    class Axis:
        name = "Change"
        state = Shown

    return Axis


def assert_closed(text: str) -> None:
    """Assert that every section and block that is opened is closed."""
    outside = re.sub(r"(?s)<code>.*?</code>", "", text)

    assert outside.count("<details>") == outside.count("</details>")
    assert outside.count("<pre>") == outside.count("</pre>")
    assert len(re.findall("^`{3,}$", text, re.MULTILINE)) % 2 == 0


def test_states_are_encoded() -> None:
    """Icons and words of states are ours, and pass the guard as they are."""
    assert all(isinstance(state.shown, Md) for state in samples_states())


def samples_states() -> list[State]:
    """Return one state of each table."""
    tables = (states.CHANGE, states.ENVIRONMENT, states.EVIDENCE, states.DECISION, states.SERVICE)
    return [state for table in tables for state in table.values()]
