"""Packs: outcomes and times survive, whatever is packed with what."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.history import DamagedRecordError, Folder, Store, packs, upkeep
from reportgen.history.packing import pack, unpack
from reportgen.history.store import run_name
from reportgen.model.report import Report
from reportgen.model.tests import PASSED, Case, Errored, Failed, Outcome, Skipped, Trouble
from tests.factories import MOMENT, make_report, make_run

OUTCOMES: dict[str, Outcome] = {
    "P": PASSED,
    "F": Failed((Trouble("failure", "2 != 3"),)),
    "E": Errored((Trouble("error", "no answer"),)),
    "S": Skipped("later"),
}
RUNS = st.lists(
    st.dictionaries(st.sampled_from("abcde"), st.sampled_from("PFES"), max_size=4), max_size=6
)


def run(number: int, outcomes: dict[str, str]) -> Report:
    """Return the run of an hour, with an outcome and a time for each test."""
    when = MOMENT + timedelta(hours=number)
    return make_report(
        run=make_run(id=f"{when:%Y%m%dT%H%M%SZ}-{number:010x}", started_at=when),
        cases=[
            Case("unit", "", name, OUTCOMES[letter], "junit.xml", duration_s=number / 10)
            for name, letter in outcomes.items()
        ],
        artifacts=(),
    )


def letters(report: Report | None) -> dict[str, str]:
    """Return the outcome of each test of *report*."""
    assert report is not None
    return {case.name: case.outcome.name[0].upper() for case in report.cases}


def recorded(folder: Path, runs: list[dict[str, str]], first: int = 0) -> Store:
    """Record *runs* in *folder*, an hour apart."""
    store = Store(Folder(folder))
    for number, outcomes in enumerate(runs, first):
        store.record(run(number, outcomes))
    return store


def packed(store: Store) -> Store:
    """Pack everything of *store*."""
    assert [] == list(upkeep.pack(store, upkeep.plan_packing(store, "999999")))
    return Store(store.place)


@given(RUNS, RUNS)
def test_outcomes_survive(
    tmp_path_factory: pytest.TempPathFactory,
    first: list[dict[str, str]],
    second: list[dict[str, str]],
) -> None:
    """What is packed at once or bit by bit says of each test of each run what its record said."""
    store = recorded(tmp_path_factory.mktemp("bits"), first)
    store = packed(store)
    store = packed(recorded(store.place.path, second, len(first)))  # type: ignore[attr-defined]  # a folder
    at_once = packed(recorded(tmp_path_factory.mktemp("once"), first + second))
    runs = [run(number, outcomes) for number, outcomes in enumerate(first + second)]

    assert [each.run.id for each in runs] == list(store.known)
    assert [letters(each) for each in runs] == [letters(store.report(each.run.id)) for each in runs]
    assert [letters(each) for each in runs] == [
        letters(at_once.report(each.run.id)) for each in runs
    ]


def test_heads_survive(tmp_path: Path) -> None:
    """A packed run is listed as before: who, what, and what came of it."""
    store = recorded(tmp_path, [{"a": "P"}, {"a": "F"}])
    before = [head.model_copy(update={"names": ""}) for head in store.heads().heads]

    assert before == list(packed(store).heads().heads)


def test_times_are_quantiles_of_a_day(tmp_path: Path) -> None:
    """Of the times of a test on one day the median and the 95th percentile are kept."""
    store = packed(recorded(tmp_path, [{"a": "P", "b": "P"}] * 9 + [{"b": "P"}]))
    (name,) = store.pack_names
    (day,) = store.pack(name).days

    assert ("20250915", [400, 400], [800, 900]) == (
        day.date, list(day.p50_ms), list(day.p95_ms),
    )  # fmt: skip


def test_a_packed_run_is_not_recorded_again(tmp_path: Path) -> None:
    """The same run, recorded once more, changes nothing."""
    store = packed(recorded(tmp_path, [{"a": "P"}]))
    name, is_new = store.record(run(0, {"a": "P"}))

    assert not is_new
    assert store.pack_names == (name,)
    assert () == Store(store.place).runs


def test_a_damaged_pack_is_named(tmp_path: Path) -> None:
    """A pack that cannot be read is told, never taken for none, and stays as it is."""
    store = packed(recorded(tmp_path, [{"a": "P"}]))
    (name,) = store.pack_names
    (tmp_path / name).write_bytes(b"x")
    store = Store(Folder(tmp_path))
    (sentence,) = store.heads().damaged

    assert sentence.startswith(f"the pack {name} is left out: ")
    assert [name] == [each.name for each in upkeep.verify(store)]

    store = recorded(tmp_path, [{"a": "P"}], 5)

    late = run(5, {}).run.id

    assert [run_name(late), name] == [
        each.name for each in upkeep.pack(store, upkeep.plan_packing(store, "999999"))
    ]
    assert [late] == list(Store(Folder(tmp_path)).runs)


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[0].update(format=2),
        lambda lines: lines[0].update(heads={}),
        lambda lines: lines[0]["heads"][0].pop("run"),
        lambda lines: lines.pop(),
        lambda lines: lines[1].update(outcomes=["1P"]),
        lambda lines: lines[1].update(outcomes=["2P", "1X1P"]),
        lambda lines: lines[1].update(outcomes=[]),
        lambda lines: lines[1].update(rows=[[9]]),
        lambda lines: lines[2].update(days=[["20250915", [], []]]),
    ],
)
def test_packs_that_are_not_as_agreed(change: object, tmp_path: Path) -> None:
    """A pack whose parts do not fit is refused as a whole."""
    store = packed(recorded(tmp_path, [{"a": "P"}, {"a": "F"}]))
    lines = unpack((tmp_path / store.pack_names[0]).read_bytes())
    change(lines)  # type: ignore[operator]  # one of the changes above

    with pytest.raises(DamagedRecordError):
        packs.decode(pack(*lines))
