"""Where pages are: their addresses, what stands above and beside them, and what all of them say."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Final, NamedTuple

from reportgen import __version__
from reportgen.model.identity import slug
from reportgen.model.text import one_line
from reportgen.render.environment import html_environment
from reportgen.wording import marked

_SAFE_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_DEVICES: Final = (
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{k}{n}" for k in ("com", "lpt") for n in range(10)),
)
_KEPT: Final = frozenset({"index", *_DEVICES})
"""Names that a folder of pages has a use for itself, or that are no files on Windows."""
MOST_IN_TITLE: Final = 80


class Page(NamedTuple):
    """A file of the site: its address relative to the site's folder, and its text."""

    url: str
    text: str


class Section(NamedTuple):
    """A part of the site that the navigation names."""

    url: str
    word: str


SECTIONS: Final = (
    Section("index.html", marked("Overview")),
    Section("runs/index.html", marked("Runs")),
    Section("tests/index.html", marked("Tests")),
    Section("flaky/index.html", marked("Flaky")),
    Section("failures/index.html", marked("Failures")),
    Section("speed/index.html", marked("Speed")),
    Section("services/index.html", marked("Services")),
    Section("memory/index.html", marked("Memory")),
    Section("steps/index.html", marked("Steps")),
    Section("trends.html", marked("Trends")),
    Section("about/index.html", marked("About")),
)
FEEDS: Final = {
    "feeds/new-failures.xml": marked("New failures"),
    "feeds/flaky.xml": marked("Flaky tests"),
    "feeds/regressions.xml": marked("Slower, and memory that grows"),
    "feeds/services.xml": marked("Services"),
}


class Place(NamedTuple):
    """
    Where a page stands among the others.

    *section* is the address of the part it belongs to, *here* what the page calls itself below it.
    """

    url: str
    title: str
    section: str = ""
    here: str = ""
    newer: str | None = None
    older: str | None = None
    base: str | None = None

    @property
    def root(self) -> str:
        """The way from the page to the site's folder."""
        return "../" * self.url.count("/")

    @property
    def above(self) -> Section | None:
        """The part of the site that the page is below, if it is not that part's own page."""
        if self.section == self.url:
            return None
        return next((part for part in SECTIONS if part.url == self.section), None)


class Site(NamedTuple):
    """
    What every page says of the whole. *partial* counts the runs without complete evidence.

    *data* is the key of the data that scripts read; empty where the site has none.
    """

    name: str
    total: int
    first: datetime | None
    last: datetime | None
    partial: int = 0
    problems: Sequence[str] = ()
    data: str = ""
    version: str = __version__
    sections: Sequence[Section] = SECTIONS
    feeds: Sequence[tuple[str, str]] = tuple(FEEDS.items())

    @property
    def lasting(self) -> tuple[object, ...]:
        """
        What of this stands on every page, also on those that a further run does not change.

        It is part of their keys.
        """
        return self.name, self.version, self.sections, self.feeds, bool(self.data)


def thing(name: str, site: Site) -> str:
    """Return the title of a page about *name*."""
    return f"{one_line(name, MOST_IN_TITLE)} · {site.name}"


def rendered(place: Place, site: Site, template: str, **values: object) -> Page:
    """Return the page at *place*, made by *template* of *values*."""
    text = html_environment().get_template(template).render(page=place, site=site, **values)
    return Page(place.url, text)


def run_url(run_id: str) -> str:
    """Return the address of a run's page."""
    return f"runs/{run_id}/index.html"


def digest(*key: str) -> str:
    """Return what tells *key* from every other: ten hexadecimal digits, the same for ever."""
    text = "\0".join(key).encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=5).hexdigest()


def anchor(kind: str, key: str) -> str:
    """Return the anchor of the *kind* of thing that *key* names, whatever the key holds."""
    return f"{kind}-{key}" if _SAFE_ID.fullmatch(key) else f"{kind}-{digest(key)}"


def named_url(folder: str, name: str, *key: str) -> str:
    """
    Return the address in *folder* of what is called *name* and told apart by *key*.

    A readable slug comes before a hash of name and key: lower case, never artifact text.
    """
    readable = slug(name)
    told = digest(name, *key)
    return f"{folder}/{readable}-{told}.html" if readable else f"{folder}/{told}.html"


def id_url(folder: str, known_id: str) -> str:
    """Return the address in *folder* of what has an id of its own, which the address holds."""
    if _SAFE_ID.fullmatch(known_id) and known_id not in _KEPT:
        return f"{folder}/{known_id}.html"
    return f"{folder}/x-{digest(known_id)}.html"


class TakenError(Exception):
    """Two pages would have one address: a fault of ours, found before any writing."""


def check_unique(urls: Collection[str]) -> None:
    """Raise `TakenError` where two of *urls* are one file on a disk that ignores case."""
    seen: set[str] = set()
    for url in urls:
        if url.casefold() in seen:
            raise TakenError(f"two pages would be {url}")
        seen.add(url.casefold())
