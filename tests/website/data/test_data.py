"""Tests over all runs in files: they say what the columns say, and change only with them."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped] # its types are a package of their own
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen import website
from reportgen.config import Settings
from reportgen.model.brief import brief_of
from reportgen.model.overtime import ABSENT, Column
from reportgen.overtime import lines_of, trends_of
from reportgen.website.api import schema
from reportgen.website.data import Data, lists, names
from reportgen.website.data.files import shard_name, shard_of
from reportgen.website.data.levels import BLOCK, numbered
from reportgen.website.writing import check_address
from tests.factories import make_report, make_run
from tests.website.data.sites import LINUX, WINDOWS, Reader, column, data_of, files_of

SAMPLE = [
    *(column(n, {"adds": "P", "sells": "F" if n % 9 == 4 else "P"}) for n in range(0, 140, 2)),
    *(column(n, {"adds": "P" if n < 90 else "E", "skips": "S"}, WINDOWS) for n in range(1, 140, 2)),
]


@st.composite
def histories(draw: st.DrawFn) -> list[Column]:
    """Return runs of two lines, whose tests come and go, sometimes just at the end of a block."""
    runs = draw(st.one_of(st.integers(1, 12), st.sampled_from((63, 64, 65, 128, 130, 200))))
    chance = draw(st.randoms(use_true_random=False))
    columns = []
    for number in range(runs):
        outcomes = {
            name: chance.choice("PPPPPPRFEIS")
            for name in ("adds", "sells", "pays", "skips")
            if chance.random() < 0.8
        }
        columns.append(
            column(
                number,
                outcomes,
                chance.choice((LINUX, LINUX, WINDOWS)),
                says=f"it broke {chance.randrange(3)}",
                took_ms=chance.choice((None, 5, 300)),
            )
        )
    chance.shuffle(columns)
    return columns


@given(histories())
@settings(max_examples=25)
def test_base_and_recent_say_what_the_columns_say(columns: list[Column]) -> None:
    """However many runs there are, both levels together are the letters, times and messages."""
    found = Reader(data_of(columns))
    for number, line in enumerate(numbered(lines_of(columns))):
        assert [run.id for run in line.runs] == found.runs(number)
        for at, test in enumerate(line.tests):
            letters, times, messages = found.series(test.id, number)
            said = [
                (trouble.message, run)
                for run, troubles in line.troubles.get(at, {}).items()
                for trouble in troubles
            ]

            assert line.outcomes[at] == letters
            took = [*(None,) * line.untimed, *line.durations_ms[at]]

            assert took[-176:] == times[-176:]
            assert len(said) == sum(runs for _, runs, _, _ in messages)
            for text, _, first, last in messages:
                runs = [run for each, run in said if each == text]

                assert first in runs
                assert last in runs


@given(histories())
@settings(max_examples=10)
def test_order_of_the_columns_decides_nothing(columns: list[Column]) -> None:
    """The same runs make the same files, in whatever order they come."""
    assert files_of(data_of(columns)) == files_of(data_of(columns[::-1]))


def test_a_further_run_leaves_the_base_alone() -> None:
    """The base part keeps its key and its bytes until a block of runs is full."""
    before = {part.name: part for part in data_of(SAMPLE[:100]).parts()}
    after = {
        part.name: part for part in data_of([*SAMPLE[:100], column(900, {"new": "F"})]).parts()
    }
    changed = {name for name, part in after.items() if part.key != before[name].key}

    assert {"data/recent", "data/lists", "data/names", "data/names/0", "data/manifest"} == changed
    assert list(before["data/base"].make()) == list(after["data/base"].make())
    assert {page.url for page in before["data/recent"].make()}.isdisjoint(
        page.url for page in after["data/recent"].make()
    )


def test_a_full_block_moves_into_the_base() -> None:
    """With 64 runs all are in the base, and names and states still are in recent shards."""
    found = Reader(data_of(column(n, {"adds": "P"}) for n in range(BLOCK)))

    assert (BLOCK, 0) == tuple(found.manifest["sets"][name]["runs"] for name in ("base", "recent"))
    assert ("P" * BLOCK, [20] * BLOCK, []) == found.series("unit/adds", 0)
    told = found.told("unit/adds", 0)

    assert told
    assert "h" == told["state"]


CHANGES: dict[str, Any] = {
    "letter": lambda run: run._replace(letters="F" + run.letters[1:]),
    "time": lambda run: run._replace(durations_ms=(21.5, *run.durations_ms[1:])),
    "message": lambda run: run._replace(troubles={0: SAMPLE[2].troubles.get(1, ())}),
    "name": lambda run: run._replace(tests=(run.tests[0]._replace(name="other"), *run.tests[1:])),
    "commit": lambda run: run._replace(run=run.run._replace(commit="c0ffee")),
    "line": lambda run: run._replace(line=WINDOWS),
}


@pytest.mark.parametrize("at", [0, 66])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_keys_change_with_what_they_are_of(change: Any, at: int) -> None:  # noqa: ANN401 - a function
    """Any change of a run changes the keys of the level it is in, and the whole."""
    runs = [column(n, {"adds": "P", "sells": "F" if n % 9 == 4 else "P"}) for n in range(70)]
    other = [change(run) if n == at else run for n, run in enumerate(runs)]
    before = {part.name: part.key for part in data_of(runs).parts()}
    after = {part.name: part.key for part in data_of(other).parts()}

    assert before["data/recent"] != after["data/recent"]
    assert before["data/manifest"] != after["data/manifest"]
    assert (at == 0) == (before["data/base"] != after["data/base"])


def test_keys_change_with_what_is_told() -> None:
    """Other thresholds tell other states; the base knows nothing of them."""
    trends = trends_of(SAMPLE, Settings())
    strict = Settings.model_validate({"flaky": {"min-results": 1}})
    before = {part.name: part.key for part in Data(SAMPLE, trends, Settings()).parts()}
    after = {part.name: part.key for part in Data(SAMPLE, trends, strict).parts()}

    assert before["data/base"] == after["data/base"]
    assert before["data/recent"] != after["data/recent"]


def test_keys_change_with_verdicts() -> None:
    """The rows of runs name them."""
    trends = trends_of(SAMPLE, Settings())
    report = make_report(run=make_run(id="run-00000"))
    bare = Data(SAMPLE, trends, Settings())
    told = Data(SAMPLE, trends, Settings(), [brief_of(report)])

    assert bare.key != told.key
    assert {"data/manifest", "data/names"} == {
        re.split(r"[.]|/\d", url)[0] for url in files_of(bare).keys() & files_of(told).keys()
    }


def test_times_of_older_runs_decide_nothing() -> None:
    """Whether times were read of runs older than the newest 240 of a line changes no byte."""
    runs = [column(n, {"adds": "P"}) for n in range(320)]
    unread = [run._replace(durations_ms=(None,)) if n < 80 else run for n, run in enumerate(runs)]

    assert files_of(data_of(runs)) == files_of(data_of(unread))


@pytest.mark.parametrize("count", [1, 16, 64, 256, 1024])
def test_shards_are_found_without_an_index(count: int) -> None:
    """The first two bytes of the SHA-256 of the name, modulo the number of shards."""
    number = int(sha256(b"unit/adds").hexdigest()[:4], 16) % count

    assert shard_name(number, count) == shard_of("unit/adds", count)
    assert {len(shard_name(n, count)) for n in range(count)} == {len(shard_name(0, count))}


def test_each_document_is_there_twice() -> None:
    """As JSON, and as a script that hands over the same under the name it has itself."""
    files = files_of(data_of(SAMPLE))
    scripts = {url for url in files if url.endswith(".js")}

    assert {url.removesuffix(".js") for url in scripts} == {
        url.removesuffix(".json") for url in files if url.endswith(".json")
    }
    for url in scripts:
        check_address(url)
        name, document = re.fullmatch(
            r"reportgen\.data\(\"([^\"]+)\",(.*)\);\n", files[url]
        ).groups()  # type: ignore[union-attr] # it matches, or the test fails

        assert name == json.loads(document)["name"]
        assert json.loads(document) == json.loads(files[f"{url}on"])


def test_documents_keep_to_the_published_schema() -> None:
    """Each is one of its definitions, and nothing else."""
    report = make_report(run=make_run(id="run-00000", title="the first"))
    data = Data(SAMPLE, trends_of(SAMPLE, Settings()), Settings(), [brief_of(report)])
    models = {
        "manifest": "DataManifest", "runs": "DataRuns", "tests": "TestsShard",
        "names": "NamesShard", "names-list": "NamesList", "numbers": "NumbersShard",
        "grid": "GridShard", "index": "DataIndex",
    }  # fmt: skip
    rules = schema()["$defs"]
    seen = set()
    for url, text in files_of(data).items():
        if url.endswith(".json"):
            document = json.loads(text)
            seen.add(document["kind"])
            wanted = {"$ref": f"#/$defs/{models[document['kind']]}", "$defs": rules}
            checker = jsonschema.Draft202012Validator(wanted)
            checker.validate(document)

            assert not checker.is_valid(document | {"unknown": 1})

    assert set(models) == seen


def test_lists_have_every_test_once() -> None:
    """Names and numbers are row by row of the same tests, the state is that of the worst line."""
    found = Reader(data_of(SAMPLE))
    rows = {
        row["name"]: {field: row[field] for field in ("state", "failed", "ran", "flags", "p50_ms")}
        for row in found.numbers().values()
    }

    assert found.manifest["tests"] == len(rows) == 3
    assert {"state": "b", "failed": 25, "ran": 140, "flags": 0, "p50_ms": 20} == rows["adds"]
    assert {"state": "i", "failed": 0, "ran": 0, "flags": 4, "p50_ms": None} == rows["skips"]
    assert (8, 70) == (rows["sells"]["failed"], rows["sells"]["ran"])


def test_new_tests_are_flagged() -> None:
    """New is what only the last 20 runs had, where there were others before."""
    old = [column(n, {"adds": "P"}) for n in range(30)]
    with_new = [*old, column(30, {"adds": "P", "sells": "P"})]
    flags = [row["flags"] for row in Reader(data_of(with_new)).numbers().values()]
    young = [row["flags"] for row in Reader(data_of(with_new[-3:])).numbers().values()]

    assert [0, 1] == flags
    assert [0, 0] == young


def test_names_are_told_once_and_stay_where_they_are() -> None:
    """The first run that had a test decides its place; later runs add theirs behind."""
    runs = [
        column(0, {"sells": "P", "adds": "P"}),
        column(1, {"pays": "P", "adds": "P"}),
        column(2, {"skips": "S", "sells": "P"}, WINDOWS),
    ]
    found = Reader(data_of(runs[::-1])).names()

    assert ["sells", "adds", "pays", "skips"] == [test["name"] for test in found]
    assert {"unit"} == {test["suite"] for test in found}
    assert ["unit/sells", "unit/adds"] == [test["id"] for test in Reader(data_of(runs[:1])).names()]
    for test in found:
        told = Reader(data_of(runs)).told(test["id"], 1 if test["name"] == "skips" else 0)

        assert told
        assert found[told["place"]] == test


def test_names_that_fill_a_file_stay_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A further test changes the last file alone, and what is in a full one keeps its bytes."""
    monkeypatch.setattr(names, "MOST_IN_A_FILE", 2)
    monkeypatch.setattr(lists, "_NUMBERS", 2)
    few = data_of([column(0, {"a": "P", "b": "P", "c": "P"})])
    more = data_of([column(0, {"a": "P", "b": "P", "c": "P"}), column(1, {"d": "F", "e": "P"})])
    before, after = files_of(few), files_of(more)
    kept = [url for url in before if before[url] == after.get(url)]

    assert ["data/names/0"] == sorted({url.partition("-")[0] for url in kept})
    assert ["a", "b", "c", "d", "e"] == [row["name"] for row in Reader(more).numbers().values()]
    assert ["i", "i", "i", "i", "i"] == [row["state"] for row in Reader(more).numbers().values()]


def test_grid_has_the_newest_runs_of_a_suite() -> None:
    """A row for each test, with its letters in the last hundred runs of each line."""
    found = Reader(data_of(column(n, {"adds": "P", "sells": "F"}) for n in range(130)))
    grid = found.holding("grid", "unit")["suites"]["unit"]

    assert ["adds", "sells"] == [found.names()[place]["name"] for place in grid["places"]]
    assert {"0": "100P 100F"} == grid["lines"]


def test_a_test_that_is_gone_is_not_healthy() -> None:
    """None of the last runs had it: that is what is said."""
    runs = [column(n, {"adds": "P"} | ({"left": "P"} if n < 30 else {})) for n in range(100)]
    found = Reader(data_of(runs))

    told = found.told("unit/left", 0)

    assert told
    assert "g" == found.numbers()["unit/left"]["state"] == told["state"]
    assert "P" * 30 + ABSENT * 70 == found.series("unit/left", 0)[0]


def test_why_a_test_is_flaky_is_told() -> None:
    """What the trends tell stands beside the letters, with its numbers."""
    found = Reader(data_of(SAMPLE))
    healthy, broken = (found.told("unit/adds", line) for line in (0, 1))

    assert healthy
    assert broken
    assert ("h", None) == (healthy["state"], healthy["told"])
    assert "b" == broken["state"]
    assert "unit.Till.adds" in broken["told"]["reason"]


def test_no_run_makes_no_document_of_tests() -> None:
    """An empty history has a manifest that says so."""
    found = Reader(data_of([]))

    assert (0, 0, None) == tuple(found.manifest[name] for name in ("runs", "tests", "newest"))
    assert [] == found.document("runs/recent")["rows"]


def test_a_site_that_grew_is_one_built_at_once(tmp_path: Path) -> None:
    """Former data is gone, and what is there has the bytes of a site that was never smaller."""
    for number in (60, 63, 64, 65, 70):
        trends = trends_of(SAMPLE[:number], Settings())
        website.build([], tmp_path / "grown", columns=SAMPLE[:number], trends=trends)
    columns = SAMPLE[:70]
    trends = trends_of(columns, Settings())
    website.build([], tmp_path / "fresh", columns=columns, trends=trends)
    grown, fresh = (
        {
            path.relative_to(tmp_path / name).as_posix(): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("grown", "fresh")
    )

    assert fresh == grown
    assert fresh.keys() >= files_of(data_of(columns)).keys()


def test_without_columns_there_is_no_data(tmp_path: Path) -> None:
    """The pages say so, load no script, and data of a former build is removed."""
    website.build([], tmp_path, columns=SAMPLE, trends=trends_of(SAMPLE, Settings()))
    website.build([], tmp_path)
    text = (tmp_path / "test.html").read_text(encoding="utf-8")

    assert [] == [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert "of single tests over runs nothing is known here" in text
    assert "<script" not in text
