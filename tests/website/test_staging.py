"""The site takes the place of the former one whole, and nothing that is not ours is touched."""

import json
import os
import random
import shutil
import signal
import stat
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from reportgen import website
from reportgen.website import foreign, ledger, making, placing, staging, system
from reportgen.website.placing import remove_left_over
from reportgen.website.staging import staged
from reportgen.website.writing import OutsideError
from tests.website.test_build import contents, make_runs

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes to kill")
ROUNDS = 30
MORE_ROUNDS = 300

Way = Callable[[Path, pytest.MonkeyPatch], Path]


def plainly(out: Path, _: pytest.MonkeyPatch) -> Path:
    """Let a site be built in *out* as on most machines."""
    return out


def without_exchange(out: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the system have no way to exchange two folders."""
    monkeypatch.setattr(system, "exchange", lambda *_: False)
    return out


def from_within(out: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let somebody stand in *out*."""
    may_move = staging._may_move
    monkeypatch.setattr(staging, "_may_move", lambda real, _: may_move(real, real / "runs"))
    return out


def standing_fast(out: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let *out* be what cannot be moved, as where a container has it from outside."""

    def refuse(first: Path, _: Path) -> bool:
        raise OSError(16, "Device or resource busy", str(first))

    monkeypatch.setattr(system, "exchange", refuse)
    return out


def without_neighbours(out: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let nothing be written beside *out*."""
    make, real = Path.mkdir, out.resolve()

    def refuse(self: Path, *how: Any, **more: Any) -> None:  # noqa: ANN401 - as `mkdir` takes it
        if self.parent == real.parent and self != real:
            raise PermissionError(13, "Permission denied", str(self))
        make(self, *how, **more)

    monkeypatch.setattr(Path, "mkdir", refuse)
    return out


def through_a_link(out: Path, _: pytest.MonkeyPatch) -> Path:
    """Let *out* be known by a link."""
    link = out.with_name("link")
    link.symlink_to(out.name)
    return link


def without_second_names(out: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let a file have but one name, as on some disks."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    return out


WAYS: tuple[Way, ...] = (
    plainly, without_exchange, from_within, standing_fast, without_neighbours, through_a_link,
    without_second_names,
)  # fmt: skip


def site(runs: int, folder: Path) -> dict[str, bytes]:
    """Return the site of so many runs, built in the new *folder*."""
    website.build(make_runs(runs), folder)
    return contents(folder)


@pytest.mark.parametrize("way", WAYS)
def test_ways_to_take_its_place(way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However it comes there, it is the same site, and nothing is left beside it or in it."""
    fresh, fewer = site(5, tmp_path / "fresh"), site(2, tmp_path / "fewer")
    out = tmp_path / "place" / "public"
    out.parent.mkdir()
    website.build(make_runs(3), out)
    known = way(out, monkeypatch)
    website.build(make_runs(5), known)
    grown = contents(out)
    website.build(make_runs(2), known)

    assert fresh == grown
    assert fewer == contents(out)
    assert {out.name, known.name} == {path.name for path in out.parent.iterdir()}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_not_ours_stays(way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files, hidden ones, whole folders and their rights, links, and what lies among our pages."""
    out = tmp_path / "public"
    website.build(make_runs(3), out)
    (out / "CNAME").write_text("example.org", encoding="utf-8")
    (out / ".nojekyll").touch()
    (out / ".git" / "objects").mkdir(parents=True)
    (out / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    (out / "empty").mkdir(mode=0o700)
    (out / "runs" / "run-000" / "notes.txt").write_text("mine", encoding="utf-8")
    (out / "latest").symlink_to("runs/run-002")
    (out / "nowhere").symlink_to("gone")
    (out / "program").write_text("#!", encoding="utf-8")
    (out / "program").chmod(0o755)
    before = {path: path.lstat().st_mode for path in out.rglob("*") if is_mine(path)}
    known = way(out, monkeypatch)
    website.build(make_runs(1), known)
    after = {path: path.lstat().st_mode for path in out.rglob("*") if is_mine(path)}

    assert before == after
    assert (out / "CNAME").read_text(encoding="utf-8") == "example.org"
    assert Path("runs/run-002") == (out / "latest").readlink()
    assert not (out / "runs" / "run-001").exists()


def is_mine(path: Path) -> bool:
    """Whether `test_what_is_not_ours_stays` put *path* there."""
    names = ("CNAME", ".nojekyll", "empty", "notes.txt", "latest", "nowhere", "program")
    return path.name in names or ".git" in path.parts


def test_a_file_of_ours_that_somebody_changed_stays(tmp_path: Path) -> None:
    """What the ledger calls ours, and says something else by now, is not ours to remove."""
    website.build(make_runs(1), tmp_path)
    old = ledger.read(tmp_path)
    entries = dict(old.parts) | {"extra": ledger.Entry("k", (ledger.File("data/x.js", 4, "00"),))}
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.js").write_text("mine", encoding="utf-8")
    (tmp_path / ledger.URL).write_bytes(ledger.encode(ledger.Ledger(entries)))
    website.build(make_runs(2), tmp_path)

    assert (tmp_path / "data" / "x.js").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("way", [plainly, from_within])
def test_files_of_parts_that_are_gone_go(
    way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the ledger calls ours and is just so is removed with its folder, page or not."""
    out = tmp_path / "public"
    website.build(make_runs(1), out)
    page = (out / "badge" / "flaky.json").read_bytes()
    gone = ledger.File(
        "data/x.js",
        len(page),
        next(f.digest for f in ledger.read(out).files() if f.url == "badge/flaky.json"),
    )
    entries = dict(ledger.read(out).parts) | {"extra": ledger.Entry("k", (gone,))}
    (out / "data").mkdir()
    (out / "data" / "x.js").write_bytes(page)
    (out / ledger.URL).write_bytes(ledger.encode(ledger.Ledger(entries)))
    website.build(make_runs(2), way(out, monkeypatch))

    assert not (out / "data").exists()


def test_a_planted_link_does_not_lead_us_out(tmp_path: Path) -> None:
    """A folder of the site that is a link to elsewhere is refused, and nothing is changed."""
    (tmp_path / "elsewhere").mkdir()
    out = tmp_path / "out"
    out.mkdir()
    (out / "runs").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OutsideError, match="leads out"):
        website.build(make_runs(1), out)
    assert [] == list((tmp_path / "elsewhere").iterdir())
    assert [out / "runs"] == list(out.iterdir())


def test_a_link_in_the_place_of_a_page_is_replaced(tmp_path: Path) -> None:
    """What it led to stays as it is."""
    out, secret = tmp_path / "out", tmp_path / "secret"
    out.mkdir()
    secret.write_text("mine", encoding="utf-8")
    (out / "index.html").symlink_to(secret)
    website.build(make_runs(1), out)

    assert not (out / "index.html").is_symlink()
    assert secret.read_text(encoding="utf-8") == "mine"


def test_a_file_in_the_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    """It is somebody's, and stays."""
    (tmp_path / "runs").write_text("mine", encoding="utf-8")

    with pytest.raises(FileExistsError, match="a file in the place of a folder"):
        website.build(make_runs(1), tmp_path)
    assert [tmp_path / "runs"] == list(tmp_path.iterdir())


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("place", ["make", "finish"])
def test_a_build_that_fails_leaves_the_former_site(
    error: BaseException, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the disk is full or somebody presses Ctrl-C: no page is changed, no folder left."""
    before = site(2, tmp_path / "public")

    def fail(*_: object, **__: object) -> None:
        raise error

    if place == "make":
        monkeypatch.setattr("reportgen.website.pages.overview.rendered", fail)
    else:
        monkeypatch.setattr(system, "flush", fail)

    with pytest.raises(type(error)):
        website.build(make_runs(3), tmp_path / "public")
    assert before == contents(tmp_path / "public")
    assert [tmp_path / "public"] == list(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")  # pragma: no cover
def test_pages_can_be_read_by_a_web_server(tmp_path: Path) -> None:
    """Files get the rights that the user's mask gives, and the folder keeps those it had."""
    out, plain = tmp_path / "public", tmp_path / "plain"
    out.mkdir(mode=0o750)
    plain.touch()
    website.build(make_runs(1), out)

    assert plain.stat().st_mode == (out / "index.html").stat().st_mode
    assert 0o750 == stat.S_IMODE(out.stat().st_mode)


def test_a_build_that_goes_on_is_not_left_over(tmp_path: Path) -> None:
    """Another build does not remove the folder that one is at work in."""
    out = tmp_path / "public"
    with staged(out) as stage:
        (stage.folder / "page").touch()
        remove_left_over(out)

        assert (stage.folder / "page").exists()
    assert [] == list(tmp_path.iterdir())


def test_what_comes_late_is_brought_along(tmp_path: Path) -> None:
    """A file that somebody put into the former site after we looked is not lost with it."""
    out = tmp_path / "public"
    website.build(make_runs(1), out)
    left = tmp_path / f"{placing._name(out)}77"
    shutil.copytree(out, left)
    (left / "late.txt").write_text("mine", encoding="utf-8")
    remove_left_over(out)

    assert not left.exists()
    assert (out / "late.txt").read_text(encoding="utf-8") == "mine"


def test_a_site_between_two_renames_is_put_in_place(tmp_path: Path) -> None:
    """A build that was ended while there was no site is finished by the next one."""
    out = tmp_path / "public"
    whole = site(2, out)
    aside = tmp_path / f"{placing._name(out)}77"
    shutil.copytree(out, aside.with_name(f"{aside.name}.former"))
    out.rename(aside)
    remove_left_over(out)

    assert whole == contents(out)
    assert [out] == list(tmp_path.iterdir())


def test_an_empty_folder_is_no_site(tmp_path: Path) -> None:
    """A build that was ended as soon as it had made its folder left nothing to put in place."""
    out = tmp_path / "public"
    (tmp_path / f"{placing._name(out)}77").mkdir()
    remove_left_over(out)

    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("at", [1, 2])
def test_interrupted_between_two_renames(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever presses Ctrl-C there has the former site."""
    out = tmp_path / "public"
    former = site(2, out)
    monkeypatch.setattr(system, "exchange", lambda *_: False)
    rename, calls = Path.rename, 0

    def stop(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == at:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stop)

    with pytest.raises(KeyboardInterrupt):
        website.build(make_runs(3), out)
    assert former == contents(out)
    assert [out] == list(tmp_path.iterdir())


def test_a_ledger_is_known_again(tmp_path: Path) -> None:
    """It is the former one as long as it says the same, in whatever bytes, and no longer."""
    website.build(make_runs(1), tmp_path)
    former, file = ledger.read(tmp_path), tmp_path / ledger.URL
    same = ledger.is_still(tmp_path, former)
    file.write_text(json.dumps(json.loads(file.read_bytes())), encoding="utf-8")
    reworded = ledger.is_still(tmp_path, former)
    website.build(make_runs(2), tmp_path)
    other = ledger.is_still(tmp_path, former)
    file.unlink()

    assert (True, True, False) == (same, reworded, other)
    assert not ledger.is_still(tmp_path, former)
    assert ledger.is_still(tmp_path, ledger.Ledger({}))


def test_a_kept_folder_that_became_a_link_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it became one after it was seen that its files are there."""
    out = tmp_path / "out"
    website.build(make_runs(1), out)
    make = making.make_all

    def plant(*given: Any) -> Any:  # noqa: ANN401 - whatever `make_all` takes and yields
        (out / "badge").rename(tmp_path / "elsewhere")
        (out / "badge").symlink_to(tmp_path / "elsewhere")
        return make(*given)

    monkeypatch.setattr(website, "make_all", plant)

    with pytest.raises(OutsideError, match="leads out"):
        website.build(make_runs(2), out)


def test_other_disks_do_not_move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a folder in the site is a disk of its own, files are replaced one by one."""
    out = tmp_path / "public"
    website.build(make_runs(1), out)
    before = out.stat().st_ino

    def refuse(*_: object) -> None:
        raise foreign.OtherDiskError(18, "it is another disk")

    monkeypatch.setattr(foreign, "carry", refuse)
    website.build(make_runs(2), out)

    assert before == out.stat().st_ino
    assert site(2, tmp_path / "fresh") == contents(out)


def kill_rounds(rounds: int, folder: Path) -> tuple[int, int]:
    """
    Build sites of three and of five runs in turn, each killed at some moment.

    Return how often the new one was there by then, and how often the old one still was.
    """
    out = folder / "public"
    sites = {number: site(number, folder / f"whole-{number}") for number in (3, 5)}
    website.build(make_runs(3), out)
    chance = random.Random(rounds)  # noqa: S311 - no secret
    began = time.monotonic()
    runs = make_runs(5)
    website.build(runs, folder / "timed")
    longest_s = 2 * (time.monotonic() - began)
    shutil.rmtree(folder / "timed")
    known, outcomes = 3, [0, 0]
    for _ in range(rounds):
        wanted = 8 - known
        kill(partial(website.build, make_runs(wanted), out), chance.uniform(0, longest_s))
        found = contents(out)

        assert found in (sites[known], sites[wanted])
        is_old = found == sites[known]
        outcomes[is_old] += 1
        # However fast the machine is: about as many rounds end before the exchange as after it.
        longest_s *= 1.3 if is_old else 0.8
        known = known if is_old else wanted
    website.build(make_runs(3), out)
    expected = {"public", "whole-3", "whole-5"}

    assert contents(out) == sites[3]
    assert expected == {path.name for path in folder.iterdir()}
    return outcomes[0], outcomes[1]


def kill(work: Callable[[], object], after_s: float) -> None:
    """Run *work* in a process that is killed *after_s*, if it is not done by then."""
    child = os.fork()
    if not child:
        with suppress(BaseException):
            work()
        os._exit(0)
    time.sleep(after_s)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@needs_fork
def test_killed_at_any_moment(tmp_path: Path) -> None:
    """There is the old site or the new one, whole, and the next build clears away what was left."""
    new, old = kill_rounds(ROUNDS, tmp_path)

    assert new
    assert old


@needs_fork
@pytest.mark.slow
def test_killed_at_many_moments(tmp_path: Path) -> None:
    """The same, for minutes."""
    new, old = kill_rounds(MORE_ROUNDS, tmp_path)

    assert new
    assert old


@pytest.mark.skipif(sys.platform != "linux", reason="needs the exchange of folders")
def test_a_reader_meets_one_site(tmp_path: Path) -> None:
    """Whoever opens the folder by its name always finds one, and in it all that it names."""
    out = tmp_path / "public"
    website.build(make_runs(1), out)
    done = threading.Event()
    missing: list[str] = []
    looks = 0

    def look() -> None:
        nonlocal looks
        while not done.is_set():
            try:
                text = (out / "runs" / "index.html").read_text(encoding="utf-8")
            except OSError as error:
                missing.append(str(error))
            else:
                looks += "</html>" in text

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(10):
        website.build(make_runs(1 + number % 3), out)
    done.set()
    reader.join()

    assert [] == missing
    assert looks


def test_builds_that_overtake_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that another was faster than starts anew: what it kept was of a site that is gone."""
    out = tmp_path / "public"
    website.build(make_runs(3), out)
    flush, others = system.flush, iter((make_runs(1), make_runs(2)))

    def overtake(_: Path) -> None:
        faster = next(others, None)
        if faster is not None:
            monkeypatch.setattr(system, "flush", flush)
            website.build(faster, out)
            monkeypatch.setattr(system, "flush", overtake)

    monkeypatch.setattr(system, "flush", overtake)
    website.build(make_runs(4), out)

    assert next(others, None) is None
    assert site(4, tmp_path / "fresh") == contents(out)
    assert {"public", "fresh"} == {path.name for path in tmp_path.iterdir()}


def test_sites_of_one_folder_at_once(tmp_path: Path) -> None:
    """Two builds that meet: the later one wins, and its site is whole."""
    out = tmp_path / "public"
    website.build(make_runs(1), out)
    with staged(out):  # one that goes on
        website.build(make_runs(4), out)

    assert site(4, tmp_path / "fresh") == contents(out)
