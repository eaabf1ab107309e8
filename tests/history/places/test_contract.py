"""Every kind of place keeps files by name, and a store on it keeps runs: the same rules for all."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import pytest

from reportgen.history import Place, Store, open_place, upkeep
from tests.history.places.runs import run

Open: TypeAlias = Callable[[], Place]
KINDS = ("folder", "file", "memory", "local", "s3", "git")
LATER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture(params=[pytest.param(k, marks=pytest.mark.xdist_group("s3")) for k in KINDS])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a history that does not exist yet."""
    match request.param:
        case "folder":
            return str(tmp_path / "history")
        case "file":
            return f"{tmp_path.as_uri()}/a%20history"
        case "local":  # what fsspec does with stores that know folders and rename
            return f"local://{tmp_path.as_posix()}/history"
        case "s3":
            request.getfixturevalue("s3_environ")
            return f"s3://runs/{tmp_path.name}"
        case "git":
            return f"git+{request.getfixturevalue('bare').as_uri()}#data/runs"
        case kind:
            return f"{kind}://{tmp_path.name}"


@pytest.fixture
def open_it(address: str, environ: dict[str, str]) -> Iterator[Open]:
    """Return what opens the history as another command would."""
    opened: list[Place] = []

    def open_it() -> Place:
        opened.append(open_place(address, environ))
        return opened[-1]

    yield open_it
    for place in opened:
        place.close()


def test_nothing_is_there(open_it: Open) -> None:
    """A history that does not exist holds nothing, and looking does not make it."""
    place = open_it()

    assert [] == list(place.names("runs"))
    assert not place.exists()
    with pytest.raises(FileNotFoundError):
        place.read("runs/a")
    with pytest.raises(FileNotFoundError):
        place.added("runs/a")
    assert not open_it().exists()


def test_what_is_added_is_there_for_others(open_it: Open) -> None:
    """Files are found by name below their folder, in order; unfinished ones are not."""
    place = open_it()
    added = [place.add(name, name.encode()) for name in ("runs/b/1", "runs/a/2", "names/c")]
    place.publish()
    other = open_it()

    assert [True] * 3 == added
    assert other.exists()
    assert ["runs/a/2", "runs/b/1"] == list(other.names("runs"))
    assert ["runs/a/2", "runs/b/1"] == list(place.names("runs"))
    assert [] == list(other.names("run"))
    assert b"runs/a/2" == other.read("runs/a/2")
    assert other.added("names/c").tzinfo is not None


def test_a_file_is_added_once(open_it: Open) -> None:
    """The first that adds a name has it, within one command and among several."""
    place = open_it()
    first = place.add("runs/a", b"first"), place.add("runs/a", b"second")
    place.publish()
    other = open_it()
    again = other.add("runs/a", b"third")
    other.publish()

    assert ((True, False), False) == (first, again)
    assert b"first" == open_it().read("runs/a")


def test_what_is_removed_is_gone(open_it: Open) -> None:
    """Removing is no error where somebody else has done it; what is gone can be added again."""
    place = open_it()
    for name in ("runs/a", "runs/b"):
        place.add(name, b"old")
    place.publish()
    for _ in range(2):
        place.remove("runs/a")
    place.publish()
    after = list(open_it().names("runs"))
    place.add("runs/a", b"new")
    place.publish()

    assert ["runs/b"] == after
    assert b"new" == open_it().read("runs/a")


def test_what_is_derived_is_replaced(open_it: Open) -> None:
    """What can be made again is overwritten, and is no reason for a conflict."""
    place = open_it()
    for data in (b"one", b"two"):
        place.replace("index/a", data)
    place.publish()

    assert b"two" == place.read("index/a")


def test_nothing_to_publish(open_it: Open) -> None:
    """Publishing nothing makes nothing."""
    open_it().publish()

    assert not open_it().exists()


def test_names_as_people_see_them(open_it: Open, address: str) -> None:
    """What is printed leads to the file, and begins with the address as it was given."""
    place = open_it()

    assert "runs/a" in place.where("runs/a").replace("\\", "/")
    assert place.address in place.where("runs/a")
    assert address == place.address or address.startswith("file:")


def test_a_store(open_it: Open) -> None:
    """Runs that are recorded by several commands are whole, indexed, and thinned out."""
    for number in range(4):
        with closing(open_it()) as place:
            store = Store(place)
            store.record(run(number))
            store.index()
            place.publish()
    place = open_it()
    store = Store(place)
    heads = store.heads()
    damage = list(upkeep.verify(store))
    upkeep.prune(store, upkeep.plan_pruning(store, upkeep.Keep(runs=2), LATER))
    store.index()
    place.publish()
    left = Store(open_it())

    assert [run(number).run.id for number in range(4)] == [head.run.id for head in heads.heads]
    assert [] == [*damage, *heads.damaged]
    assert (run(2).run.id, run(3).run.id) == left.runs
    assert [] == list(upkeep.verify(left))
    assert run(3).run.id == left.reports().reports[-1].run.id
