"""Styles, notes and templates on the command line."""

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # it ships none
import pytest

from tests.cli.jobs import NOON, RED, put
from tests.conftest import RunCli


def test_brief_is_three_lines(run_cli: RunCli) -> None:
    """For chat: what it is, how it stands, what to do."""
    text = run_cli("report", put(RED), "--at", NOON, "--style", "brief").stdout

    assert ["❌", "**Change**", "**Do"] == [line.split()[0] for line in text.split("\n") if line]


def test_full_has_the_chapters_of_a_status_update(run_cli: RunCli) -> None:
    """Each chapter of which something is known has its title, in order."""
    text = run_cli("report", put(RED), "--at", NOON, "--style", "full").stdout
    titles = [line[4:] for line in text.split("\n") if line.startswith("### ")][1:]

    assert [
        "Attempt", "Validation", "Performance", "Root cause", "Recommendation", "Method",
        "Conclusion", "Metrics",
    ] == titles  # fmt: skip


def test_chat_is_brief_unless_told_otherwise(run_cli: RunCli) -> None:
    """A target has the style that fits there; the option beats it."""
    put(RED)
    brief = run_cli("report", "art", "--at", NOON, "--target", "slack").stdout
    usual = run_cli("report", "art", "--at", NOON, "--target", "slack", "--style", "default").stdout

    assert 3 == len([line for line in brief.split("\n") if line])
    assert "*Needs attention ·" in usual


def test_a_note_stands_behind_the_verdict(run_cli: RunCli) -> None:
    """A person's words are set apart as such, before what needs attention."""
    Path("note.md").write_text("We **know**, see @team.\n", "utf-8")
    text = run_cli("report", put(RED), "--at", NOON, "--note", "note.md").stdout
    before, _, behind = text.partition("#### Note · written by hand\n\n")

    assert "**Do now:**" in before
    assert behind.startswith("We **know**, see <code>&#x40;team</code>.\n\n#### Needs attention")


@pytest.mark.parametrize("option", ["--note", "--template"])
def test_a_file_that_cannot_be_read_is_told_first(option: str, run_cli: RunCli) -> None:
    """Before anything is read or written: absent, no text, or far too long."""
    put(RED)
    Path("binary").write_bytes(b"\xff\xfe\x00")
    Path("long").write_bytes(b"x" * (1 << 21))
    found = {
        name: run_cli("build", "art", "--at", NOON, option, name)
        for name in ("absent", "binary", "long")
    }

    assert {2} == {result.exit_code for result in found.values()}
    assert f'{option} "absent" cannot be read' in found["absent"].stderr
    assert f'{option} "binary" is not UTF-8' in found["binary"].stderr
    assert f'{option} "long" is larger than' in found["long"].stderr
    assert not Path("public").exists()


TEMPLATE = """\
# {{ run.branch }}: {{ verdict.headline }}
{{ note }}
{% for finding in findings[:2] %}
- {{ finding.subject|code }}: {{ finding.reason }}
{% endfor %}
{{ sections.counts }}
{{ sections.nothing_of_that_name }}
"""


def test_a_template_writes_all_of_it(run_cli: RunCli) -> None:
    """The document is the context; sections and the note are ready to print."""
    Path("my.md.j2").write_text(TEMPLATE, "utf-8")
    Path("note.md").write_text("By hand.", "utf-8")
    result = run_cli(
        "report", put(RED), "--at", NOON, "--template", "my.md.j2", "--note", "note.md",
        "--branch", "fix/#12",
    )  # fmt: skip

    assert 0 == result.exit_code
    assert result.stdout == (
        "# <code>fix/&#x23;12</code>: change regressed, environment unknown\n"
        "By hand.\n"
        "- `shop.Till.pays`: `shop.Till.pays` failed: `AssertionError: assert 2 == 3`\n"
        "2 tests: 1 passed, 1 failed, 0 skipped\n"
    )


@pytest.mark.parametrize(
    ("template", "options", "message"),
    [
        ("{% for %}", (), "the template cannot be rendered, line 1: "),
        ("{{ nothing }}", (), "'nothing' is undefined"),
        ("{{ tests }}", (), "a list cannot be printed"),
        ("{{ run.__class__ }}", (), "the template cannot be rendered"),
        ("{% include 'x' %}", (), "the template cannot be rendered"),
        ("x" * 700, ("--limit", "600"), "the template makes 701 codepoints, and 600 fit"),
        ("x", ("--target", "jira"), '"jira" takes no Markdown, so no template can be used'),
    ],
)
def test_a_faulty_template_is_told(
    template: str, options: tuple[str, ...], message: str, run_cli: RunCli
) -> None:
    """A mistake in a template is one of usage: exit code 2, and what is wrong."""
    Path("my.md.j2").write_text(template, "utf-8")
    result = run_cli("report", put(RED), "--at", NOON, "--template", "my.md.j2", *options)

    assert 2 == result.exit_code
    assert message in result.stderr


def test_the_context_is_described(run_cli: RunCli) -> None:
    """``schema --context`` describes the document and what a template has besides."""
    described = json.loads(run_cli("schema", "--context").stdout)
    plain = json.loads(run_cli("schema").stdout)

    jsonschema.Draft202012Validator.check_schema(described)
    assert {"note", "sections", "target"} == set(described["properties"]) - set(plain["properties"])
    assert set(plain["properties"]) < set(described["properties"])
