"""Addresses of the site that reports of single runs name as well, and paths of sources."""

from urllib.parse import quote


def test_url(test: str) -> str:
    """Return the address of the page of the test with the id *test*, in the site's folder."""
    return f"test.html?k={quote(test, safe='')}"


def is_inside(path: str) -> bool:
    """Whether *path* is relative and stays below where it begins."""
    pieces = path.replace("\\", "/").split("/")
    return bool(pieces[0]) and ".." not in pieces and ":" not in pieces[0]
