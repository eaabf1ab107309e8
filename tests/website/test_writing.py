"""Files are written whole, inside the folder, or not at all."""

import os
from pathlib import Path

import pytest

from reportgen.website.writing import OutsideError, check_address, remove_former, write


@pytest.mark.parametrize("url", ["index.html", "runs/a-1/index.html", "assets/reportgen.css"])
def test_addresses_inside(url: str) -> None:
    """What the plan makes is accepted as it is."""
    check_address(url)

    assert url == Path(url).as_posix()


@pytest.mark.parametrize(
    "url",
    ["", "/x", "../x", "a/../x", "a//x", "./x", "a/", "a\\x", "C:/x", ".hidden", "a/.x", "a\0"],
)
def test_addresses_outside(url: str) -> None:
    """Nothing that is not plainly a file below the folder is written."""
    with pytest.raises(OutsideError):
        check_address(url)


def test_linked_folder_is_not_followed(tmp_path: Path) -> None:
    """A folder of the site that is a link to elsewhere is refused."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "runs").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OutsideError, match="leads out"):
        write([("runs/index.html", "x")], tmp_path / "out")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_failed_write_keeps_the_former_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader never sees a part, and the neighbour is cleared away."""
    write([("index.html", "old")], tmp_path)

    def refuse(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(self), None, str(target))

    monkeypatch.setattr(Path, "replace", refuse)

    with pytest.raises(OSError, match="No space left"):
        write([("index.html", "new")], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "old"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")  # pragma: no cover
def test_pages_can_be_read_by_a_web_server(tmp_path: Path) -> None:
    """Files get the rights that the user's mask gives, like any other."""
    (path,) = write([("index.html", "x")], tmp_path)
    plain = tmp_path / "plain"
    plain.touch()

    assert path.stat().st_mode == plain.stat().st_mode


def test_links_under_runs_are_not_removed(tmp_path: Path) -> None:
    """A link is not ours, whatever it leads to."""
    target = tmp_path / "target.html"
    target.write_text('<meta name="generator" content="reportgen">', encoding="utf-8")
    (tmp_path / "runs" / "a").mkdir(parents=True)
    (tmp_path / "runs" / "a" / "index.html").symlink_to(target)

    assert remove_former(tmp_path, {"index.html"}) == []


def test_pages_of_what_is_no_longer_known_are_removed(tmp_path: Path) -> None:
    """A service that left the history loses its page; what others put beside it stays."""
    ours = '<meta name="generator" content="reportgen">'
    urls = ["services/index.html", "services/api-1.html", "memory/a.html", "failures/c.html"]
    write([(url, ours) for url in [*urls, "runs/2025-01.html"]], tmp_path)
    (tmp_path / "services" / "mine.html").write_text("mine", encoding="utf-8")
    removed = remove_former(tmp_path, {"services/index.html"})

    assert {"api-1.html", "a.html", "c.html", "2025-01.html"} == {path.name for path in removed}
    assert {"index.html", "mine.html"} == {path.name for path in (tmp_path / "services").iterdir()}
