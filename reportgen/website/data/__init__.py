"""
The part of the site that scripts read: tests over all runs, in files that a page loads as it needs.

``data/manifest.json`` says which files there are; `reportgen.website.data.documents` describes all.
Each is there twice: as JSON, and as a classic script that calls ``reportgen.data(name, document)``,
because a page that was opened from a disk may load nothing else.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final

from reportgen.config.settings import Settings
from reportgen.model.brief import Brief
from reportgen.model.overtime import Column, Line, Trends
from reportgen.overtime import lines_of
from reportgen.website.data import files, lists, runrows, shards, standing
from reportgen.website.data.levels import digest, levels_of, numbered
from reportgen.website.data.names import Names
from reportgen.website.parts import Part
from reportgen.website.places import Page

__all__ = ["MANIFEST", "Data", "parts"]

MANIFEST: Final = f"{files.FOLDER}/manifest"
"""The address of the manifest, without a suffix: the one file whose name has no key."""


def parts(
    columns: Sequence[Column], trends: Trends, settings: Settings, reports: Sequence[Brief] = ()
) -> Iterator[Part]:
    """Yield the parts of the data of *columns*: see `Data`."""
    yield from Data(columns, trends, settings, reports).parts()


class Data:
    """
    The data of the runs that *columns* hold, in any order.

    *trends* is what they show together, told with *settings*; *reports* are those that have pages.
    *lines* are those of the columns, made here where they are not given.
    *key* changes whenever any file does. Nothing is made before a part is.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        trends: Trends,
        settings: Settings,
        reports: Sequence[Brief] = (),
        lines: Sequence[Line] | None = None,
    ) -> None:
        self._lines = numbered(lines_of(columns) if lines is None else lines)
        self._trends = trends
        self._rules = settings.flaky
        self._reports = reports
        self._rows = runrows.rows_of(self._lines, reports)
        self._base, self._recent = levels_of(self._lines, self._rows)
        self.runs = len(self._rows)
        self.names = Names(columns)
        """What the tests are called, by the places that all else names them by."""
        self.key = digest(self._base.key, self._recent.key, self.names.all.key, self._told())

    def _told(self) -> str:
        """Return all that is told of tests over runs, as text."""
        trends = self._trends.model_dump_json(include={"tests", "slower", "faster", "causes"})
        return json.dumps([trends, self._rules.model_dump_json(), standing.words()])

    def parts(self) -> Iterator[Part]:
        """Yield the base, what each run changes, lists, names, and what leads to all of them."""
        yield Part("data/base", self._base.key, self._make_base)
        yield Part("data/recent", self.key, self._make_recent)
        yield Part("data/lists", self.key, self._make_lists)
        yield from self.names.parts()
        yield Part("data/manifest", self.key, self._make_manifest)

    @cached_property
    def _standing(self) -> standing.Standing:
        return standing.Standing(self._lines, self._trends, self._rules)

    def _make_base(self) -> Iterator[Page]:
        if self._base.runs:
            yield from files.keyed(runrows.document(self._base, self._rows))
            for document in shards.base_shards(self._base):
                yield from files.keyed(document)

    def _make_recent(self) -> Iterator[Page]:
        # Also without runs of its own: the states of all tests are there.
        recent = self._recent._replace(key=self.key)
        yield from files.keyed(runrows.document(recent, self._rows))
        for document in shards.recent_shards(recent, self.names.places, self._standing):
            yield from files.keyed(document)

    def _make_lists(self) -> Iterator[Page]:
        all_tests = lists.Lists(self.key, self.runs, self._recent, self.names, self._standing)
        for document in all_tests.documents(self._trends):
            yield from files.keyed(document)

    def _make_manifest(self) -> Iterator[Page]:
        yield from files.pages(self._manifest(), MANIFEST)

    def _manifest(self) -> dict[str, Any]:
        newest = max(self._rows.values(), key=lambda row: row.id, default=None)
        moments = [row.started_at for row in self._rows.values() if row.started_at]
        base, recent, cut = self._base, self._recent, lists.cut_of(self.names)
        sets = {
            "base": _set("base/{shard}", base.key, base.runs, base.shards),
            "recent": _set("recent/{shard}", self.key, recent.runs, recent.shards),
            "runs/base": _set("runs/base", base.key, base.runs, min(base.runs, 1)),
            "runs/recent": _set("runs/recent", self.key, recent.runs, 1),
            "numbers": _set("numbers/{shard}", self.key, self.runs, cut.numbers),
            "grid": _set("grid/{shard}", self.key, self.runs, cut.grids),
            "index": _set("index", self.key, self.runs, 1),
        }
        return files.head("manifest", "manifest", self.key, self.runs) | {
            "tests": len(self.names.tests),
            "names": self.names.all.key,
            "since": min(moments, default=None),
            "newest": {"id": newest.id, "started_at": newest.started_at} if newest else None,
            "lines": [shards.line_of(line) for line in self._lines],
            "words": standing.words(),
            "sets": sets,
        }


def _set(name: str, key: str, runs: int, shards: int) -> dict[str, Any]:
    path = f"{files.FOLDER}/{name}-{key}.json"
    return {"key": key, "runs": runs, "shards": shards, "path": path}
