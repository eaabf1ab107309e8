"""Whether every link inside the site leads somewhere."""

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from html import unescape
from typing import Final, NamedTuple

_LINK: Final = re.compile(r'\s(?:href|src)="([^"]*)"')
_ANCHOR: Final = re.compile(r'\sid="([^"]*)"')
_ELSEWHERE: Final = re.compile(r"(?:https?:|data:)")
_LOOKED_AT: Final = (".html", ".xml")


class DeadLinkError(Exception):
    """A page links to what is not of the site: a fault of ours, found before any reader sees it."""


class Link(NamedTuple):
    """A link of the page *source*, as it stands there, to *anchor* of the file *target*."""

    source: str
    written: str
    target: str
    anchor: str


def links_of(url: str, text: str) -> list[Link]:
    """
    Return the links of the page *text* at *url* into the site; feeds are looked at, too.

    Those to anchors of the page itself are held against it here and are not among them.
    Our templates write every attribute in double quotes, and values in them are escaped.

    Raises:
        DeadLinkError: the page has no such anchor.

    """
    if not url.endswith(_LOOKED_AT):
        return []
    found = []
    own: frozenset[str] | None = None
    for written in sorted({unescape(each) for each in _LINK.findall(text)}):
        if _ELSEWHERE.match(written):
            continue
        path, _, anchor = written.partition("#")
        path = path.partition("?")[0]  # what a page is asked for, its script finds
        target = posixpath.normpath(posixpath.join(posixpath.dirname(url), path)) if path else url
        if target != url:
            found.append(Link(url, written, target, anchor))
        elif anchor:
            own = anchors_of(text) if own is None else own
            if anchor not in own:
                raise _no_anchor(url, written, target)
    return found


def anchors_of(text: str) -> frozenset[str]:
    """Return the anchors of the page *text*."""
    return frozenset(map(unescape, _ANCHOR.findall(text)))


def check(links: Iterable[Link], urls: Collection[str], read: Callable[[str], str]) -> None:
    """
    Raise `DeadLinkError` where one of *links* leads to none of *urls* or to no anchor.

    *read* returns the text of one of them; only those are read whose anchors are asked for.
    """

    @cache
    def anchors(url: str) -> frozenset[str]:
        return anchors_of(read(url))

    for source, written, target, anchor in links:
        if target not in urls:
            raise DeadLinkError(f"{source} links to {written}, which is not a page of the site")
        if anchor and anchor not in anchors(target):
            raise _no_anchor(source, written, target)


def check_links(pages: Mapping[str, str]) -> None:
    """Raise `DeadLinkError` where one of *pages* (url to text) has a link that leads nowhere."""
    links = [link for url, text in pages.items() for link in links_of(url, text)]
    check(links, pages.keys(), pages.__getitem__)


def _no_anchor(url: str, written: str, target: str) -> DeadLinkError:
    return DeadLinkError(f"{url} links to {written}, but {target} has no such anchor")
