"""``reportgen site``: from a history to a folder, again and again."""

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from reportgen.history import Folder, Store
from reportgen.history.blocks import FEWEST
from reportgen.history.indexing import derive
from reportgen.history.store import run_name
from reportgen.model.report import Report
from reportgen.website import system
from tests.conftest import RunCli
from tests.factories import MOMENT, make_case, make_failure, make_report, make_run, make_service
from tests.website.test_build import contents

HISTORY = "history"


def run(number: int) -> Report:
    """Return a run; the first ones are of one month, and the others of a later one."""
    when = MOMENT + timedelta(hours=number) + timedelta(days=40 if number >= FEWEST else 0)
    fails = number % 4 == 1
    return make_report(
        run=make_run(id=f"{when:%Y%m%dT%H%M%SZ}-{number:010x}", started_at=when, branch="main"),
        cases=[make_failure("test_pays") if fails else make_case("test_pays"), make_case()],
        services=(make_service(),),
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a history of a month that is over, and of two runs more."""
    found = Store(Folder(tmp_path / HISTORY))
    for number in range(FEWEST + 2):
        found.record(run(number))
    derive(found)
    return Store(Folder(tmp_path / HISTORY))


def site(run_cli: RunCli, out: str) -> dict[str, bytes]:
    """Return the site of the history, built in *out*."""
    result = run_cli("site", "--history", HISTORY, "--out", out)

    assert 0 == result.exit_code, result.stderr
    return contents(Path(out))


def test_derived_data_are_not_needed(run_cli: RunCli, store: Store, tmp_path: Path) -> None:
    """Without them the same site is built, byte for byte."""
    with_them = site(run_cli, "with")
    for name in ("index", "blocks", "briefs"):
        shutil.rmtree(tmp_path / HISTORY / name)
    without = site(run_cli, "without")

    pages = [url for url in with_them if re.match(r"runs/2025091.*/index\.html", url)]
    assert len(store.runs) == len(pages) + 2
    assert with_them == without


def add(store: Store) -> None:
    """Record one run more."""
    store.record(run(FEWEST + 2))


def add_late(store: Store) -> None:
    """Record a run of the month that is over."""
    late = run(0).run.model_copy(
        update={"id": "20250915T133501Z-ffffffffff", "started_at": MOMENT + timedelta(seconds=1)}
    )
    store.record(run(1).model_copy(update={"run": late}))


def prune(store: Store) -> None:
    """Remove a run."""
    store.place.remove(run_name(run(3).run.id))


def damage(store: Store) -> None:
    """Break a record of the month that is over, whose head is known from elsewhere."""
    name = run_name(run(2).run.id)
    store.place.replace(name, store.place.read(name)[:-7])


def damage_new(store: Store) -> None:
    """Break a record of the month that goes on."""
    name = run_name(run(FEWEST).run.id)
    store.place.replace(name, store.place.read(name)[:-7])


def configure(store: Store) -> None:
    """Set other thresholds; *store* is as it was."""
    Path("reportgen.toml").write_text("[flaky]\nbroken-after = 7\n", encoding="utf-8")
    assert store.runs


@pytest.mark.parametrize("change", [add, add_late, prune, damage_new, configure])
@pytest.mark.parametrize("derived", [True, False])
def test_after_any_change_the_site_is_that_of_a_full_build(
    change: Callable[[Store], None],
    *,
    derived: bool,
    run_cli: RunCli,
    store: Store,
    tmp_path: Path,
) -> None:
    """Whether what is derived was brought up to date by then or not."""
    site(run_cli, "public")
    change(store)
    if derived:
        derive(Store(Folder(tmp_path / HISTORY)))
    again = site(run_cli, "public")

    assert site(run_cli, "anew") == again


def test_a_record_that_broke_lately_is_left_out_of_a_new_site(
    run_cli: RunCli, store: Store
) -> None:
    """It is known in brief, so it is missed only when its page is made."""
    run_id = run(2).run.id
    damage(store)
    found = site(run_cli, "public")

    assert f"runs/{run_id}/index.html" not in found
    assert run_name(run_id).encode() in found["about/index.html"]
    assert run_id.encode() not in found["api/v1/runs.json"]


def test_within_the_folder(
    run_cli: RunCli, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who stands in the folder of the site stands there afterwards."""
    out = tmp_path / "public"
    out.mkdir()
    number = out.stat().st_ino
    monkeypatch.chdir(out)
    result = run_cli("site", "--history", f"../{HISTORY}", "--out", ".")

    assert 0 == result.exit_code
    assert number == Path().stat().st_ino
    assert len(store.runs) == len(list(out.glob("runs/2*/index.html")))
    assert [] == [path for path in (*out.iterdir(), *tmp_path.iterdir()) if ".build" in path.name]


def test_interrupted(
    run_cli: RunCli, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C leaves the former site, and nothing else."""
    before = site(run_cli, "public")
    add(store)

    def interrupt(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(system, "flush", interrupt)
    result = run_cli("site", "--history", HISTORY, "--out", "public")

    assert 0 != result.exit_code
    assert before == contents(tmp_path / "public")
    assert {HISTORY, "public"} == {path.name for path in tmp_path.iterdir()}


def test_where_nothing_can_be_written(run_cli: RunCli, store: Store, tmp_path: Path) -> None:
    """It is said, with what to do."""
    (tmp_path / "public").write_text("mine", encoding="utf-8")
    result = run_cli("site", "--history", HISTORY, "--out", "public")

    assert store.runs
    assert 2 == result.exit_code
    assert 'cannot build the site in "public"' in result.stderr
