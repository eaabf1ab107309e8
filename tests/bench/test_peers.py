"""The benchmark beside other tools: what it runs, what it counts, and what it calls missed."""

import sys
from collections.abc import Sequence
from pathlib import Path

import peers
import pytest
from contest import bounds
from contest import peers as who
from contest.running import Size, Taken, run, size_of, stages
from peers import FLOOR, REPORT, Seen

from reportgen.artifacts import discover, read_run


def seen(*cpu_s: float) -> list[Seen]:
    """Return rounds that took so many seconds of CPU."""
    return [Seen(Taken(each, each, 1.0), Size(1, 1)) for each in cpu_s]


def test_both_inputs_hold_the_same(tmp_path: Path) -> None:
    """Who takes one file alone has the same work as who takes all."""
    made = peers.inputs(2_500, tmp_path)
    many, one = (read_run(discover([str(path)])) for path in made)

    assert 2_500 == len(many.cases)
    assert 2 == len(many.artifacts)
    assert [case.id for case in many.cases] == [case.id for case in one.cases]


def test_ours_is_measured_in_parts(tmp_path: Path) -> None:
    """The report is what the build took but for recording and the site; both wrote something."""
    found = peers.ours(peers.inputs(50, tmp_path), tmp_path / "out")
    report, build = found[REPORT], found[peers.BUILD]

    assert not build.taken.failed
    assert 0 < report.taken.cpu_s < build.taken.cpu_s
    assert 3 == report.size.files < build.size.files
    assert build.size == size_of(tmp_path / "out" / "public")


def test_a_ratio_is_the_median_of_rounds() -> None:
    """A round in which all was slow says the same as one in which nothing was."""
    tried = {"a": seen(2, 40, 9), "b": seen(1, 10, 3)}

    assert 3 == peers.ratio(tried, "a", "b")


@pytest.mark.parametrize(
    ("code", "failed"), [("pass", ""), ("import sys; sys.exit('no')", "exit code 1: no\n")]
)
def test_a_command_that_fails_says_so(code: str, failed: str) -> None:
    """What a tool took that did not end well is no measure."""
    taken, _ = run([sys.executable, "-c", code])

    assert failed == taken.failed
    assert taken.cpu_s > 0
    assert taken.peak_mb > 1


def test_a_command_that_does_not_end_is_ended() -> None:
    """A tool that takes for ever has failed, and the others have their turn."""
    taken, _ = run([sys.executable, "-c", "import signal; signal.pause()"], most_s=0)

    assert taken.failed.startswith("exit code -9")


def test_who_fails_is_told_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A tool that is not here or breaks has no row, and is not asked again."""
    asked: list[str] = []

    def command(peer: who.Peer, *_: object) -> Sequence[str] | None:
        asked.append(peer.name)
        return [sys.executable, "-c", "raise SystemExit(3)"] if peer.name == "Allure 2" else None

    monkeypatch.setattr(who, "command", command)
    tried, out_of_it = peers.contest(
        peers.inputs(20, tmp_path), 2, tmp_path, ["Allure 2", "Allure 3"], tmp_path / "keep"
    )

    assert ["Allure 2", "Allure 3"] == asked == out_of_it
    assert {FLOOR, REPORT, peers.BUILD} == set(tried)
    assert "Allure 2: exit code 3" in capsys.readouterr().out


def test_a_profile_is_read() -> None:
    """Stages with blanks in their names, and megabytes of a million bytes."""
    said = (
        f"{'stage':<20} {'wall s':>8} {'CPU s':>8} {'peak MiB':>9}\n"
        f"{'render html':<20} {1.5:>8.3f} {1.25:>8.3f} {100.0:>9.1f}\n"
    )

    assert {"render html": Taken(1.25, 1.5, 104.8576)} == stages(said)


def test_what_is_missed_is_bold_and_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bound that is reached stands plain; one that is not, with why; the others not at all."""
    monkeypatch.setitem(bounds.WHY, "small", "it is cold")
    lines = bounds.rows({"small": 0.5, "help": 0.25})

    assert [
        "| report of 50 tests: CPU | 0.4 s | **0.5 s** | it is cold |",
        "| `--help`: CPU | 0.25 s | 0.25 s |  |",
    ] == lines[2:]


def test_reasons_are_about_bounds() -> None:
    """A reason that no bound has would never be read."""
    assert set() == set(bounds.WHY) - {bound.key for bound in bounds.BOUNDS}


def test_the_page_takes_the_tables() -> None:
    """What stood between the marks goes, all else stays."""
    page = f"a\n{peers.BEGIN}old\n{peers.END}b\n"

    assert f"a\n{peers.BEGIN}new\n{peers.END}b\n" == peers.written(page, ["new"])
    assert 1 == peers.PAGE.read_text("utf-8").count(peers.BEGIN)


def test_every_row_has_every_column() -> None:
    """Tools that took part, and those that were measured earlier."""
    lines = list(peers.table({FLOOR: seen(1), REPORT: seen(3), "junit2html": seen(9)}, {}))

    assert {lines[0].count("|")} == {line.count("|") for line in lines}
    assert 2 + 3 + len(who.ABSENT) == len(lines)


def test_a_busy_machine_excuses_the_clock_alone() -> None:
    """What is told by the clock may be missed for others; what is told by CPU is not excused."""
    lines = bounds.rows({"page key": 193, "help": 0.3}, is_busy=True)

    assert bounds.BUSY in lines[3]
    assert "no reason is known yet" in lines[2]
    assert "no reason is known yet" in bounds.rows({"page key": 193})[2]
