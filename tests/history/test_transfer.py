"""Moving a history: nothing is lost, nothing is changed, nothing broken is taken over."""

import io
import random
import tarfile
from pathlib import Path
from typing import Any

import pytest

from reportgen.history import DamagedRecordError, Folder, Store, transfer
from tests.history.test_packs import packed, recorded

RUNS = [{"a": "P", "b": "P"}, {"a": "F", "b": "P"}, {"a": "P", "b": "P", "c": "S"}]


def exported(store: Store) -> bytes:
    """Return the tar of *store*."""
    stream = io.BytesIO()
    transfer.export(store, stream)
    return stream.getvalue()


def archive(data: bytes) -> Store:
    """Return the history in the tar *data*."""
    return Store(transfer.Archive(io.BytesIO(data)))


def contents(folder: Path) -> dict[str, bytes]:
    """Return the lasting files of a history."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "index"
    }


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_history_moves_whole(is_packed: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    """What is imported into nothing is what was exported, file by file."""
    store = recorded(tmp_path / "old", RUNS)
    store = packed(store) if is_packed else store
    store = recorded(tmp_path / "old", [{"a": "P"}], 9)
    taken = transfer.take_over(Store(Folder(tmp_path / "new")), archive(exported(store)))

    assert (store.known, (), ()) == (tuple(sorted(taken.runs)), taken.known, taken.damaged)
    assert contents(tmp_path / "old").items() >= contents(tmp_path / "new").items()
    assert store.known == Store(Folder(tmp_path / "new")).known


def test_the_same_history_gives_the_same_tar(tmp_path: Path) -> None:
    """No clock and no owner stands in a tar."""
    data = exported(recorded(tmp_path / "a", RUNS))
    again = exported(recorded(tmp_path / "b", RUNS))

    assert data == again
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        assert {(0, "", 0)} == {(each.mtime, each.uname, each.uid) for each in tar}


def test_what_is_there_stays(tmp_path: Path) -> None:
    """Taking over again, or with other runs, changes no file that is there."""
    store = recorded(tmp_path / "new", RUNS[:1])
    before = contents(tmp_path / "new")
    taken = transfer.take_over(store, recorded(tmp_path / "old", RUNS))

    assert (2, 1) == (len(taken.runs), len(taken.known))
    assert before.items() <= contents(tmp_path / "new").items()
    assert ((), 3) == (
        (again := transfer.take_over(store, Store(Folder(tmp_path / "old")))).runs,
        len(again.known),
    )


def test_nothing_broken_is_taken_over(tmp_path: Path) -> None:
    """A damaged run is named and left; the others come."""
    store = recorded(tmp_path / "old", RUNS)
    (tmp_path / "old" / "runs" / "2025" / "09" / f"{store.runs[1]}.json.gz").write_bytes(b"x")
    taken = transfer.take_over(Store(Folder(tmp_path / "new")), Store(Folder(tmp_path / "old")))

    assert (store.runs[0], store.runs[2]) == taken.runs
    assert [f"runs/2025/09/{store.runs[1]}.json.gz"] == [
        sentence.partition(":")[0] for sentence in taken.damaged
    ]


def test_members_that_lead_elsewhere_are_left(tmp_path: Path) -> None:
    """Of a tar only files that a history has are read, and links are not followed."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for name in ("../../etc/x", "/etc/x", "runs/../x.json.gz", "names/zz.json.gz", "x"):
            tar.addfile(tarfile.TarInfo(name))
        link = tarfile.TarInfo("names/00.json.gz")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    taken = transfer.take_over(Store(Folder(tmp_path)), archive(stream.getvalue()))

    assert ((), (), ()) == taken
    assert {} == contents(tmp_path)


@pytest.mark.parametrize("data", [b"", b"x" * 600, b"\x1f\x8b\x08"])
def test_other_files_are_refused(data: bytes) -> None:
    """What is no tar is told, not taken for an empty history."""
    with pytest.raises(DamagedRecordError, match="no export of a history"):
        archive(data)


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz"])
def test_a_packed_tar_that_is_damaged_is_told(mode: Any) -> None:  # noqa: ANN401 - tarfile wants the literal
    """Wherever a byte of a packed tar is wrong, it is refused or read: nothing else escapes."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as tar:
        member = tarfile.TarInfo("names/00.json.gz")
        content = random.Random(1).randbytes(50_000).hex().encode()  # noqa: S311 - no secret
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    data = stream.getvalue()
    refused = 0
    for at in range(0, len(data), 997):
        broken = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]
        try:
            archive(broken)
        except DamagedRecordError:
            refused += 1

    assert refused > 0
