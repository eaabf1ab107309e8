"""Dead links are found before anything is written."""

import pytest

from reportgen.website.links import DeadLinkError, check_links


def test_links_that_lead_somewhere() -> None:
    """Relative ones, anchors here and there, and what lies elsewhere."""
    check_links(
        {
            "index.html": '<a href="runs/a/index.html#t"><a href="#i"><b id="i">'
            '<a href="https://example.org"><a href="runs/a/index.html?k=1#t">'
            '<link href="data:image/svg+xml;base64,AA">',
            "runs/a/index.html": '<p id="t"><a href="../../index.html">',
        }
    )


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("gone.html", "not a page"),
        ("../index.html", "not a page"),
        ("/index.html", "not a page"),
        ("javascript:alert(1)", "not a page"),
        ("#gone", "no such anchor"),
        ("index.html#gone", "no such anchor"),
    ],
)
def test_links_that_lead_nowhere(link: str, message: str) -> None:
    """The message names the page and the link."""
    with pytest.raises(DeadLinkError, match=rf"^index\.html links to .*{message}"):
        check_links({"index.html": f'<a href="{link}">'})


def test_feeds_are_looked_at() -> None:
    """A feed leads into the site as a page does."""
    with pytest.raises(DeadLinkError, match=r"^feeds/a\.xml links to \.\./gone\.html"):
        check_links({"feeds/a.xml": '<link rel="alternate" href="../gone.html"/>'})
