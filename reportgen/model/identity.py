"""What makes a test the same test from run to run, and a thing of ours the same to others."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from typing import Final, TypeAlias

from reportgen.patterns import pattern

Naming: TypeAlias = tuple[str, str, str, str | None]
"""What a test is called: its suite, its class, its name, its file."""
AUTHORITY: Final = "reportgen.invalid,2026"
"""Whose ``tag:`` URIs (RFC 4151) ours are: a name that nobody can own (RFC 6761)."""
_ID_BYTES = 8
MOST_IN_SLUG = 40
_NOT_WORD = pattern(r"[^a-z0-9]+")
_AT_ONCE: Final = 1_000
_SIGNS: Final = ("0x", "/tmp/", "/var/folders/", "\\Temp\\", "localhost:", "127.0.0.1:")  # noqa: S108
"""What a name holds where an address, a temporary folder or a port does: looked for, not used."""
_DASHED: Final = pattern(r"-[0-9a-fA-F]{4}-")
"""What stands in the middle of a random id."""
_READABLE: Final = {
    code: chr(code) if chr(code).isalnum() or chr(code) == "\n" else "-" for code in range(128)
}

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
    key = _key((suite, class_name, name, file))
    if _may_be_volatile(key):
        key = _VOLATILE.sub("…", key)
    return _digest(key)


def case_ids(tests: Iterable[Naming]) -> list[str]:
    """Return the `case_id` of each of *tests*; of many at once it takes half the time."""
    ids: list[str] = []
    rest = iter(tests)
    while keys := [_key(test) for test in islice(rest, _AT_ONCE)]:
        text = "".join(keys)
        if any(sign in text for sign in _SIGNS) or _DASHED.search(text):
            keys = [_VOLATILE.sub("…", key) if _may_be_volatile(key) else key for key in keys]
        ids += map(_digest, keys)
    return ids


def _key(test: Naming) -> str:
    suite, class_name, name, file = test
    where = "" if class_name else (file or "")
    return f"{_without_moment(suite)}\0{class_name}\0{name}\0{where}\0"


def _digest(key: str) -> str:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=_ID_BYTES).hexdigest()


def slug(name: str) -> str:
    """Return *name* as a person may read it in an address; nothing where no letter is ASCII."""
    return _NOT_WORD.sub("-", name.lower()).strip("-")[:MOST_IN_SLUG].rstrip("-")


def slugs(names: Sequence[str]) -> list[str]:
    """Return the `slug` of each of *names*; of many at once it takes a quarter of the time."""
    text = "\n".join(names)
    if not text.isascii() or text.count("\n") != len(names) - 1:
        return [slug(name) for name in names]
    text = text.lower().translate(_READABLE)
    while "--" in text:
        text = text.replace("--", "-")
    return [line.strip("-")[:MOST_IN_SLUG].rstrip("-") for line in text.split("\n")]


def url_ids(tests: Sequence[Naming]) -> list[str]:
    """Return for each of *tests* its id behind a readable slug, as `tests.Case.url_id` does."""
    return [
        f"{readable}-{test_id}" if readable else test_id
        for readable, test_id in zip(
            slugs([name for _, _, name, _ in tests]), case_ids(tests), strict=True
        )
    ]


@lru_cache(maxsize=4096)
def _without_moment(suite: str) -> str:
    # A date has two hyphens: where there are none nobody needs the expression.
    return _MOMENT.sub("", suite) if suite.count("-") >= 2 else suite


def _may_be_volatile(key: str) -> bool:
    """Whether *key* is worth a closer look: nearly none is, and there may be a million."""
    return any(sign in key for sign in _SIGNS) or key.count("-") >= 4
