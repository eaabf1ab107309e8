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
from reportgen.website.data.files import shard_of
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


class Reader:
    """Whoever reads the files from the manifest on, as a script does."""

    def __init__(self, data: Data) -> None:
        self.files = files_of(data)
        self.manifest: dict[str, Any] = json.loads(self.files[f"{MANIFEST}.json"])

    def document(self, name: str, shard: str = "") -> Any:  # noqa: ANN401 - a JSON document
        """Return a document of the set *name*."""
        path = self.manifest["sets"][name]["path"].replace("{shard}", shard)
        return json.loads(self.files[path])

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

    def series(self, test: str, line: int) -> tuple[str, list[float | None], list[Any]]:
        """Return letters, times and messages of a test, base and recent together."""
        recent, base = self.holding("recent", test), self.holding("base", test)
        now = recent["tests"][test]["lines"][str(line)]
        late = runlength.decode(now["statuses"])
        before = len(self.runs(line)) - len(late)
        then = base["tests"].get(test, {}).get("lines", {}).get(str(line)) if base else None
        early = runlength.decode(then["statuses"]) if then else ABSENT * before
        times: list[float | None] = []
        messages: list[Any] = []
        for held, shard, length, offset in (
            (then, base, before, 0), (now, recent, len(late), before),
        ):  # fmt: skip
            known = held.get("durations_ms", []) if held else []
            times += [None] * (length - len(known)) + known
            messages += [
                (
                    shard["strings"][said["text"]], said["runs"],
                    said["first"] + offset, said["last"] + offset,
                )
                for said in (held.get("messages", []) if held else [])
            ]  # fmt: skip
        return early + late, times, messages
