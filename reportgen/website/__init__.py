"""
History → a static site.

All parts are planned with their keys; those whose key is that of the former build are kept, the
others are made aside, one by one, and their links checked; then the new site takes the place of the
former one. A full build and one that keeps what it can make the same folder, byte for byte.
"""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from reportgen.config.settings import Settings
from reportgen.model.overtime import Column, Line, Trends
from reportgen.model.report import Report
from reportgen.resources import fingerprint
from reportgen.website import ledger, links
from reportgen.website.data import Data
from reportgen.website.keys import key_of
from reportgen.website.ledger import Entry, Ledger, Looked
from reportgen.website.links import Link
from reportgen.website.making import Outcome, Watch, make_all
from reportgen.website.pages import history_of, parts_of
from reportgen.website.parts import Part
from reportgen.website.places import check_unique
from reportgen.website.placing import remove_left_over
from reportgen.website.recorded import Runs, UnreadableRunError, in_memory, without
from reportgen.website.staging import MeanwhileError, Stage, staged
from reportgen.wording import language

__all__ = ["Material", "build", "build_from"]

_TRIES: Final = 3
"""How often a build starts anew because another one was faster."""


class Material(NamedTuple):
    """
    What a site is built of.

    *trends* is what the *runs* show together, told with *settings*, and *columns* what their tests
    came to, of which *lines* are made where they are not given.
    *store_bytes* is the size of the history that they come from.
    *problems* are sentences about history files that could not be read; the site shows them.
    """

    runs: Runs
    trends: Trends | None = None
    settings: Settings | None = None
    store_bytes: int | None = None
    problems: Sequence[str] = ()
    columns: Sequence[Column] = ()
    lines: Sequence[Line] | None = None


def build(
    records: Sequence[Report],
    out: Path,
    *,
    trends: Trends | None = None,
    settings: Settings | None = None,
    store_bytes: int | None = None,
    problems: Sequence[str] = (),
    columns: Iterable[Column] | None = None,
) -> list[Path]:
    """Build the site of *records*, whole as they are, in the folder *out*; see `build_from`."""
    known = tuple(columns or ())
    material = Material(in_memory(records), trends, settings, store_bytes, problems, known)
    return [out / url for url in build_from(material, out)]


def build_from(
    material: Material,
    out: Path,
    *,
    watch: Watch | None = None,
    processes: int = 1,
    within: Path | None = None,
) -> list[str]:
    """
    Build the site of *material* in the folder *out*.

    Return the addresses of its files, the index first.
    *watch* is told how much of what has to be made is made, by so many *processes* at most.
    *within* is the folder that somebody stands in, which is not to go.
    Pages of what is no longer known are removed; nothing else is.

    Raises:
        UsageError: an id of a run cannot name a page.
        OSError: the folder cannot be written.

    """
    for _ in range(_TRIES):
        try:
            return _built(material, out, watch, processes, within)
        except MeanwhileError:
            continue  # what can be kept is known anew then
    return _built(material, out, watch, processes, within)


def _built(
    material: Material, out: Path, watch: Watch | None, processes: int, within: Path | None
) -> list[str]:
    runs = material.runs

    def planned(found: Runs) -> list[Part]:
        data = _data(material, found)
        history = history_of(found, material.problems, material.trends, material.columns, data)
        parts = list(parts_of(history, material.settings, material.store_bytes))
        parts += data.parts() if data else ()
        check_unique([part.name for part in parts])
        return [part._replace(key=key_of(fingerprint(), language(), part.key)) for part in parts]

    former = ledger.read(out)
    parts = planned(runs)
    kept = _kept(out, former, parts)
    if kept == former.parts and list(kept) == [part.name for part in parts]:
        remove_left_over(out)
        return _urls(former)
    with staged(out, within) as stage:
        while True:
            todo = [part for part in parts if part.name not in kept]
            fresh = _made(make_all(todo, stage.folder, processes, watch))
            if not fresh.unreadable:
                break
            # What is said of the whole was said of these runs, too.
            runs = without(runs, fresh.unreadable)
            parts = planned(runs)
            kept = _kept(out, former, parts)
            stage.clear()
        entries = fresh.entries | kept
        site = Ledger({part.name: entries[part.name] for part in parts})
        _check(site, fresh.links, stage)
        stage.finish(former, site)
    return _urls(site)


def _data(material: Material, runs: Runs) -> Data | None:
    """Return what scripts read of tests over runs; None where runs were not looked at together."""
    if material.trends is None or not material.columns:
        return None
    return Data(
        material.columns,
        material.trends,
        material.settings or Settings(),
        runs.briefs,
        material.lines,
    )


class _Fresh(NamedTuple):
    """What was made: *links* holds one page for each place that any of them leads to."""

    entries: dict[str, Entry]
    links: Collection[Link]
    unreadable: list[UnreadableRunError]


def _made(outcomes: Iterable[tuple[str, Outcome]]) -> _Fresh:
    entries: dict[str, Entry] = {}
    links: dict[tuple[str, str], Link] = {}
    unreadable = []
    for name, outcome in outcomes:
        if isinstance(outcome, UnreadableRunError):
            unreadable.append(outcome)
            continue
        entries[name] = outcome.entry
        for link in outcome.links:
            links.setdefault((link.target, link.anchor), link)
    return _Fresh(entries, links.values(), unreadable)


def _kept(out: Path, former: Ledger, parts: Sequence[Part]) -> dict[str, Entry]:
    """Return what the *former* ledger says of those of *parts* that need not be made again."""
    kept, there = {}, Looked(out)
    for part in parts:
        entry = former.parts.get(part.name)
        if entry is not None and entry.key == part.key and there.intact(entry.files):
            kept[part.name] = entry
    return kept


def _check(site: Ledger, found: Iterable[Link], stage: Stage) -> None:
    """
    Check that no two files have one address, and that the links *found* lead somewhere.

    Those of what is kept were checked when it was made, and what they lead to is part of its key.
    """
    urls = _urls(site)
    check_unique(urls)

    def read(url: str) -> str:
        fresh = stage.folder / url
        return (fresh if fresh.exists() else stage.out / url).read_text(encoding="utf-8")

    links.check(found, set(urls) - {ledger.URL}, read)


def _urls(site: Ledger) -> list[str]:
    return [*(file.url for file in site.files()), ledger.URL]
