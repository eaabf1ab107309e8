"""Templates of a user's in place of ours: what they change, and what they cannot."""

from pathlib import Path

import pytest

from reportgen.render.partials import NO_PARTIALS, Partials, replaceable
from reportgen.resources import folder
from tests.cli.jobs import NOON, RED, put
from tests.conftest import RunCli

OURS = folder("templates")
HOSTILE = {
    "junit.xml": '<testsuite name="s"><testcase name="&lt;b&gt;@octocat"><failure message="no"/>'
    "</testcase></testsuite>"
}


def lay(**sources: str) -> None:
    """Write templates into the folder `own`; a name has `__` for the slash and no suffix."""
    for name, source in sources.items():
        kind, _, rest = name.partition("__")
        path = Path("own") / kind / f"{rest}.{'md' if kind == 'markdown' else 'html'}.j2"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")


def test_one_part_is_replaced_and_the_others_stay(run_cli: RunCli) -> None:
    """In Markdown and in HTML."""
    put(RED)
    before = run_cli("report", "art", "--at", NOON).stdout
    lay(
        markdown__counts="Ours: {{ text.prose(view) }}",
        html___slower='<section id="slower"><p>{{ report.verdict.headline }}!</p></section>',
    )
    after = run_cli("report", "art", "--at", NOON, "--partials", "own").stdout
    page = run_cli("report", "art", "--at", NOON, "--partials", "own", "-f", "html").stdout

    added = set(after.split("\n")) - set(before.split("\n"))
    assert ["Ours: "] == [line[:6] for line in added]
    assert '<section id="slower"><p>change regressed, environment unknown!</p></section>' in page


def test_a_copy_of_everything_changes_nothing(run_cli: RunCli) -> None:
    """Whatever can be replaced passes the walk, and renders to the same bytes in the sandbox."""
    put(RED)
    for name in replaceable():
        path = Path("own") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((OURS / name).read_bytes())
    for form in ("markdown", "html"):
        ours = run_cli("report", "art", "--at", NOON, "-f", form)
        theirs = run_cli("report", "art", "--at", NOON, "-f", form, "--partials", "own")

        assert (0, ours.stdout) == (theirs.exit_code, theirs.stdout), theirs.stderr


def test_build_takes_them_too(run_cli: RunCli) -> None:
    """Both files that people read are made by them."""
    put(RED)
    lay(markdown__counts="Ours.", html___slower="<p>Ours.</p>")
    built = run_cli("build", "art", "--at", NOON, "--partials", "own", "-q")

    assert 0 == built.exit_code, built.stderr
    assert "\nOurs.\n" in Path("public/report.md").read_text("utf-8")
    assert "<p>Ours.</p>" in Path("public/report.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("markdown/count.md.j2", "markdown/counts.md.j2"),
        ("markdown/counts.md", "markdown/counts.md.j2"),
        ("html/verdict.html.j2", "html/_verdict.html.j2"),
        ("html/report.html.j2", None),
        ("html/base.html.j2", None),
        ("assets/reportgen.css", None),
    ],
)
def test_a_name_that_is_none_is_refused(name: str, meant: str | None, run_cli: RunCli) -> None:
    """With the one that was meant; the frame of the page is not to be replaced."""
    path = Path("own") / name
    path.parent.mkdir(parents=True)
    path.write_text("x", "utf-8")
    result = run_cli("report", "nowhere", "--partials", "own")

    assert (2, "") == (result.exit_code, result.stdout)
    assert f'there is no template "{name}"' in result.stderr
    assert meant is None or f'did you mean "{meant}"?' in result.stderr


@pytest.mark.parametrize(
    ("name", "source", "why"),
    [
        ("html___tests", "{{ report.x | safe }}", "line 1: the filter safe"),
        ("html___tests", "{{ [x] | map('safe') }}", "line 1: the filter map"),
        ("html___tests", "{% autoescape false %}{% endautoescape %}", "escaping is changed"),
        ("html___tests", "<p class={{ report.x }}>", "a value outside of double quotes"),
        ("html___tests", "<p onclick=\"x('{{ report.x }}')\">", "the handler onclick="),
        ("html___tests", "<script>{{ report.x }}</script>", "a value in <script>"),
        ("html___tests", '<a href="{{ report.x }}">', "an address begins with report.x"),
        ("html___tests", "{{ ''.__class__ }}", "the attribute __class__"),
        ("html___tests", "{% if %}", "line 1: "),
        ("markdown__counts", "{{ view | safe }}", "line 1: the filter safe"),
        ("markdown__counts", "{% autoescape true %}{% endautoescape %}", "escaping is changed"),
        ("markdown__counts", "\n{% include view %}", "line 2: a template that a value names"),
    ],
)
def test_what_would_let_text_become_markup_is_refused(
    name: str, source: str, why: str, run_cli: RunCli
) -> None:
    """Before anything is read, with the file and the line."""
    lay(**{name: source})
    result = run_cli("report", "nowhere", "--partials", "own")

    assert (2, "") == (result.exit_code, result.stdout)
    assert name.replace("__", "/", 1) in result.stderr
    assert why in result.stderr


@pytest.mark.parametrize(
    "source",
    [
        "{{ view }}",
        "{{ nothing.there }}",
        "{{ text.prose(1 / 0) }}",
        "{% set x %}{{ view }}{% endset %}{{ x }}",
        "{{ text.prose(''['_' ~ '_class_' ~ '_']) }}",
    ],
)
def test_no_value_passes_by_the_doors(source: str, run_cli: RunCli) -> None:
    """What cannot be rendered ends the command with the folder's name, and prints nothing."""
    put(RED)
    lay(markdown__counts=source)
    result = run_cli("report", "art", "--at", NOON, "--partials", "own")

    assert (2, "") == (result.exit_code, result.stdout)
    assert 'the templates of "own" cannot be rendered (' in result.stderr


def test_what_they_print_is_escaped(run_cli: RunCli) -> None:
    """A name of a test stays text, whosever template prints it."""
    put(HOSTILE)
    lay(
        html___slower="{% for group in report.findings.attention %}{% for entry in group.shown %}"
        "<i>{{ entry.finding.subject }}</i>{% endfor %}{% endfor %}"
    )
    page = run_cli("report", "art", "--at", NOON, "--partials", "own", "-f", "html")

    assert 0 == page.exit_code, page.stderr
    assert "<i>&lt;b&gt;@octocat</i>" in page.stdout


def test_the_limit_holds(run_cli: RunCli) -> None:
    """A part that takes all the room is left out like any other, and that is said."""
    put(RED)
    lay(markdown__counts="word " * 20_000)
    result = run_cli("report", "art", "--at", NOON, "--partials", "own")

    assert 0 == result.exit_code, result.stderr
    assert len(result.stdout) <= 65_000


def test_what_a_sandbox_compiles_is_not_kept() -> None:
    """Compiled for a sandbox a template is another one, and ours must never be taken for it."""
    assert Partials("own", (("markdown/counts.md.j2", "x"),)).kept is None
    assert NO_PARTIALS.kept is not None


def test_hidden_files_are_passed_over(run_cli: RunCli) -> None:
    """An editor's copy is no template; a folder with nothing else is a mistake."""
    put(RED)
    Path("own/markdown").mkdir(parents=True)
    Path("own/markdown/.counts.md.j2.swp").write_bytes(b"\xff")
    empty = run_cli("report", "art", "--at", NOON, "--partials", "own")
    lay(markdown__counts="Ours.")
    fine = run_cli("report", "art", "--at", NOON, "--partials", "own")
    absent = run_cli("report", "art", "--at", NOON, "--partials", "nowhere")

    assert (2, 0, 2) == (empty.exit_code, fine.exit_code, absent.exit_code)
    assert '--partials "own" holds no template' in empty.stderr
    assert '--partials "nowhere" is no folder' in absent.stderr
