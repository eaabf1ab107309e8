"""Addresses of the site that reports of single runs name as well."""

from urllib.parse import quote


def test_url(test: str) -> str:
    """Return the address of the page of the test with the id *test*, in the site's folder."""
    return f"test.html?k={quote(test, safe='')}"
