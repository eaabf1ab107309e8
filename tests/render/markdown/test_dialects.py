"""Each dialect says the same report, keeps to its length, and lets text mean nothing."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it ships none
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportgen.render.markdown import Own, render
from reportgen.render.markdown.dialects import frame
from reportgen.render.markdown.targets import TARGETS, Target
from tests.render.markdown import samples
from tests.render.markdown.adf import ADF
from tests.render.markdown.renderers import HOSTILE, LIVE
from tests.render.markdown.test_render import FORBIDDEN, hostile

OTHERS = [target for target in TARGETS.values() if target.dialect != "markdown"]
WRITTEN = [target for target in OTHERS if target.dialect != "annotations"]

every_other = pytest.mark.parametrize("target", OTHERS, ids=lambda target: target.name)
every_written = pytest.mark.parametrize("target", WRITTEN, ids=lambda target: target.name)


def length(target: Target, text: str) -> int:
    """Return the length of *text* as the target counts it, without what only carries it."""
    return target.measure(frame(target.dialect).unwrap(text))


@every_other
@pytest.mark.parametrize("failures", [1, 100, 10_000])
def test_a_disaster_fits(failures: int, target: Target) -> None:
    """However much failed, the text keeps to the budget and says how much failed."""
    text = render(samples.disaster(failures), target.name)

    assert length(target, text) <= target.budget
    assert f"{failures:,} new failures" in text


@every_written
@pytest.mark.parametrize("name", ["seed", "regression", "empty"])
def test_every_report_can_be_written(name: str, target: Target) -> None:
    """What the templates print is understood, whatever the report holds."""
    made = getattr(samples, name)()

    assert made.verdict.decision.split("-", maxsplit=1)[0] in render(made, target.name)


@pytest.mark.parametrize("name", ["jira", "slack-blocks", "teams", "discord"])
def test_what_is_json_is_json(name: str) -> None:
    """The payload is read by a program, whole."""
    made: dict[str, Any] = json.loads(render(samples.regression(), name))

    assert made


def hostile_text(text: str, target: str, style: Any) -> str:  # noqa: ANN401 - a style by its name
    """Return the report that has *text* in every field, and a note of it, as *target* takes it."""
    made = render(
        hostile(text), target, 1_000_000, style=style, own=Own(note=f"{text}\n\n- {text}")
    )
    assert not FORBIDDEN.search(made)
    # Runners read what is printed.
    assert not re.search(r"(?m)^\s*::|##\w*\[", made)
    return made


def every(value: object) -> Iterator[dict[str, Any]]:
    """Yield all objects inside *value*."""
    if isinstance(value, dict):
        yield value
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from every(each)


STYLE = st.sampled_from(["brief", "default", "full"])


def faults_of(document: object) -> list[str]:
    """Return what of *document* is not as the format says."""
    found = jsonschema.Draft202012Validator(ADF).iter_errors(document)
    return [error.message for error in found]


@pytest.mark.parametrize("name", ["seed", "regression", "empty"])
@pytest.mark.parametrize("style", ["brief", "default", "full"])
def test_adf_is_valid(name: str, style: Any) -> None:  # noqa: ANN401 - a style by its name
    """The document keeps to the format: nodes where they may stand, no empty text."""
    document = json.loads(render(getattr(samples, name)(), "jira", style=style))

    assert [] == faults_of(document)


@given(text=HOSTILE, style=STYLE)
@settings(max_examples=60)
def test_adf_of_anything_is_valid_and_leads_nowhere(text: str, style: str) -> None:
    """Whatever stands in every field is text of the document; links are ours."""
    document = json.loads(hostile_text(text, "jira", style))

    assert [] == faults_of(document)
    for each in every(document):
        if "href" in each:
            assert each["href"].startswith("https://example.org/")


@given(text=HOSTILE, style=STYLE)
@settings(max_examples=60)
def test_slack_marks_are_ours(text: str, style: str) -> None:
    """No mention, no channel, no link but ours, no bare address; code spans are closed."""
    assert_mrkdwn(hostile_text(text, "slack", style))
    blocks = json.loads(hostile_text(text, "slack-blocks", style))["blocks"]

    assert {"header", "section"} >= {block["type"] for block in blocks}
    for block in blocks:
        if block["type"] == "section":
            assert len(block["text"]["text"]) <= 3_000
            assert block["text"]["verbatim"] is True
            assert_mrkdwn(block["text"]["text"])
        else:
            assert ("plain_text", False) == (block["text"]["type"], block["text"]["emoji"])
            assert len(block["text"]["text"]) <= 150


def assert_mrkdwn(text: str) -> None:
    """Assert that mrkdwn has our links and nothing else that is live."""
    fences = re.sub(r"(?ms)^```\n.*?^```$", "", text)
    for line in fences.splitlines():
        assert line.count("`") % 2 == 0, line
    # Where code stood there is something: what is before and behind it is not one word.
    bare = re.sub(r"`[^`\n]*`", "·", fences)
    for link in re.findall("<[^>]*>", bare):
        assert link.startswith("<https://example.org/"), link
        assert "|" in link
    bare = re.sub("<[^>]*>", "", bare)
    assert not set(bare) & {"<", ">"}
    assert not LIVE.search(re.sub("&(?:amp|lt|gt);", "", bare)), bare


def test_slack_keeps_to_fifty_blocks() -> None:
    """However long it is asked for, a message is one that Slack takes."""
    made = json.loads(render(samples.disaster(1_000), "slack-blocks", 100_000, style="full"))[
        "blocks"
    ]

    assert len(made) <= 50


@given(text=HOSTILE, style=STYLE)
@settings(max_examples=60)
def test_a_card_has_runs_of_text_and_nothing_else(text: str, style: str) -> None:
    """No element that reads Markdown, and no address but ours."""
    message = json.loads(hostile_text(text, "teams", style))
    body = message["attachments"][0]["content"]["body"]

    assert {"RichTextBlock", "TextRun", "Action.OpenUrl"} >= {
        each["type"] for each in every(body) if "type" in each
    }
    assert all(
        each["url"].startswith("https://example.org/") for each in every(body) if "url" in each
    )
    assert all(each["text"] for each in every(body) if each.get("type") == "TextRun")


@given(text=HOSTILE, style=STYLE)
@example(text="](<?php", style="brief")
@settings(max_examples=60)
def test_discord_mentions_nobody(text: str, style: str) -> None:
    """The message forbids mentions, and outside code nothing in it is live."""
    message = json.loads(hostile_text(text, "discord", style))
    content = re.sub(r"(?ms)^```\n.*?^```$", "", message["content"])
    # What is escaped and what is code goes first, in the order of reading: no link begins in it.
    bare = re.sub(r"\\.|`[^`\n]*`", " ", content)
    links = re.findall(r"\]\(<([^>]*)>\)", bare)
    bare = re.sub(r"\]\(<[^>]*>\)", "]", bare)

    assert {"parse": []} == message["allowed_mentions"]
    assert all(link.startswith("https://example.org/") for link in links)
    assert not set(bare) & set("`<>|~"), bare
    assert not LIVE.search(re.sub(r"\[[^]]*\]", "", bare)), bare


@given(text=HOSTILE, style=STYLE)
@settings(max_examples=60)
def test_wiki_markup_is_ours(text: str, style: str) -> None:
    """No macro, no image, no mention, no link but ours, in monospaced text neither."""
    made = hostile_text(text, "jira-dc", style)
    blocks = made.split("{noformat}")
    bare = "".join(blocks[::2])

    assert len(blocks) % 2 == 1
    links = re.findall(r"\[[^]|]*\|([^]]*)\]", bare)
    assert all(link.startswith("https://example.org/") for link in links)
    bare = re.sub(r"\[[^]|]*\|[^]]*\]", "", bare)
    monospaced = re.sub(r"\{\{[^{}\n]+\}\}", "", bare)
    assert not set(monospaced) & set("{}[]!~^@\\"), monospaced
    assert not re.search(r"https?://|www\.", bare)
    assert not re.search(r"\b[A-Z]{2,}-\d", bare)
    for line in bare.splitlines():
        assert not line.startswith("|") or line.endswith("|")


@given(text=HOSTILE)
@settings(max_examples=60)
def test_annotations_are_whole_and_few(text: str) -> None:
    """At most ten commands, one on each line, in which text is data."""
    made = render(hostile(text), "github-annotations")
    lines = made.splitlines()

    assert len(lines) <= 10
    assert not FORBIDDEN.search(made)
    for line in lines:
        found = re.fullmatch(r"::(?:error|warning|notice) ([^:]*)::(.*)", line)
        assert found, line
        assert not re.search(r"%(?!25|0A|0D|3A|2C)", line), line
        assert "##[" not in line
        assert not re.search(r",(?!(?:file|line|title)=)", found[1])


@pytest.mark.parametrize(
    ("file", "place"),
    [
        ("tests/a.py", "file=tests/a.py,line=3,"),
        ("tests\\a.py", "file=tests/a.py,line=3,"),
        ("/etc/passwd", ""),
        ("../a.py", ""),
        ("C:/a.py", ""),
        ("a,b:c.py", ""),
        ("a/b,c.py", "file=a/b%2Cc.py,line=3,"),
    ],
)
def test_annotations_point_into_the_checkout(file: str, place: str) -> None:
    """A path that may lead elsewhere is left out."""
    cases = [samples.case("x", samples.failed("boom"), file=file, line=3)]
    finding = samples._about(0, "new-failure", "error", cases)
    made = render(samples.report(cases, findings=(finding,)), "github-annotations")

    assert made.splitlines()[1] == (
        f"::error {place}title=new-failure%3A tests.shop.test_basket.x::failed: 'boom'"
    )
