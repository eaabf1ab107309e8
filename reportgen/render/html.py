"""
Report → one HTML page that needs nothing else: no file beside it, no network, no JavaScript.

Scripts that the page carries add what is comfortable, and are allowed by their hashes alone.

Where there are more tests than a table should have rows, a script that the page carries draws all
of them from data; without it the page shows the first, and says how many it does not.
"""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from typing import Final, NamedTuple

from markupsafe import Markup

from reportgen import __version__
from reportgen.model.difference import Difference
from reportgen.model.report import Report
from reportgen.model.text import quote
from reportgen.render import sides
from reportgen.render.account import Account
from reportgen.render.account.everything import everything
from reportgen.render.copies import Copy
from reportgen.render.environment import html_environment
from reportgen.render.partials import NO_PARTIALS, Partials

NAME: Final = "html"
SUFFIX: Final = ".html"
MOST_ROWS: Final = 500
"""How much of a list or a table of two runs is shown."""


class Assets(NamedTuple):
    """What the page carries inside: hashes for the content security policy, its icon."""

    style_hash: str
    table_hash: str
    copy_hash: str
    icon: str


@cache
def _assets() -> Assets:
    """Return the assets; the texts are included by the template, the hashes are of these texts."""
    environment = html_environment()
    style = environment.get_template("assets/reportgen.css").render()
    icon = environment.get_template("assets/favicon.svg").render()
    table = environment.get_template("assets/table.js").render()
    copy = environment.get_template("assets/copy.js").render()
    return Assets(
        style_hash=_hash(style),
        table_hash=_hash(table),
        copy_hash=_hash(copy),
        icon=b64encode(icon.encode()).decode(),
    )


def _hash(text: str) -> str:
    """Return the hash of *text* as a content security policy names it."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def render(report: Report, copies: Sequence[Copy] = (), partials: Partials = NO_PARTIALS) -> str:
    """
    Return *report* as a whole page, which offers to copy *copies*.

    *partials* take the place of templates of ours.
    """
    return "".join(pieces(report, copies, partials))


def pieces(
    report: Report, copies: Sequence[Copy] = (), partials: Partials = NO_PARTIALS
) -> Iterator[str]:
    """Yield what `render` returns, piece by piece, for whoever writes it."""
    template = html_environment(partials).get_template("html/report.html.j2")
    account = Account(report)
    tests = account.tests
    every = everything(tests.every_case(), tests.total) if tests.rows_left_out else None
    yield from template.generate(
        report=account,
        assets=_assets(),
        copies=copies,
        every=every,
        rows=(Markup(some) for some in (every.pieces if every else ())),  # noqa: S704 # escaped for their place
    )


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
            every=None,
            copies=(),
        )
    )
