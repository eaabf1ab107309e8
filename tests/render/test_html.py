"""The HTML report: what it links, what it leaves out, and that no artifact can write into it."""

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final
from xml.etree.ElementTree import Element

import html5lib  # type: ignore[import-untyped] # it ships no types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.report import (
    Because,
    Cause,
    Claim,
    Comparison,
    Evidence,
    Finding,
    Gate,
    Link,
    Report,
)
from reportgen.model.run import Problem
from reportgen.model.tests import Attempt, Case, Errored, Failed, Passed, Skipped, Trouble
from reportgen.model.text import clean
from reportgen.render import html
from tests.factories import (
    MOMENT,
    make_artifact,
    make_case,
    make_claim,
    make_evidence,
    make_failure,
    make_finding,
    make_report,
    make_run,
    make_service,
    make_step,
    make_trend,
    make_verdict,
)

TAGS: Final = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "link",
        "style",
        "body",
        "wbr",
        "svg",
        "symbol",
        "path",
        "use",
        "rect",
        "a",
        "header",
        "div",
        "p",
        "main",
        "h1",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "section",
        "nav",
        "span",
        "b",
        "code",
        "pre",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "details",
        "summary",
        "footer",
        "time",
        "figure",
        "br",
    ]
)
ATTRIBUTES: Final = frozenset(
    [
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "rel",
        "type",
        "href",
        "class",
        "aria-hidden",
        "width",
        "height",
        "focusable",
        "id",
        "viewBox",
        "d",
        "tabindex",
        "aria-labelledby",
        "aria-label",
        "role",
        "dir",
        "scope",
        "datetime",
        "x",
        "y",
        "preserveAspectRatio",
        "open",
    ]
)
LINK: Final = re.compile(r"#[a-z0-9-]+|https?://[^\s\"]+|data:image/svg\+xml;base64,[\w+/=]+")
ANCHOR: Final = re.compile(r"[a-z]+(-[a-z0-9]+)*")
FORBIDDEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")  # fmt: skip # noqa: E501 - one class of characters
PAYLOADS: Final = (
    "<script>document.title='PWNED'</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></style></textarea></pre><iframe srcdoc=x>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "`</code><b>`",
    "\x1b]8;;http://x\x07\u202e\u200b\x00",
)


def parse(text: str) -> Element:
    """Return the tree that a browser makes of *text*."""
    tree: Element = html5lib.parse(text, namespaceHTMLElements=False)
    return tree


def elements(tree: Element) -> Iterator[Element]:
    """Yield every element of *tree*, comments left out, with its name free of namespaces."""
    for element in tree.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
            yield element


def attributes(element: Element) -> Iterator[tuple[str, str]]:
    """Yield the attributes of *element*, their names free of namespaces."""
    for key, value in element.attrib.items():
        yield str(key).rpartition("}")[2], value


def hostile(text: str) -> Report:
    """Return a report with *text* in every field that an artifact can fill."""
    trouble = Trouble(kind="error", message=text, detail=f"{text}\n{text}", type=text)
    attempt = Attempt("failed", text, text, 0.1, text)
    said: dict[str, Any] = {"output": text, "attachments": (text, text)}
    case: dict[str, Any] = {
        "suite": text,
        "class_name": text,
        "artifact": text,
        "file": text,
    }
    cases = [
        make_case(text, outcome=Errored((trouble,), (attempt,), **said), **case),
        make_case(text, outcome=Skipped(reason=text), **case),
        make_case(text, outcome=Passed(attempts=(attempt,)), **case),
    ]
    evidence = (Evidence(artifact=text, sha256=text, place=text),)
    finding: dict[str, Any] = {
        "subject": text,
        "reason": f"`{text}` {text}",
        "evidence": evidence,
        "advice": text,
        "link": Link(text=text, url=text),
    }
    findings = (
        Finding(id="new-failure", severity="error", case=0, **finding),
        Finding(id="new-failure", severity="error", case=1, **finding),
        Finding(id="fixed", severity="info", **finding),
        Finding(id="flaky", severity="info", **finding),
    )
    service: dict[str, Any] = {"raw_status": text, "reason": text, "artifact": text, "place": text}
    return make_report(
        run=make_run(
            project=text,
            title=text,
            issue=text,
            commit=text,
            branch=text,
            variant={text: text},
            url=text,
        ),
        verdict=make_verdict(
            headline=text,
            because=Because(change=text, environment=text, evidence=text),
            gate=Gate(status="failed", failed_rules=(text,)),
            claims=(Claim(id=text, state="fails", text=text, evidence=evidence),),
            advice=(text,),
            unjudged=(text,),
        ),
        findings=findings,
        causes=(Cause(id=text, says=text, type=f"T{text}", where=text, cases=(0, 1, 2, 0)),),
        cases=cases,
        services=(make_service(text, parts=(make_service(text, **service),), **service),),
        memory=(make_trend(name=text, artifact=text),),
        steps=(make_step(text, reason=text, advice=text, log=text, log_place=text),),
        artifacts=(
            make_artifact(
                text,
                sha256=text,
                format=text,
                problems=(Problem(kind="note", severity="error", message=text, place=text),),
            ),
        ),
        base=Comparison(label=text),
    )


def check_structure(text: str) -> None:
    """Fail unless *text* has only elements, attributes and addresses that our templates write."""
    for element in elements(parse(text)):
        assert element.tag in TAGS
        for key, value in attributes(element):
            assert key in ATTRIBUTES
            if key == "href":
                assert LINK.fullmatch(value), value
            if key == "id":
                assert ANCHOR.fullmatch(value), value
    assert FORBIDDEN.search(text) is None


@settings(max_examples=60)
@given(
    text=st.text()
    | st.sampled_from(PAYLOADS)
    | st.tuples(st.text(), st.sampled_from(PAYLOADS)).map("".join)
)
def test_no_text_becomes_markup(text: str) -> None:
    """Whatever stands in an artifact: the page has our elements and attributes, no others."""
    check_structure(html.render(hostile(text)))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_shown_as_text(payload: str) -> None:
    """What was refused as markup can still be read, in every place where it belongs."""
    shown = "".join(parse(html.render(hostile(payload))).itertext())

    assert shown.count(clean(payload).strip("`").split("`")[0]) > 30


def test_style_is_allowed_by_its_hash_alone() -> None:
    """The policy forbids everything but this very style, and stands before it."""
    text = html.render(make_report())
    style = text.split("<style>")[1].split("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )

    assert text.count("<style") == 1
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in text
    assert text.index("Content-Security-Policy") < text.index("<link") < text.index("<style>")


def test_every_claim_and_finding_leads_to_its_artifact() -> None:
    """A sentence's evidence is a link to the row of the artifact on the same page."""
    report = make_report(
        verdict=make_verdict(claims=(make_claim(), make_claim(id="b", text="b"))),
        findings=(make_finding(), make_finding(id="fixed", severity="info")),
    )
    tree = parse(html.render(report))
    anchors = {element.get("id") for element in tree.iter() if element.get("id")}
    links = [
        e.get("href", "") for e in tree.iter("a") if e.get("href", "").startswith("#artifact-")
    ]

    assert len(links) == 4
    assert {link[1:] for link in links} <= anchors


def test_links_within_the_page_lead_somewhere() -> None:
    """No link of the page to itself is dead, and no anchor is given twice."""
    tree = parse(html.render(hostile("x")))
    anchors = [element.get("id") for element in tree.iter() if element.get("id")]
    links = {e.get("href", "")[1:] for e in tree.iter("a") if e.get("href", "").startswith("#")}

    assert links <= set(anchors)
    assert len(anchors) == len(set(anchors))


def test_evidence_outside_the_artifacts_is_named_without_a_link() -> None:
    """What is not among the artifacts of the run has no row to lead to."""
    report = make_report(verdict=make_verdict(claims=(make_claim(evidence=(make_evidence("gone.xml"),)),)))  # fmt: skip # noqa: E501 - one claim
    tree = parse(html.render(report))
    links = ["".join(link.itertext()) for link in tree.iter("a")]

    assert "gone.xml" in "".join(tree.itertext())
    assert "gone.xml" not in links


def test_anchors_are_the_same_wherever_the_finding_stands() -> None:
    """A deep link pasted into an issue survives other findings coming and going."""
    one = make_finding(subject="a", reason="a failed")
    two = make_finding(subject="b", reason="b failed")
    alone = re.findall(r'id="(new-failure-\w{10})"', html.render(make_report(findings=(two,))))
    both = re.findall(r'id="(new-failure-\w{10})"', html.render(make_report(findings=(one, two))))

    assert alone == both[1:]


def test_namesakes_get_anchors_of_their_own() -> None:
    """Two elements of one identity are both shown, under different anchors."""
    text = html.render(make_report(cases=[make_failure(), make_failure()]))
    first, second = re.findall(r'id="(test-[\w-]+)"', text)

    assert second == f"{first}-2"


@pytest.mark.parametrize(
    "sentence",
    [
        "No test result was read",
        "No health artifact was read",
        "No memory log was read",
        "No step artifact was read",
        "No artifact was read.",
        "No claim is made.",
        "No earlier run to compare with",
        "No finding of severity error or warning.",
        "moment unknown",
    ],
)
def test_what_is_absent_is_said(sentence: str) -> None:
    """An empty report is not a silent one."""
    report = make_report(
        run=make_run(started_at=None), cases=[], artifacts=(), verdict=make_verdict(claims=())
    )

    assert sentence in html.render(report)


def test_many_failures_stay_within_bounds() -> None:
    """Ten thousand failures make a page that opens, and it says what it leaves out."""
    detail = "x" * 20_000
    cases = [make_failure(f"test_{n}", detail=detail) for n in range(10_000)]
    findings = tuple(
        make_finding(subject=f"tests.unit.test_{n}", reason=f"`test_{n}` failed", case=n)
        for n in range(10_000)
    )
    text = html.render(make_report(cases=cases, findings=findings))

    assert len(text) < 5_000_000
    assert text.count('<details class="case') == 500
    assert "9,800 more of 10,000 are left out here" in text
    assert "9,500 more failing tests are not shown in full" in text
    assert "7,500 failing tests are not even named here" in text
    assert "9,700 of 10,000 tests are left out of this table" in text
    assert "[+16000 characters]" in text


def test_few_failures_are_open_many_are_folded() -> None:
    """A handful can be read at once; a page full of them is a list first."""
    few = html.render(make_report(cases=[make_failure(str(n)) for n in range(5)]))
    many = html.render(make_report(cases=[make_failure(str(n)) for n in range(6)]))

    assert len(re.findall(r"<details class=\"case[^>]* open>", few)) == 5
    assert len(re.findall(r"<details class=\"case[^>]* open>", many)) == 0


def test_new_failures_come_before_known_ones() -> None:
    """What needs a person stands above what is excused already."""
    cases = [make_failure("known"), make_failure("new")]
    findings = (
        make_finding(id="known-issue", severity="info", subject="known", reason="k", case=0),
        make_finding(subject="new", reason="n", case=1),
    )
    text = html.render(make_report(cases=cases, findings=findings))
    titles = re.findall(r"<details class=\"case.*?<code[^>]*>tests\.unit\.(\w+)<", text, re.DOTALL)

    assert titles == ["new", "known"]


def test_many_artifacts_keep_the_rows_that_matter() -> None:
    """Of more artifacts than the table holds, those that claims lean on and broken ones stay."""
    artifacts = [make_artifact(f"a{n:05}.xml") for n in range(1_500)]
    artifacts[1_400] = make_artifact("broken.xml", status="rejected")
    report = make_report(
        artifacts=tuple(artifacts),
        verdict=make_verdict(claims=(make_claim(evidence=(make_evidence("a01499.xml"),)),)),
    )
    text = html.render(report)

    assert text.count('<tr id="artifact-') == 1_000
    assert "500 of 1,500 artifacts are left out of this table" in text
    assert ">broken.xml<" in text
    assert re.search(r'href="#artifact-\w+"><code dir="auto">a01499\.xml<', text)


def test_a_passed_test_that_failed_first_is_shown() -> None:
    """A green result does not hide the attempts before it."""
    flaky = make_case(outcome=Passed(attempts=(Attempt("failed", "no pong", "trace", 5.0),)))
    text = html.render(make_report(cases=[flaky]))

    assert "Passed only after a retry" in text
    assert "no pong" in text


def written(output: str, attachments: tuple[str, ...] = ()) -> Case:
    """Return a case that failed and wrote *output*."""
    trouble = Trouble("failure", "no pong", "trace")
    return make_failure(outcome=Failed((trouble,), output=output, attachments=attachments))


def test_output_of_a_failing_test_is_folded_below_what_was_said() -> None:
    """What the test wrote is there, as text, and takes no room until it is asked for."""
    text = html.render(make_report(cases=[written("<b>ping</b>\npong")]))

    assert re.search(
        r"trace</pre>\s*<details>\s*<summary>Output</summary>\s*"
        r'<pre dir="auto">&lt;b&gt;ping&lt;/b&gt;\npong</pre>\s*</details>',
        text,
    )
    assert "<summary>Output" not in html.render(make_report(cases=[written(" \n")]))


def test_output_of_an_attempt_stands_with_the_attempt() -> None:
    """A flaky test shows what its failures wrote."""
    attempt = Attempt("failed", "no pong", "trace", 5.0, "ping")
    text = html.render(make_report(cases=[make_case(outcome=Passed((attempt,)))]))

    assert re.search(r'<li>.*?Output</summary>\s*<pre dir="auto">ping</pre>', text, re.DOTALL)


def test_attachments_are_named_and_never_linked() -> None:
    """The files are not published, so their names are text; too many are counted."""
    names = tuple(f"shots/{n}.png" for n in range(25))
    text = html.render(make_report(cases=[written("", names)]))

    assert '<code dir="auto">shots/0.png</code>,' in text
    assert '<code dir="auto">shots/19.png</code> and 5 more.' in text
    assert not re.search(r'href="[^"]*shots', text)


def test_much_output_stays_within_bounds() -> None:
    """What many failing tests wrote does not make a page that nothing opens."""
    cases = [written("x" * 60_000) for _ in range(1_000)]
    text = html.render(make_report(cases=cases))

    assert len(text) < 3_000_000
    assert "[+59000 characters]" in text


def test_a_failing_test_names_its_source() -> None:
    """File and line of the code stand beside the place in the artifact."""
    text = html.render(make_report(cases=[make_failure(file="till.py", line=3)]))

    assert 'Source <code dir="auto">till.py:3</code>.' in text


def test_passed_is_of_those_that_ran() -> None:
    """Skipped tests are not part of the share that passed."""
    cases = [make_case("a"), make_case("b", outcome=Skipped())]

    assert "<b>1 of 1</b> that ran passed (100 %)" in html.render(make_report(cases=cases))


def test_readings_left_out_are_counted() -> None:
    """A long series is thinned, and says so."""
    text = html.render(make_report(memory=(make_trend(tuple(range(1_000, 6_000))),)))

    assert "of 5,000 readings of pytest, resident set, evenly chosen, with the first," in text


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://ci.example.org/runs/1", True),
        ("http://ci.example.org", True),
        ("javascript:alert(1)", False),
        ("//example.org/x", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://[::1", False),
        ("https:\\\\example.org", False),
        ("data:text/html,x", False),
    ],
)
def test_only_web_addresses_become_links(url: str, *, linked: bool) -> None:
    """The address of the CI run comes from outside: it is followed only over http and https."""
    text = html.render(make_report(run=make_run(url=url)))

    assert (">CI run</a>" in text) is linked


def test_same_report_same_bytes() -> None:
    """Nothing but the report decides the page."""
    report = make_report(run=make_run(started_at=MOMENT), findings=(make_finding(),))

    assert html.render(report) == html.render(report)
