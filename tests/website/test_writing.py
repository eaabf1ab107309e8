"""Which addresses a page may have, and which pages of former builds are ours."""

from pathlib import Path

import pytest

from reportgen.website.writing import OutsideError, check_address, remove_former


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
    for url in [*urls, "runs/2025-01.html"]:
        (tmp_path / url).parent.mkdir(exist_ok=True)
        (tmp_path / url).write_text(ours, encoding="utf-8")
    (tmp_path / "services" / "mine.html").write_text("mine", encoding="utf-8")
    removed = remove_former(tmp_path, {"services/index.html"})

    assert {"api-1.html", "a.html", "c.html", "2025-01.html"} == {path.name for path in removed}
    assert {"index.html", "mine.html"} == {path.name for path in (tmp_path / "services").iterdir()}
