"""The templates themselves: none of them can switch escaping off or open a way around it."""

import re
from pathlib import Path
from typing import Final

import pytest
from jinja2 import nodes

from reportgen.render.environment import html_environment, plain, sentence, web_address
from reportgen.resources import folder

FOLDERS: Final = (folder("templates") / "html", folder("site"))
TEMPLATES: Final = sorted(path for root in FOLDERS for path in root.rglob("*.j2"))
VALUE: Final = "\ue000"
ADDRESSES: Final = frozenset(
    {
        "address",
        "base_url",
        "each.url",
        "item.url",
        "latest_row.url",
        "line.row.url",
        "need.url",
        "own",
        "page.newer",
        "page.older",
        "page.root",
        "root",
        "row.url",
        "tile.url",
        "url",
    }
)
"""
What may begin an ``href``: ours, and `address`, which `web_address` checked.

A bare ``url`` is what the macro `way` is given, which leads to pages and feeds of ours alone.
"""

# The data of the table of all tests, and the script that draws it, which the policy names by hash.
OUR_SCRIPTS = ('<script type="application/json" id="every-test">', "<script>", "<script>")
"""The data of all tests, and the two scripts whose hashes the policy names."""

every_template = pytest.mark.parametrize(
    "path", TEMPLATES, ids=[f"{path.parent.name}/{path.name}" for path in TEMPLATES]
)


def markup(path: Path) -> str:
    """Return the template without its statements, with a mark where a value is printed."""
    source = path.read_text(encoding="utf-8")
    source = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", source, flags=re.DOTALL)
    return re.sub(r"\{\{.*?\}\}", VALUE, source, flags=re.DOTALL)


def test_all_templates_are_found() -> None:
    """The walk below sees both folders."""
    names = {path.name for path in TEMPLATES}

    assert {"base.html.j2", "report.html.j2", "index.html.j2", "trends.html.j2"} <= names


@every_template
def test_escaping_stays_on(path: Path) -> None:
    """No ``safe`` filter, no ``autoescape`` block, no markup made in a template."""
    tree = html_environment().parse(path.read_text(encoding="utf-8"))
    filters = {found.name for found in tree.find_all(nodes.Filter)}
    names = {found.name for found in tree.find_all(nodes.Name)}

    assert filters & {"safe", "striptags", "urlize", "xmlattr", "tojson"} == set()
    assert list(tree.find_all(nodes.ScopedEvalContextModifier)) == []
    assert "Markup" not in names


@every_template
def test_values_stand_in_text_or_in_quoted_attributes(path: Path) -> None:
    """A value inside a tag is between double quotes, where escaping is enough."""
    for tag in re.findall(r"<[a-zA-Z/!][^<>]*>", markup(path)):
        assert VALUE not in re.sub(r'"[^"]*"', "", tag), tag


@every_template
def test_no_attribute_can_run_or_style(path: Path) -> None:
    """No event handlers, no inline styles, no scripts but ours, nothing that loads or posts."""
    source = rf'src="{VALUE}assets/(?:\w+|{VALUE})\.js"'
    ours = rf'<script defer {source}(?: data-root="{VALUE}")?></script>'
    text = re.sub(ours, "", markup(path))
    if path.name == "report.html.j2":
        for script in OUR_SCRIPTS:
            text = text.replace(script, "", 1)

    assert re.findall(r"\s(?:on\w+|style|srcdoc|srcset|formaction|ping|action)\s*=", text) == []
    assert re.findall(r"<(?:script|iframe|object|embed|base|form|img|foreignObject)\b", text) == []
    if path.name != "report.html.j2":  # it includes the one stylesheet
        assert "<style" not in text


@every_template
def test_addresses_come_from_where_they_are_checked(path: Path) -> None:
    """An ``href`` that begins with a value begins with one of ours."""
    source = path.read_text(encoding="utf-8")
    starts = set(re.findall(r'(?:href|src)="\{\{\s*([^}|\s]+)\s*\}\}', source))

    assert starts <= ADDRESSES


def test_stylesheet_cannot_end_its_element() -> None:
    """The style is included as it is, so it must be neither markup nor a template."""
    style = (folder("site") / "assets" / "reportgen.css").read_text(encoding="utf-8")

    assert html_environment().get_template("assets/reportgen.css").render() == style
    assert "<" not in style
    assert "@import" not in style
    assert "url(" not in style


def test_every_value_is_cleaned_and_escaped() -> None:
    """Also what no model has cleaned: terminal escapes, invisible characters, markup."""
    template = html_environment().from_string("{{ value }}")

    assert template.render(value="\x1b[31m<b>\u202e") == "&lt;b&gt;⟨U+202E⟩"


def test_sentence_sets_quotations_apart() -> None:
    """Our words are text, theirs are code; both are escaped."""
    assert sentence("a `<b>` & c") == 'a <code dir="auto">&lt;b&gt;</code> &amp; c'


def test_plain_sentence_has_no_marks() -> None:
    """Titles have no markup to set quotations apart with."""
    assert plain("3 failures in `tests.api`") == "3 failures in tests.api"


def test_web_address_refuses_what_is_not_one() -> None:
    """Unknown stays unknown."""
    assert web_address(None) is None
    assert web_address("") is None
    assert web_address("https://example.org/a b") is None
