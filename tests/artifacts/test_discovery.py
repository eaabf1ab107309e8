"""Finding files: each once, under names that are the same everywhere, and nothing passed over."""

import os
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.artifacts import Found, discover, read_run
from reportgen.config import Limits


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def put(*names: str) -> None:
    """Write a file under each of *names* that holds its name."""
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def names(found: list[Found]) -> list[str]:
    """Return how reports call what was *found*."""
    return [item.path for item in found]


def refusals(found: list[Found]) -> dict[str, str]:
    """Return what is not read, and why."""
    return {item.path: item.refusal for item in found if item.refusal is not None}


def content(item: Found) -> str:
    """Return the text of what was found."""
    with item.opener() as stream:
        return stream.read().decode()


def test_a_folder() -> None:
    """A folder gives its files, however deep, sorted, under names relative to it."""
    put("art/b.xml", "art/a.log", "art/x/c.xml")

    assert ["a.log", "b.xml", "x/c.xml"] == names(discover(["art"]))
    assert ["art/a.log", "art/b.xml", "art/x/c.xml"] == [content(i) for i in discover(["art"])]


@pytest.mark.parametrize(
    "paths",
    [
        ["art"],
        ["art/"],
        ["./art"],
        ["art/../art"],
        ["art", "art/x"],
        ["art/x", "art"],
        ["art", "art/b.xml"],
        ["art/*"],
        ["art/**"],
        ["art/b.xml", "art/x/c.xml"],
        ["art/**/*.xml", "art/b.xml"],
    ],
)
def test_one_file_is_found_once(paths: list[str]) -> None:
    """However paths overlap, each file is found once and called the same."""
    put("art/b.xml", "art/x/c.xml")

    assert ["b.xml", "x/c.xml"] == names(discover(paths))


def test_names_do_not_depend_on_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative and absolute paths lead to the same names, from wherever they are asked for."""
    put("art/b.xml", "art/x/c.xml", "other/file")
    here = names(discover(["art"]))
    absolute = names(discover([str(tmp_path / "art")]))
    monkeypatch.chdir(tmp_path / "other")
    there = names(discover(["../art"]))

    assert here == absolute == there


def test_several_folders() -> None:
    """Names are relative to what the paths share, so that files of one name stay apart."""
    put("job/unit/junit.xml", "job/e2e/junit.xml")

    assert ["e2e/junit.xml", "unit/junit.xml"] == names(discover(["job/unit", "job/e2e"]))


def test_a_file_alone() -> None:
    """A file that is named alone is called by its name."""
    put("art/x/c.xml")

    assert ["c.xml"] == names(discover(["art/x/c.xml"]))


@pytest.mark.parametrize("missing", ["e2e/junit.xml", "e2e", "e2e/*.xml", "unit/other.xml"])
def test_what_is_missing_is_named(missing: str) -> None:
    """A path that leads nowhere is told, also where a file of its name is elsewhere."""
    put("unit/junit.xml")
    found = discover(["unit/junit.xml", missing])

    assert ["there is no such file or folder"] == list(refusals(found).values())
    assert 2 == len(found)
    assert 2 == len(set(names(found)))


def test_missing_tests_keep_the_change_from_being_validated() -> None:
    """A report that was asked for and is not there is a lost result."""
    put("unit/junit.xml")
    run = read_run(discover(["unit/junit.xml", "e2e/junit.xml"]))

    assert [True] == [a.holds_tests for a in run.artifacts if a.path == "e2e/junit.xml"]


def test_names_with_special_characters() -> None:
    """A path that exists is taken as it is, though it reads like a pattern."""
    put("art/[1].xml", "art/1.xml", "art/a*b.xml")

    assert ["[1].xml"] == names(discover(["art/[1].xml"]))
    assert ["a*b.xml"] == names(discover(["art/a*b.xml"]))


def test_hostile_names_are_shown_harmless() -> None:
    """A name is cleaned before it is shown, and two that then look alike stay two."""
    put("art/a\x1b[31m.xml", "art/b\n.xml", "art/\u202ec.xml", "art/d\x01.xml", "art/d\x02.xml")
    found = discover(["art"])

    assert ["a.xml", "b⏎.xml", "d\ufffd.xml", "d\ufffd.xml (2)", "⟨U+202E⟩c.xml"] == names(found)
    assert {"art/d\x01.xml", "art/d\x02.xml"} == {content(i) for i in found if "d" in i.path}


def test_undecodable_names() -> None:
    """A name that is not UTF-8 is shown as far as it can be, and the file is read."""
    put("art/a.xml")
    Path("art/a.xml").rename(os.fsdecode(b"art/\xff.xml"))
    (item,) = discover(["art"])

    assert "\ufffd.xml" == item.path
    assert "art/a.xml" == content(item)


def test_folders_of_tools_are_left_out() -> None:
    """What version control and package managers keep is not evidence."""
    put("art/.git/a.xml", "art/node_modules/b.xml", "art/__pycache__/c.xml", "art/d.xml")

    assert ["d.xml"] == names(discover(["art"]))


@pytest.mark.parametrize("link", ["link.xml", "link"])
def test_links_that_lead_out_are_named(link: str) -> None:
    """A link to a file or folder outside is not followed, and that is told."""
    put("outside/secret.xml", "art/a.xml")
    target = Path("outside/secret.xml" if link.endswith(".xml") else "outside").absolute()
    Path("art", link).symlink_to(target)
    found = discover(["art"])

    assert ["a.xml", link] == names(found)
    assert ["a link that leads out of the folder; it is not followed"] == list(
        refusals(found).values()
    )


def test_links_inside_are_no_second_file() -> None:
    """A linked folder inside is read at its own place; nothing about it is worth a word."""
    put("art/run-3/a.xml")
    Path("art/latest").symlink_to("run-3")

    assert ["run-3/a.xml"] == names(discover(["art"]))
    assert {} == refusals(discover(["art"]))


def test_loops_end() -> None:
    """A link to itself or to its own folder is no endless walk."""
    put("art/a.xml")
    Path("art/self").symlink_to("self")
    Path("art/up").symlink_to(".")
    found = discover(["art"])

    assert "a.xml" in names(found)
    assert 3 >= len(found)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in folders")
def test_pipes_are_not_opened() -> None:
    """What is no regular file could block for ever; it is named instead."""
    put("art/a.xml")
    os.mkfifo("art/pipe.xml")

    assert {"pipe.xml": "not a regular file; it is not opened"} == refusals(discover(["art"]))


def test_a_folder_that_cannot_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder whose content is denied is told: results may lie in it."""
    put("art/a.xml", "art/locked/b.xml")
    scan = os.scandir

    def denied(path: str) -> AbstractContextManager[Iterator[os.DirEntry[str]]]:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", denied)

    assert {"locked/": "the folder cannot be opened: permission denied"} == refusals(
        discover(["art"])
    )


def test_a_file_that_cannot_be_opened() -> None:
    """A file that is denied when it is read is rejected by name, and the others are read."""

    def denied() -> BinaryIO:
        raise PermissionError(13, "Permission denied")

    run = read_run([Found("a.xml", 9, denied), Found("b.xml", 0, denied)])

    assert ["rejected", "rejected"] == [artifact.status for artifact in run.artifacts]
    assert "cannot be read: permission denied" == run.artifacts[0].problems[0].message


def test_more_files_than_the_limit() -> None:
    """What is beyond the limit is not read, and that is told."""
    put(*(f"art/{number}.xml" for number in range(5)))
    found = discover(["art"], limits=Limits(files=3))

    assert ["(further files)", "0.xml", "1.xml", "2.xml"] == names(found)
    assert refusals(found) == {
        "(further files)": "more than 3 files, the limit: 2 files not read, 2 of them named like "
        "results; raise limits.files to read more"
    }


def test_evidence_is_read_before_other_files() -> None:
    """Of too many files those are read whose names are those of evidence, wherever they lie."""
    put(*(f"art/a{number}.bin" for number in range(9)))
    put("art/sub/z.log", "art/zz/junit.xml", "art/zz/health.json.gz", "art/zz/coverage")
    found = discover(["art"], limits=Limits(files=5))

    assert names(found) == [
        "(further files)", "a0.bin", "sub/z.log",
        "zz/coverage", "zz/health.json.gz", "zz/junit.xml",
    ]  # fmt: skip
    assert "8 files not read, none is named like results" in refusals(found)["(further files)"]


def test_what_is_named_by_the_user_is_read_first() -> None:
    """No folder of junk, whatever its files are called, pushes out what was asked for."""
    put(*(f"art/{number}.xml" for number in range(5)), "b/notes.bin")
    found = discover(["art", "b/notes.bin"], limits=Limits(files=2))

    assert ["(further files)", "art/0.xml", "b/notes.bin"] == names(found)


def test_an_archive_of_junk_pushes_out_nothing() -> None:
    """The files of an archive count like any others, each by its own name."""
    put("art/z/junit.xml")
    with zipfile.ZipFile("art/a.zip", "w") as archive:
        for number in range(9):
            archive.writestr(f"{number}.bin", b"")
        archive.writestr("health.json", b"{}")
    found = discover(["art"], limits=Limits(files=3))

    assert ["(further files)", "a.zip/0.bin", "a.zip/health.json", "z/junit.xml"] == names(found)


def test_the_problem_of_an_archive_is_not_left_out() -> None:
    """That an archive is broken is told, however many files it gave before."""
    names_of = {"archive-files": 4, "files": 3}
    Path("art").mkdir()
    with zipfile.ZipFile("art/a.zip", "w") as archive:
        for number in range(9):
            archive.writestr(f"{number}.xml", b"")
    found = discover(["art"], limits=Limits.model_validate(names_of))

    assert ["(further files)", "a.zip", "a.zip/0.xml", "a.zip/1.xml"] == names(found)
    assert "raise limits.archive-files" in refusals(found)["a.zip"]


@given(st.permutations(["art", "art/x", "art/x/c.bin", "art/b.*"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_paths_decides_nothing(paths: list[str]) -> None:
    """Neither which files are read, nor whether a link or an archive is followed."""
    put("art/a.xml", "art/b.xml", "art/x/c.bin", "art/x/d.xml", "art/x/e.log")
    if not Path("art/x/up.xml").is_symlink():
        Path("art/x/up.xml").symlink_to("../a.xml")
    found = discover(paths, limits=Limits(files=4))

    assert ["(further files)", "a.xml", "b.xml", "x/c.bin", "x/d.xml"] == names(found)


def test_standard_input() -> None:
    """What comes in by standard input is a file among the others."""
    put("art/a.xml")
    found = discover(["art", "-"], b"<testsuite/>")

    assert ["(standard input)", "a.xml"] == names(found)
    assert "<testsuite/>" == content(found[0])


def test_nothing_is_found_in_nothing() -> None:
    """An empty folder holds nothing; that is no error here."""
    Path("art").mkdir()

    assert [] == discover(["art"])
    assert [] == discover([])


def test_folders_too_deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies deeper than the limit is named and not read, however deep it goes."""
    monkeypatch.chdir(tmp_path)
    for _ in range(1200):
        Path("a").mkdir()
        os.chdir("a")
    os.chdir(tmp_path)
    (tmp_path / "good.xml").touch()
    deep, good = discover([str(tmp_path)])

    assert deep.refusal == (
        "more than 100 folders deep, the limit; what lies in it is not read; "
        "raise limits.folder-depth to read more"
    )
    assert ("good.xml", None) == (good.path, good.refusal)
    subprocess.run(["rm", "-rf", tmp_path / "a"], check=True)
