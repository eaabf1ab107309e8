"""Whether every link inside the site leads somewhere."""

import posixpath
import re
from collections.abc import Mapping
from functools import cache
from html import unescape

_LINK = re.compile(r'\s(?:href|src)="([^"]*)"')
_ANCHOR = re.compile(r'\sid="([^"]*)"')
_ELSEWHERE = re.compile(r"(?:https?:|data:)")


class DeadLinkError(Exception):
    """A planned page links to what is not planned: a fault of ours, found before any writing."""


def check_links(pages: Mapping[str, str]) -> None:
    """
    Raise `DeadLinkError` where one of *pages* (url to text) links to no page or to no anchor.

    Feeds are looked at, too.
    Our templates write every attribute in double quotes, and values in them are escaped.
    """

    @cache
    def anchors(url: str) -> frozenset[str]:
        return frozenset(map(unescape, _ANCHOR.findall(pages[url])))

    for url, text in pages.items():
        if not url.endswith((".html", ".xml")):
            continue
        for link in sorted({unescape(found) for found in _LINK.findall(text)}):
            if _ELSEWHERE.match(link):
                continue
            path, _, anchor = link.partition("#")
            path = path.partition("?")[0]  # what a page is asked for, its script finds
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(url), path)) if path else url
            )
            if target not in pages:
                raise DeadLinkError(f"{url} links to {link}, which is not a page of the site")
            if anchor and anchor not in anchors(target):
                raise DeadLinkError(f"{url} links to {link}, but {target} has no such anchor")
