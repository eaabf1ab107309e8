"""No template and no code of ours can turn text into markup; and the walk that says so can fail."""

import re
from pathlib import Path
from typing import Final

import pytest

from reportgen.render import html
from reportgen.render.environment import html_environment
from reportgen.render.markdown.templating import environment as markdown_environment
from reportgen.render.walking import mistakes, statement_mistakes
from reportgen.resources import folder
from tests.conftest import ROOT
from tests.factories import make_report, make_run
from tests.render.walking import code_mistakes, printed_constants

MARKUP: Final = sorted([*folder("templates").glob("html/*.j2"), *folder("site").rglob("*.j2")])
MARKDOWN: Final = sorted(folder("templates").glob("markdown/**/*.j2"))
CODE: Final = sorted(
    path
    for room in ("render", "website", "cli", "model")
    for path in (ROOT / "reportgen" / room).rglob("*.py")
)
ALLOWED: Final = {
    "cli/reloading.py": 1,  # the one script of `serve`: its address and a digest
    "render/environment.py": 3,  # `sentence` and `breakable`, which escape each part
    "render/html.py": 1,  # JSON that was escaped for its place
    "render/markdown/escaping.py": 8,  # the encoder of the places of Markdown
    "render/markdown/own_template.py": 1,
    "render/markdown/templating.py": 1,  # Markdown has no escaping: what prints, guards
}
"""What makes markup by hand, and how often: each is an encoder with tests of its own."""


def named(path: Path) -> str:
    """Return *path* as tests are called by it."""
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("path", MARKUP, ids=named)
def test_templates_of_markup(path: Path) -> None:
    """HTML, SVG and Atom: values are text or in double quotes, and nothing runs or loads."""
    assert [] == mistakes(path.read_text("utf-8"), html_environment())


@pytest.mark.parametrize("path", MARKDOWN, ids=named)
def test_templates_of_markdown(path: Path) -> None:
    """No statement switches off what guards the values."""
    assert [] == statement_mistakes(path.read_text("utf-8"), markdown_environment())


@pytest.mark.parametrize("path", [*MARKUP, *MARKDOWN], ids=named)
def test_templates_print_no_constants(path: Path) -> None:
    """
    What a template compiles to does not depend on our filters.

    Jinja prints a constant when it compiles, and the bytecode of templates outlives our code.
    """
    environment = markdown_environment() if path in MARKDOWN else html_environment()

    assert [] == printed_constants(path.read_text("utf-8"), environment)


@pytest.mark.parametrize(
    "source", ["{{ 5 | duration }}", "a{{ 'b' }}", "{% if x %}{{ 1 }}{% endif %}"]
)
def test_printed_constants_are_found(source: str) -> None:
    """What is known when a template is compiled is found, wherever it stands."""
    assert 1 == len(printed_constants(source, html_environment()))


def test_all_kinds_are_walked() -> None:
    """Pages, pictures, feeds and Markdown are among what is looked at."""
    suffixes = {"".join(path.suffixes[-2:]) for path in (*MARKUP, *MARKDOWN)}

    assert {".html.j2", ".svg.j2", ".xml.j2", ".md.j2"} == suffixes
    assert len(MARKUP) > 30


def test_code_makes_no_markup() -> None:
    """Where code joins text with markup it is an encoder, and each is known."""
    found = {
        path.relative_to(ROOT / "reportgen").as_posix(): code_mistakes(path.read_text("utf-8"))
        for path in CODE
    }

    assert ALLOWED == {name: len(wrong) for name, wrong in found.items() if wrong}


def test_escaping_is_on() -> None:
    """What no template says is escaped all the same."""
    assert html_environment().autoescape is True
    assert "&lt;b&gt;" == html_environment().from_string("{{ x }}").render(x="<b>")


BAD: Final = (
    "<p>{{ x | safe }}</p>",
    "<p>{{ x | striptags | safe }}</p>",
    "<p>{{ x | tojson }}</p>",
    "<p>{{ x | urlize }}</p>",
    "<p {{ x | xmlattr }}></p>",
    "<p>{{ Markup(x) }}</p>",
    "<p>{{ x.__html__() }}</p>",
    "{% autoescape false %}{{ x }}{% endautoescape %}",
    "{% include x %}",
    "{% extends x %}",
    "<p>{{ '<b>' ~ x }}</p>",
    '<p class="{{ x ~ \'" id="\' }}">',
    "<p>{{ '</li><li>'.join(x) }}</p>",
    "<p>{{ x | join('<br>') }}</p>",
    "<p class={{ x }}>",
    "<p class='{{ x }}'>",
    "<p {{ x }}>",
    '<p {{ x }}="a">',
    "<{{ x }}>",
    "<p class={% if x %}a{% endif %}>",
    '<p onclick="a()">',
    '<p onclick="{{ x }}">',
    '<svg onload="a()"/>',
    '<p\nonmouseover="{{ x }}">',
    '<p OnClick="a()">',
    '<a href="javascript:a()">',
    '<a href=" JavaScript:{{ x }}">',
    '<a href="vbscript:a">',
    '<a xlink:href="javascript:a()">',
    '<img src="data:text/html,{{ x }}">',
    '<p style="color: {{ x }}">',
    '<p style="color: red">',
    "<style>{{ x }}</style>",
    "<script>{{ x }}</script>",
    "<script>var a = '{{ x }}';</script>",
    "<!-- {{ x }} -->",
    '<iframe srcdoc="{{ x }}">',
    '<form action="{{ x }}">',
    '<button formaction="{{ x }}">',
    '<img srcset="{{ x }}">',
    '<meta http-equiv="refresh" content="0">',
    '{% for a in b %}<p class="c"{% if a %} id={{ a }}{% endif %}>{% endfor %}',
    '{% if x %}<p onclick="a()">{% else %}<p>{% endif %}',
    "{% macro m(x) %}<i class={{ x }}>{% endmacro %}",
    "{% block b %}<i class={{ x }}>{% endblock %}",
    "<text x={{ x }}>{{ y }}</text>",
    "<?xml version='{{ x }}'?>",
)
GOOD: Final = (
    "<p>{{ x }}</p>",
    '<p class="a {{ x }}">{{ x }}</p>',
    '<p class="{% if x %}a{% else %}b{% endif %}" id="{{ y }}"{% if z %} hidden{% endif %}>',
    "<title>{{ x }}</title>",
    '<a href="{{ x }}">1 < 2</a>',
    '<path d="M{{ a }} 0h{{ b }}"/>',
    '<?xml version="1.0"?><id>{{ x }}</id>',
    "<!-- none --><p>{{ x }}</p>",
    '<script defer src="{{ root }}assets/a.js"></script><p>{{ x }}</p>',
    '<script type="application/json" id="a">{{ data }}</script>',
    '<link rel="icon" href="data:image/svg+xml;base64,{{ icon }}">',
)
BAD_CODE: Final = (
    "f'<p>{x}</p>'",
    "f'<a href=\"{x}\">'",
    "'<p>' + x",
    "x + '</p>'",
    "'<p>%s</p>' % x",
    "'<p>{}</p>'.format(x)",
    "'</li><li>'.join(x)",
    "Markup(x)",
    "markupsafe.Markup(x)",
    "Environment(autoescape=False)",
    "f'<svg width={x}>'",
    "f'<?xml?><entry>{x}</entry>'",
    "f'class=\"{x}\"'",
)
GOOD_CODE: Final = (
    "f'{x} of {y}'",
    "'<p></p>'",
    "f'1 < {x}'",
    "re.compile(f'(?P<name>{x})')",
    "', '.join(x)",
    "Environment(autoescape=True)",
)


@pytest.mark.parametrize("source", BAD)
def test_the_walk_finds(source: str) -> None:
    """Each way of turning text into markup is found, wherever in a template it stands."""
    assert mistakes(source, html_environment())


@pytest.mark.parametrize("source", GOOD)
def test_the_walk_lets_through(source: str) -> None:
    """What is escaped where it stands is no mistake."""
    assert [] == mistakes(source, html_environment())


@pytest.mark.parametrize("source", BAD_CODE)
def test_the_walk_finds_code(source: str) -> None:
    """Each way of joining text with markup by hand is found."""
    assert 1 == len(code_mistakes(source))


@pytest.mark.parametrize("source", GOOD_CODE)
def test_the_walk_lets_code_through(source: str) -> None:
    """Words, comparisons and patterns are no markup."""
    assert [] == code_mistakes(source)


def test_policies_allow_nothing_inline() -> None:
    """Each page has one policy, before all that loads, which names what it allows."""
    from reportgen.website import pages  # noqa: PLC0415 - only this test builds a site

    runs = [make_report(run=make_run(id=f"20250915T1334{n:02}Z-0a{n:08}")) for n in range(2)]
    texts = {url: text for url, text in pages.plan(runs) if url.endswith(".html")}
    texts["report.html"] = html.render(make_report())
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
    found = {url: policy.findall(text) for url, text in texts.items()}

    assert len(found) > 10
    assert {1} == {len(policies) for policies in found.values()}
    for url, (allowed,) in found.items():
        assert allowed.startswith("default-src 'none'; ")
        assert "unsafe" not in allowed
        assert "*" not in allowed
        assert "http:" not in allowed
        head, _, _ = texts[url].partition(allowed)
        assert not re.search(r"<(?:script|style|link|img)\b", head)
