"""Archives: read where they lie, member by member; what is wrong with one is told by name."""

import io
import tarfile
import tempfile
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportgen.artifacts import discover, read_run
from reportgen.artifacts.archives import Holding, Member, members
from reportgen.config import Limits
from reportgen.model.run import Run
from tests.analysis.jobs import GREEN, failed, passed, suite

GOOD = str(GREEN["junit.xml"]).encode()
RED = suite(passed("adds"), failed("pays")).encode()
FILES = {"unit/junit.xml": GOOD, "health.json": b'{"services": {"api": "up"}}'}
KINDS = ("zip", "tar", "tar.gz", "tar.bz2", "tar.xz")


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of *files*."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def tarred(files: Mapping[str, bytes], compression: str = "") -> bytes:
    """Return a tar archive of *files*."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=f"w:{compression}") as archive:  # type: ignore[call-overload]  # the mode is made up
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def packed(kind: str, files: Mapping[str, bytes] = FILES) -> bytes:
    """Return *files* as an archive of *kind*."""
    return zipped(files) if kind == "zip" else tarred(files, kind.partition(".")[2])


def read(folder: Path, **archives: bytes) -> Run:
    """Return what is read of a folder that holds *archives*; ``_`` in a name is a dot."""
    for name, data in archives.items():
        (folder / name.replace("_", ".")).write_bytes(data)
    return read_run(discover([str(folder)]))


LIMITS = Limits()


def refused(
    folder: Path, data: bytes, name: str = "a.zip", limits: Limits = LIMITS
) -> list[tuple[str, str | None]]:
    """Return the members of an archive, each with the reason why it is not read."""
    path = folder / name
    path.write_bytes(data)
    return [(member.name, member.refusal) for member in members(path, limits, Holding(limits))]


@pytest.mark.parametrize("kind", KINDS)
def test_members_are_files(kind: str, tmp_path: Path) -> None:
    """An archive gives its files under its own name, each read like any other."""
    name = f"results.{kind}"
    (tmp_path / name).write_bytes(packed(kind))
    run = read_run(discover([str(tmp_path)]))

    assert [f"{name}/health.json", f"{name}/unit/junit.xml"] == [a.path for a in run.artifacts]
    assert ["read", "read"] == [artifact.status for artifact in run.artifacts]
    assert 2 == len(run.cases)
    assert ["up"] == [service.status for service in run.services]


@pytest.mark.parametrize("kind", KINDS)
def test_an_archive_may_be_named(kind: str, tmp_path: Path) -> None:
    """An archive that is named itself is read like a folder."""
    path = tmp_path / f"results.{kind}"
    path.write_bytes(packed(kind))

    assert 2 == len(read_run(discover([str(path)])).cases)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("keep", [0.3, 0.5, 0.61, 0.8])
def test_a_broken_archive_of_tests_validates_nothing(
    kind: str, keep: float, tmp_path: Path
) -> None:
    """Where an archive breaks off, results may be lost: the run says so, as a lost report does."""
    many = {f"{n}.xml": GOOD.replace(b"adds", f"a{n}".encode()) for n in range(60)}
    data = packed(kind, many)
    (tmp_path / "good.xml").write_bytes(GOOD)
    (tmp_path / f"results.{kind}").write_bytes(data[: int(len(data) * keep)])
    run = read_run(discover([str(tmp_path)]))
    lost = 2 * 61 - len(run.cases)

    assert [True] * bool(lost) == [
        artifact.holds_tests for artifact in run.artifacts if artifact.status == "rejected"
    ]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../junit.xml", "its name leads out of the archive; it is not read"),
        ("a/../../junit.xml", "its name leads out of the archive; it is not read"),
        ("/etc/junit.xml", "its name leads out of the archive; it is not read"),
        ("C:/junit.xml", "its name leads out of the archive; it is not read"),
    ],
)
def test_names_that_climb_out(name: str, reason: str, tmp_path: Path) -> None:
    """A member whose name leads elsewhere is refused by name."""
    assert [(name, reason)] == refused(tmp_path, zipped({name: GOOD}))
    assert [(name, reason)] == refused(tmp_path, tarred({name: GOOD}), "a.tar")


def test_links_are_refused(tmp_path: Path) -> None:
    """A link in an archive is not followed."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo("junit.xml")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(info)
    link = zipfile.ZipInfo("junit.xml")
    link.external_attr = 0o120777 << 16
    zip_stream = io.BytesIO()
    with zipfile.ZipFile(zip_stream, "w") as zip_archive:
        zip_archive.writestr(link, "/etc/passwd")

    assert ["a link or a device; it is not followed"] == [
        reason for _, reason in refused(tmp_path, stream.getvalue(), "a.tar")
    ]
    assert ["a link; it is not followed"] == [
        reason for _, reason in refused(tmp_path, zip_stream.getvalue())
    ]


def test_bombs_are_refused(tmp_path: Path) -> None:
    """A member that is compressed beyond all sense is not unpacked."""
    ((name, reason),) = refused(tmp_path, zipped({"bomb.xml": b"\0" * (8 << 20)}))

    assert "bomb.xml" == name
    assert reason is not None
    assert "taken for a bomb" in reason


def test_more_members_than_the_limit(tmp_path: Path) -> None:
    """Beyond the limit nothing is read, and that is told."""
    limits = Limits.model_validate({"archive-files": 2})
    found = refused(tmp_path, zipped({f"{n}.xml": GOOD for n in range(4)}), limits=limits)

    assert ["0.xml", "1.xml", ""] == [name for name, _ in found]
    assert "the others are not read" in str(found[-1][1])


@pytest.mark.parametrize("order", [(RED, GOOD), (GOOD, RED)], ids=["red-first", "green-first"])
def test_two_members_of_one_name(order: tuple[bytes, bytes], tmp_path: Path) -> None:
    """An archive may hold a name twice; neither of the two hides the other."""
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w") as archive:
        warnings.simplefilter("ignore")
        for data in order:
            archive.writestr("junit.xml", data)
    run = read(tmp_path, a_zip=stream.getvalue())

    assert 4 == len(run.cases)
    assert 1 == sum(case.is_red for case in run.cases)


@pytest.mark.parametrize("order", [(RED, GOOD), (GOOD, RED)], ids=["red-first", "green-first"])
def test_two_members_of_one_name_in_a_tar(order: tuple[bytes, bytes], tmp_path: Path) -> None:
    """The same holds for a tar, to which files are appended."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for data in order:
            info = tarfile.TarInfo("junit.xml")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    run = read(tmp_path, a_tar=stream.getvalue())

    assert 1 == sum(case.is_red for case in run.cases)


@given(st.sampled_from(KINDS[1:]), st.integers(0, 400), st.binary(max_size=4), st.booleans())
@settings(max_examples=150)
@example(kind="tar.xz", at=60, written=b"\0\0\0\0", cut=False)
def test_any_damage_is_told_or_harmless(kind: str, at: int, written: bytes, cut: bool) -> None:  # noqa: FBT001 - drawn
    """A damaged tar gives its members or says what is wrong; it never stops the run."""
    data = packed(kind)
    damaged = data[:at] + written + (b"" if cut else data[at + len(written) :])
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"a.{kind}").write_bytes(damaged)
        run = read_run(discover([folder]))

    assert damaged == data or len(run.cases) == 2 or run.artifacts


def test_a_member_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    """A member knows its size before it is read, and gives its bytes."""
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"junit.xml": GOOD}))
    (member,) = members(path, LIMITS, Holding(LIMITS))

    assert Member("junit.xml", len(GOOD), member.opener) == member
    assert [GOOD, GOOD] == [member.opener().read() for _ in range(2)]


@pytest.mark.parametrize("size", [1 << 20, 5 << 20])
def test_a_tar_of_blanks_is_taken_for_a_bomb(size: int, tmp_path: Path) -> None:
    """What is packed too tightly is not unpacked into memory, in a tar as in a zip."""
    found = refused(tmp_path, tarred({f"{n}.log": b" " * size for n in range(4)}, "gz"), "a.tgz")

    assert "taken for a bomb" in str(found[-1][1])


def test_a_tar_is_not_held_beyond_the_limit(tmp_path: Path) -> None:
    """A tar is read once, so what fits is kept, and the rest is told to be left out."""
    limits = Limits().model_copy(update={"tar_total": 2 * len(GOOD)})
    found = refused(tmp_path, tarred({f"{n}.xml": GOOD for n in range(4)}), "a.tar", limits)

    assert [("0.xml", None), ("1.xml", None)] == found[:2]
    assert "the others are not read" in str(found[2][1])


def test_files_with_holes_are_refused(tmp_path: Path) -> None:
    """A few bytes can say that they are a file of any size."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("junit.xml")
        info.pax_headers = {"GNU.sparse.size": "1000", "GNU.sparse.map": "0,1,1000,0"}
        info.size = 1
        archive.addfile(info, io.BytesIO(b"x"))

    assert [("junit.xml", "a file with holes; it is not read")] == refused(
        tmp_path, stream.getvalue(), "a.tar"
    )


def test_more_archives_than_handles(tmp_path: Path) -> None:
    """However many archives there are, each is read, and only some are open at a time."""
    for number in range(20):
        data = RED + b" " * number
        (tmp_path / f"{number:02}.zip").write_bytes(zipped({"junit.xml": data}))
    run = read_run(discover([str(tmp_path)]))
    holding = Holding(LIMITS)
    opened = [holding.zip_at(path) for path in sorted(tmp_path.iterdir())]

    assert [1] * 20 == [artifact.counts.failed for artifact in run.artifacts]
    assert 8 == sum(archive.fp is not None for archive in opened)


def test_tars_share_what_is_held(tmp_path: Path) -> None:
    """Many tars are held in memory no more than one may be."""
    for number in range(3):
        (tmp_path / f"{number}.tar").write_bytes(tarred({"junit.xml": GOOD}))
    limits = Limits().model_copy(update={"tar_total": 2 * len(GOOD)})
    found = discover([str(tmp_path)], limits=limits)

    assert ["0.tar/junit.xml", "1.tar/junit.xml", "2.tar"] == [item.path for item in found]
    assert "raise limits.tar-total to read more" in str(found[-1].refusal)
