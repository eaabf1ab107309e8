"""Runs in brief: read without their tests, they say what the whole runs say."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reportgen.history import DamagedRecordError, Folder, Store, codec, upkeep
from reportgen.history.blocks import FEWEST
from reportgen.history.briefs import Briefs, briefs_name, decode, runs_in
from reportgen.history.indexing import derive
from reportgen.history.packing import pack, unpack
from reportgen.history.store import run_name
from reportgen.history.tables import Tables
from reportgen.model.brief import Brief, brief_of
from reportgen.model.report import Cause, Comparison
from tests.factories import (
    MOMENT,
    make_artifact,
    make_evidence,
    make_failure,
    make_finding,
    make_report,
    make_run,
    make_service,
    make_step,
    make_trend,
)

SEPTEMBER = "202509"


def stored(folder: Path, runs: int = FEWEST) -> Store:
    """Return a history with so many runs in September, and one after it."""
    store = Store(Folder(folder))
    for number in range(runs + 1):
        when = MOMENT + timedelta(hours=number) + timedelta(days=30 if number == runs else 0)
        store.record(
            make_report(
                run=make_run(id=f"{when:%Y%m%dT%H%M%SZ}-{number:010x}", started_at=when),
                cases=[make_failure(f"test_{number}")],
                findings=(
                    make_finding(id="new-failure", subject=f"test_{number}", case=0),
                    make_finding(
                        id="service-stale", subject="api",
                        evidence=(make_evidence("health.json", "/services/0"),),
                    ),
                ),
                causes=(Cause(id=f"c{number}", says="boom", cases=(0,)),),
                services=(make_service(),), memory=(make_trend(),),
                steps=(make_step(status="failed", reason="`make` ended"), make_step()),
                artifacts=(make_artifact(), make_artifact("other.xml"), make_artifact("c.xml")),
                base=Comparison(label="the run before", run_id=f"before-{number}"),
            )
        )  # fmt: skip
    derive(store)
    return Store(Folder(folder))


def briefs(store: Store, **how: Any) -> list[Brief]:  # noqa: ANN401 - as `Briefs` takes them
    """Return all runs of *store* in brief."""
    return list(Briefs(store, **how).read(store.heads().heads))


def test_a_brief_says_what_the_whole_run_says(tmp_path: Path) -> None:
    """Whether it is read from a record, without a test, or from the months in one file."""
    store = stored(tmp_path)
    whole = [brief_of(report)._replace(record="") for report in store.reports().reports]
    lone, months = briefs(store, lone=True), briefs(store)

    assert (tmp_path / briefs_name(SEPTEMBER)).is_file()
    assert whole == [brief._replace(record="") for brief in lone]
    assert lone == months


def test_what_a_brief_holds() -> None:
    """Findings are counted, new failures named, and a stale check is no longer up."""
    found = brief_of(
        make_report(
            findings=tuple(
                make_finding(id="new-failure", subject=f"test_{number}") for number in range(30)
            ),
            services=(make_service(),),
            steps=(make_step(status="failed", stated_reason="exit 1"), make_step(reason="fine")),
        )
    )

    assert {"new-failure": 30} == found.found
    assert tuple(f"test_{number}" for number in range(20)) == found.new_failures
    assert ["exit 1", None] == [step.reason for step in found.steps]
    assert ["up"] == [service.status for service in found.services]


def test_each_record_has_its_digest(tmp_path: Path) -> None:
    """Another record of a run is known for one."""
    store = stored(tmp_path)
    first = store.runs[0]
    before = briefs(store, lone=True)
    path = tmp_path / run_name(first)
    lines = unpack(path.read_bytes())
    lines[2]["quiet_rules"] = ["#1"]
    path.write_bytes(pack(*lines))
    after = briefs(Store(Folder(tmp_path)), lone=True)

    assert len(before) == len({brief.record for brief in before})
    assert before[0].record != after[0].record
    assert before[1:] == after[1:]


def test_an_outline_has_all_but_the_cases(tmp_path: Path) -> None:
    """The cases are not even looked at."""
    store = stored(tmp_path)
    path = tmp_path / run_name(store.runs[0])
    whole = codec.decode(path.read_bytes(), store.tables)
    lines = unpack(path.read_bytes())
    broken = pack(lines[0], "no columns", lines[2])

    assert whole.model_copy(update={"cases": []}) == codec.outline(broken)
    with pytest.raises(DamagedRecordError):
        codec.decode(broken, Tables(lambda _: b""))


@pytest.mark.parametrize("documents", [([],), ({},), ({}, {}), ({}, {}, []), ({}, {}, {})])
def test_broken_outlines_are_refused(documents: tuple[object, ...], tmp_path: Path) -> None:
    """Whatever is not as agreed is damage, and nothing else is raised."""
    store = stored(tmp_path, 0)
    head = unpack((tmp_path / run_name(store.runs[0])).read_bytes(), 1)[0]
    with_head = (head, *documents[1:]) if documents[0] == {} else documents

    with pytest.raises(DamagedRecordError):
        codec.outline(pack(*with_head))


def test_a_run_that_is_gone_is_not_taken_from_its_month(tmp_path: Path) -> None:
    """What was pruned stays pruned, and the file goes when the month has too few runs."""
    store = stored(tmp_path)
    upkeep.prune(store, upkeep.plan_pruning(store, upkeep.Keep(runs=FEWEST), MOMENT))
    store = Store(Folder(tmp_path))
    before = [brief.run.id for brief in briefs(store)]
    derive(store)

    assert list(store.runs) == before
    assert not (tmp_path / briefs_name(SEPTEMBER)).exists()


def test_a_late_run_is_read_beside_its_month(tmp_path: Path) -> None:
    """A run that arrives after its month was over is read from its record, then put in."""
    store = stored(tmp_path)
    late = make_report(
        run=make_run(id="20250915T000000Z-ffffffffff", started_at=MOMENT - timedelta(hours=13))
    )
    store.record(late)
    store = Store(Folder(tmp_path))
    before = [brief.run.id for brief in briefs(store)]
    derive(store)

    assert late.run.id == before[0]
    assert late.run.id in runs_in((tmp_path / briefs_name(SEPTEMBER)).read_bytes())


@pytest.mark.parametrize(
    "data",
    [b"", b"x", pack({"format": 0, "runs": []}, []), pack({"format": 1, "runs": []}, {}),
     pack({"format": 1, "runs": []}), pack({"format": 1, "runs": []}, [[1]]), pack([])],
)  # fmt: skip
def test_a_broken_month_holds_nothing(data: bytes, tmp_path: Path) -> None:
    """It is no damage: everything is read from the records."""
    store = stored(tmp_path)
    records = briefs(store, lone=True)
    (tmp_path / briefs_name(SEPTEMBER)).write_bytes(data)
    reader = Briefs(store)

    assert records == list(reader.read(store.heads().heads))
    assert {} == reader.damaged
    with pytest.raises(DamagedRecordError):
        decode(data)


def test_a_damaged_record_is_named(tmp_path: Path) -> None:
    """It does not keep the others of its month from being put together."""
    store = stored(tmp_path)
    first = store.runs[0]
    heads = store.heads().heads
    (tmp_path / briefs_name(SEPTEMBER)).unlink()
    (tmp_path / run_name(first)).write_bytes(b"\x1f\x8b")
    store = Store(Folder(tmp_path))
    derive(store)
    reader = Briefs(store)
    found = [brief.run.id for brief in reader.read(heads)]

    assert list(store.runs[1:]) == found
    assert [first] == list(reader.damaged)
    assert reader.damaged[first].startswith(f"the record {run_name(first)} is left out: ")


def test_a_packed_run_is_brief_itself(tmp_path: Path) -> None:
    """Of it a brief says as much as its pack does; another pack may hold something else of it."""
    store = stored(tmp_path)
    list(upkeep.pack(store, upkeep.plan_packing(store, "202510")))
    store = Store(Folder(tmp_path))
    found = briefs(store)
    whole = [brief_of(report)._replace(record="") for report in store.reports().reports]

    assert FEWEST == len(store.packed)
    assert whole == [brief._replace(record="") for brief in found]
    assert {store.packed[brief.run.id] for brief in found[:-1]} == {
        brief.record for brief in found[:-1]
    }
