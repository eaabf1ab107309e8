"""Files that several processes read: the same comes of it, and nothing is lost with a process."""

import gzip
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from itertools import count
from multiprocessing import active_children
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.artifacts import Found, discover, read_run, sharing
from reportgen.artifacts.carrying import Came, packed, unpacked
from reportgen.artifacts.sharing import WORTH, processes_for, side_by_side
from reportgen.config import Limits
from reportgen.model.run import Observations, Run
from reportgen.model.tests import PASSED
from reportgen.readers.tests import junit
from reportgen.redaction import Redactor
from tests.artifacts.test_limits import JUNIT, zipped
from tests.factories import make_artifact, make_case

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is one process")

SECRET = "hunter2-hunter2"  # noqa: S105 - an example
TOLD = b"<testsuite><testcase name='a' classname='c' time='1'><failure message='%s'/></testcase>"
CONTENTS = (
    JUNIT,
    TOLD % SECRET.encode() + b"</testsuite>",
    TOLD % b"cut off",
    gzip.compress(JUNIT, mtime=0),
    b'{"services": {"api": {"status": "up"}, "db": {"status": "down"}}}',
    b"[1.0] Out of memory: Killed process 7 (node) total-vm:1kB, anon-rss:1024kB\n",
    b"password=hunter2-hunter2\n",
    b"\0\1\2",
    b"",
)


@pytest.fixture(autouse=True)
def _everything_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let several processes read even what is small."""
    monkeypatch.setattr(sharing, "WORTH", 1)


def files(contents: list[bytes]) -> list[Found]:
    """Return a file for each of *contents*."""
    return [
        Found(f"{number:03}", len(data), lambda data=data: BytesIO(data))  # type: ignore[misc]  # binds this file
        for number, data in enumerate(contents)
    ]


def read(found: list[Found], processes: int) -> Run:
    """Return what so many *processes* read of *found*, without secrets."""
    return read_run(found, redactor=Redactor([SECRET]), processes=processes)


def open_files() -> Iterator[tuple[Path, str]]:
    """Yield the files that this process has open, each with what it leads to."""
    for path in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            yield path, str(path.readlink())


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(CONTENTS), min_size=2, max_size=12), st.integers(2, 4))
def test_any_number_of_processes_reads_the_same(contents: list[bytes], processes: int) -> None:
    """Copies, broken files, secrets and their counts: all is as if one had read it in order."""
    found = files(contents)

    assert read(found, 1) == read(found, processes)


def test_every_format_is_carried(fixtures_dir: Path) -> None:
    """What any reader makes comes out of another process as it went in."""
    found = discover([str(fixtures_dir)])
    one, three = read(found, 1), read(found, 3)

    assert one.model_dump_json() == three.model_dump_json()
    assert one == three
    assert len(one.artifacts) > 100


def test_a_zip_is_read_by_each_on_its_own(tmp_path: Path) -> None:
    """A file that was opened before has one place at which all read; nobody takes another's."""
    members = {f"{n:03}.xml": JUNIT.replace(b'"n"', b'"test %d"' % n) for n in range(200)}
    (tmp_path / "all.zip").write_bytes(zipped(members))
    run = read(discover([str(tmp_path)]), 3)

    assert [f"test {n}" for n in range(200)] == [each.name for each in run.cases]


def test_one_that_is_ended_loses_nothing() -> None:
    """What a process did not tell before it was killed is done here."""
    here = os.getpid()

    def work(place: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return place * place

    made = dict(side_by_side([1] * 500, work, lambda n: b"%d" % n, int, 3))

    assert {place: place * place for place in range(500)} == made


def test_half_a_word_is_no_word() -> None:
    """A process that ends in the middle of telling has told nothing."""
    here = os.getpid()

    def work(place: int) -> bytes:
        if os.getpid() != here and place % 2:
            for path, link in open_files():
                if "memfd" in link:
                    half = sharing._HEADER.pack(place, 1 << 40) + b"half"
                    os.write(int(path.name), half)
            os._exit(1)
        return b"%d" % place

    made = dict(side_by_side([1] * 100, work, bytes, bytes, 3))

    assert {place: b"%d" % place for place in range(100)} == made


@pytest.mark.parametrize("refuses", ["pack", "unpack"])
def test_what_cannot_be_carried_is_done_here(refuses: str) -> None:
    """A result that the way between processes does not take is made by who wants it."""

    def refuse(data: bytes) -> bytes:
        raise ValueError(data)

    way: dict[str, Callable[[bytes], bytes]] = {"pack": bytes, "unpack": bytes, refuses: refuse}
    made = dict(side_by_side([1] * 9, lambda n: b"%d" % n, way["pack"], way["unpack"], 2))

    assert {place: b"%d" % place for place in range(9)} == made


def test_who_stops_early_ends_the_others() -> None:
    """After Ctrl-C nobody goes on, whatever they do."""
    here = os.getpid()

    def work(place: int) -> int:
        while os.getpid() != here:
            signal.pause()
        return place

    shared = side_by_side([1] * 4, work, lambda _: b"", len, 3)
    next(shared)
    shared.close()

    assert [] == active_children()


def test_an_order_to_stop_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever process met it, it ends the command."""

    def stop(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(junit, "read", stop)

    with pytest.raises(KeyboardInterrupt):
        read(files([JUNIT, JUNIT + b" ", JUNIT + b"  "]), 2)
    assert [] == active_children()


def test_no_room_for_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system refuses a process the others do its work."""

    def refuse() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)

    assert 9 == len(dict(side_by_side([1] * 9, str, str.encode, bytes.decode, 3)))


def test_the_time_of_a_file_is_that_of_its_process() -> None:
    """The limit holds for each file, whoever reads it."""
    seconds = count(step=2.0)
    limits = Limits.model_validate({"time": "1s"})
    run = read_run(
        files([JUNIT, JUNIT + b" "]), limits=limits, clock=lambda: next(seconds), processes=2
    )

    assert ["rejected", "rejected"] == [each.status for each in run.artifacts]


def test_every_file_is_told_when_it_is_done() -> None:
    """Progress counts each byte once, whoever read it."""
    found = files(list(CONTENTS))
    told: list[int] = []
    read_run(found, told.append, processes=3)

    assert sorted(item.size for item in found) == sorted(told)


def test_what_passed_stays_one_value() -> None:
    """Most rows share an outcome, and whoever looks for it looks for that very one."""
    came = Came(make_artifact(), Observations(cases=[make_case(), make_case()]))
    again = unpacked(packed(came))

    assert came == again
    assert all(each.outcome is PASSED for each in again.observations.cases)


@pytest.mark.parametrize(
    ("sizes", "offered", "expected"),
    [
        ([], 4, 1),
        ([100 * WORTH], 4, 1),
        ([WORTH - 1] * 2, 4, 1),
        ([WORTH] * 2, 4, 2),
        ([100 * WORTH, 1, 1], 4, 1),
        ([WORTH] * 100, 4, 4),
        ([WORTH] * 100, 1, 1),
        ([WORTH] * 100, 0, 1),
    ],
)
def test_small_work_is_done_alone(
    sizes: list[int], offered: int, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A further process is started for bytes that another can take, and for no fewer."""
    monkeypatch.setattr(sharing, "WORTH", WORTH)

    assert expected == processes_for(sizes, offered)


def test_elsewhere_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a process cannot be copied safely it reads alone."""
    monkeypatch.setattr(sys, "platform", "darwin")

    assert 1 == processes_for([WORTH] * 100, 4)


def test_every_place_is_in_one_portion() -> None:
    """However sizes differ, each file is read once, and tickets fit into the smallest pipe."""
    sizes = [0] * 50_000 + list(range(50_000))
    portions = sharing._portions(sizes, 8)

    assert list(range(100_000)) == sorted(place for each in portions for place in each)
    assert len(portions) * sharing._TICKET <= 4096
    assert 99_999 == portions[0][0]


def test_nothing_stays_open() -> None:
    """Neither the pipe nor the memory of the others."""
    before = len(list(open_files()))
    read(files(list(CONTENTS)), 3)

    assert before == len(list(open_files()))
