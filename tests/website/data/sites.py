"""Data of small histories, made by hand, and what a reader of its files sees in them."""

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from reportgen.config import Settings
from reportgen.model.overtime import ABSENT, PASSED, Column, LineKey, Named, RunFacts
from reportgen.model.tests import Counts, Trouble
from reportgen.overtime import trends_of
from reportgen.website.data import MANIFEST, Data, runlength
from reportgen.website.data.files import shard_name, shard_of
from tests.factories import MOMENT

LINUX = LineKey("till", "e2e", (("os", "linux"),))
WINDOWS = LineKey("till", "e2e", (("os", "windows"),))


def named(name: str, suite: str = "unit") -> Named:
    """Return the test *name*, whose id is its name behind its suite."""
    return Named(f"{suite}/{name}", suite, f"{suite}.Till", name, f"tests/{suite}.py")


def column(
    number: int,
    outcomes: Mapping[str, str],
    line: LineKey = LINUX,
    *,
    says: str = "it broke",
    took_ms: int | None = 20,
) -> Column:
    """Return the run *number*, in which each test came to the letter that *outcomes* names."""
    tests = tuple(named(name) for name in outcomes)
    letters = "".join(outcomes.values())
    red = letters.count("F") + letters.count("E")
    counts = Counts(len(letters), letters.count(PASSED), red, 0, letters.count("S"), 0)
    return Column(
        line,
        RunFacts(
            id=f"run-{number:05}",
            started_at=MOMENT + timedelta(hours=number),
            commit=f"{number:040x}",
            branch="main",
            pull_request=None,
            settled=True,
            evidence="complete",
            counts=counts,
        ),
        tests,
        letters,
        tuple(None if took_ms is None else took_ms + at for at in range(len(tests))),
        {
            at: (Trouble("failure", says, f"Traceback\n{says}"),)
            for at, letter in enumerate(letters)
            if letter in "FER"
        },
    )  # fmt: skip


def data_of(columns: Iterable[Column]) -> Data:
    """Return the data of *columns*, with what they show together."""
    given = list(columns)
    return Data(given, trends_of(given, Settings()), Settings())


def files_of(data: Data) -> dict[str, str]:
    """Return all files of *data*."""
    return {page.url: page.text for part in data.parts() for page in part.make()}


def handed_over(script: str) -> Any:  # noqa: ANN401 - a JSON document
    """Return the document that *script* hands over."""
    return json.loads(script.partition(",")[2].removesuffix(");\n"))


class Reader:
    """Whoever reads the files from the manifest on, as a script does."""

    def __init__(self, data: Data) -> None:
        self.files = files_of(data)
        self.manifest: dict[str, Any] = json.loads(self.files[f"{MANIFEST}.json"])

    def document(self, name: str, shard: str = "") -> Any:  # noqa: ANN401 - a JSON document
        """Return a document of the set *name*."""
        path = self.manifest["sets"][name]["path"].replace("{shard}", shard)
        return handed_over(self.files[path])

    def holding(self, name: str, what: str) -> Any:  # noqa: ANN401 - a JSON document
        """Return the document of the set *name* that has *what*, None where the set is empty."""
        shards = self.manifest["sets"][name]["shards"]
        return self.document(name, shard_of(what, shards)) if shards else None

    def runs(self, line: int) -> list[str]:
        """Return the ids of the runs of the line with that number, oldest first."""
        levels = ["runs/base"] if self.manifest["sets"]["runs/base"]["shards"] else []
        found = [self.document(name) for name in (*levels, "runs/recent")]
        return [
            run["id"]
            for each in found
            for row in each["rows"]
            for run in [dict(zip(each["fields"], row, strict=True))]
            if run["line"] == line
        ]

    def names(self) -> list[dict[str, str]]:
        """Return what the tests are called, by their places, one file of names after the other."""
        listed = json.loads(self.files["data/names.json"])
        assert self.manifest["names"] == listed["key"]
        found = []
        for path in listed["files"]:
            part = handed_over(self.files[path])
            columns = {
                one: [part[many][place] for place in spread(part[one])]
                for many, one in (
                    ("suites", "suite"), ("class_names", "class_name"), ("files", "file")
                )
            } | {"id": part["ids"].split("\n"), "name": part["names"].split("\n")}  # fmt: skip
            found += [
                {name: column[at] for name, column in columns.items()}
                for at in range(part["tests"])
            ]
        return found

    def numbers(self) -> dict[str, dict[str, Any]]:
        """Return how all tests fare, by their ids, with what they are called."""
        names, found = iter(self.names()), {}
        entry = self.manifest["sets"]["numbers"]
        for number in range(entry["shards"]):
            part = self.document("numbers", shard_name(number, entry["shards"]))
            repeated = {name: spread(part[name]) for name in ("failed", "ran", "last_red", "flags")}
            for at, name in zip(range(part["tests"]), names, strict=False):
                found[name["id"]] = {
                    **name,
                    "state": part["states"][at],
                    **{field: column[at] for field, column in repeated.items()},
                    **{field: part[field][at] for field in ("p50_ms", "p95_ms", "total_ms")},
                }
        return found

    def told(self, test: str, line: int, level: str = "recent") -> dict[str, Any] | None:
        """Return what the shard of *level* has of a test on a line, None where it has nothing."""
        shard = self.holding(level, test)
        if not shard or str(line) not in shard["lines"]:
            return None
        ids, series = shard["ids"].split("\n"), shard["lines"][str(line)]
        rows = counted_on(series["rows"])
        if test not in ids or ids.index(test) not in rows:
            return None
        row = rows.index(ids.index(test))
        return {
            "statuses": series["statuses"].split(" ")[row],
            "durations_ms": series["durations_ms"][row],
            "messages": series["messages"].get(str(row), []),
            "state": series["states"][row] if "states" in series else None,
            "told": series.get("told", {}).get(str(row)),
            "strings": shard["strings"],
            "place": shard["places"][ids.index(test)] if "places" in shard else None,
        }

    def series(self, test: str, line: int) -> tuple[str, list[float | None], list[Any]]:
        """Return letters, times and messages of a test, base and recent together."""
        now, then = self.told(test, line), self.told(test, line, "base")
        assert now is not None
        late = runlength.decode(now["statuses"])
        before = len(self.runs(line)) - len(late)
        early = runlength.decode(then["statuses"]) if then else ABSENT * before
        times: list[float | None] = []
        messages: list[Any] = []
        for found, length, offset in ((then, before, 0), (now, len(late), before)):
            held = found or {"durations_ms": [], "messages": [], "strings": []}
            times += [None] * (length - len(held["durations_ms"])) + held["durations_ms"]
            messages += [
                (
                    held["strings"][said["text"]], said["runs"],
                    said["first"] + offset, said["last"] + offset,
                )
                for said in held["messages"]
            ]  # fmt: skip
        return early + late, times, messages


def spread(pairs: list[Any]) -> list[Any]:
    """Return the values of *pairs*, each as often as it follows itself."""
    return [
        value for value, count in zip(pairs[::2], pairs[1::2], strict=True) for _ in range(count)
    ]


def counted_on(pairs: list[int]) -> list[int]:
    """Return the numbers of the stretches *pairs*."""
    return [
        first + step
        for first, count in zip(pairs[::2], pairs[1::2], strict=True)
        for step in range(count)
    ]
