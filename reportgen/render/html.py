"""Report → one HTML page that needs nothing else: no file beside it, no network, no JavaScript."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import Final, NamedTuple

from reportgen import __version__
from reportgen.model.difference import Difference
from reportgen.model.report import Report
from reportgen.model.text import quote
from reportgen.render import sides
from reportgen.render.account import Account
from reportgen.render.environment import html_environment

NAME: Final = "html"
SUFFIX: Final = ".html"
MOST_ROWS: Final = 500
"""How much of a list or a table of two runs is shown."""


class Assets(NamedTuple):
    """What the page carries inside: its style's hash for the content security policy, its icon."""

    style_hash: str
    icon: str


@cache
def _assets() -> Assets:
    """Return the assets; the style's text is included by the template, its hash is of that text."""
    environment = html_environment()
    style = environment.get_template("assets/reportgen.css").render()
    icon = environment.get_template("assets/favicon.svg").render()
    return Assets(
        style_hash=f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}",
        icon=b64encode(icon.encode()).decode(),
    )


def render(report: Report) -> str:
    """Return *report* as a whole page."""
    template = html_environment().get_template("html/report.html.j2")
    return template.render(report=Account(report), assets=_assets())


def render_difference(difference: Difference) -> str:
    """Return two runs side by side as a whole page."""
    return (
        html_environment()
        .get_template("html/compare.html.j2")
        .render(
            difference=difference,
            base=quote(difference.base.label),
            head=quote(difference.head.label),
            headline=sides.headline(difference),
            groups=sides.groups(difference),
            tables=[sides.runs(difference), *sides.tables(difference)],
            line=sides.line,
            shown=sides.shown,
            most=MOST_ROWS,
            version=__version__,
            assets=_assets(),
        )
    )
