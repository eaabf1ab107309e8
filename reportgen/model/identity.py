"""What makes a test the same test from run to run, and a thing of ours the same to others."""

from functools import lru_cache
from hashlib import blake2b
from typing import Final

from reportgen.patterns import pattern

AUTHORITY: Final = "reportgen.invalid,2026"
"""Whose ``tag:`` URIs (RFC 4151) ours are: a name that nobody can own (RFC 6761)."""
_ID_BYTES = 8
MOST_IN_SLUG = 40
_NOT_WORD = pattern(r"[^a-z0-9]+")

# What changes from run to run and says nothing of the test: object addresses, temporary folders,
# ports that the system chose, random ids. Parameters stay.
_ADDRESS = r"(?<= at )0x[0-9a-fA-F]{6,16}\b|\b0x[0-9a-fA-F]{10,16}\b"
_TEMPORARY = (
    r"(?:/private)?/(?:var/)?tmp/[^\s/\\'\"\[\]]+(?:/pytest-\d+)?"
    r"|/var/folders/[^\s/]+/[^\s/]+/T/[^\s/'\"\[\]]+"
    r"|[A-Za-z]:\\Users\\[^\s\\]+\\AppData\\Local\\Temp\\[^\s\\'\"\[\]]+"
)
_PORT = r"(?<=127\.0\.0\.1:)\d{4,5}\b|(?<=localhost:)\d{4,5}\b"
_RANDOM = r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
_VOLATILE = pattern(f"{_ADDRESS}|{_TEMPORARY}|{_PORT}|{_RANDOM}")
# A suite is often named after the moment it ran; a moment in a test's own name is a parameter.
_MOMENT = pattern(
    r"\d{4}-\d\d-\d\d[T _]\d\d[:.-]\d\d(?:[:.-]\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
)


def case_id(suite: str, class_name: str, name: str, file: str | None = None) -> str:
    """
    Return the id of a test: 16 hexadecimal digits, stable over runs, safe in URLs.

    The file counts only where there is no class: where both exist, the file adds a path that
    differs between machines and says nothing new.
    """
    where = "" if class_name else (file or "")
    key = f"{_without_moment(suite)}\0{class_name}\0{name}\0{where}\0"
    if _may_be_volatile(key):
        key = _VOLATILE.sub("…", key)
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=_ID_BYTES).hexdigest()


def slug(name: str) -> str:
    """Return *name* as a person may read it in an address; nothing where no letter is ASCII."""
    return _NOT_WORD.sub("-", name.lower()).strip("-")[:MOST_IN_SLUG].rstrip("-")


@lru_cache(maxsize=4096)
def _without_moment(suite: str) -> str:
    # A date has two hyphens: where there are none nobody needs the expression.
    return _MOMENT.sub("", suite) if suite.count("-") >= 2 else suite


def _may_be_volatile(key: str) -> bool:
    """Whether *key* is worth a closer look: nearly none is, and there may be a million."""
    return (
        "0x" in key
        or "/tmp/" in key  # noqa: S108 - looked for, not used
        or "/var/folders/" in key
        or "\\Temp\\" in key
        or "localhost:" in key
        or "127.0.0.1:" in key
        or key.count("-") >= 4
    )
