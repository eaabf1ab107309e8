"""Documents with one value at a time put in place of another, of any type."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from reportgen.readers.source import Source

ODD: Final[tuple[Any, ...]] = (
    None,
    True,
    -1,
    1e300,
    10**400,
    "",
    "\ud800 \u202e",
    [],
    [[]],
    {},
    {"a": None},
)
LARGEST: Final = 6000


def documents(path: Path) -> list[Any]:
    """Return the JSON documents of the fixture at *path*; none where it is too large to vary."""
    if path.stat().st_size > LARGEST:
        return []
    return Source(path.name, lambda: path.open("rb")).documents


def varied(document: Any) -> Iterator[Any]:  # noqa: ANN401 - JSON is anything
    """Yield *document* again and again, each time with one value exchanged or left out."""
    for index, keys in enumerate(_places(document)):
        yield _with(document, keys, ODD[index % len(ODD)])
        yield _with(document, keys, ODD[(index * 7 + 3) % len(ODD)])
        yield _without(document, keys)


def _places(value: Any) -> Iterator[tuple[str | int, ...]]:  # noqa: ANN401 - JSON is anything
    items: dict[Any, Any] = dict(enumerate(value)) if isinstance(value, list) else {}
    for key, each in (value if isinstance(value, dict) else items).items():
        yield (key,)
        yield from ((key, *rest) for rest in _places(each))


def _copy(document: Any, keys: tuple[str | int, ...]) -> tuple[Any, Any]:  # noqa: ANN401 - JSON is anything
    """Return a copy of *document* and what in it holds the last of *keys*."""
    copied = parent = json.loads(json.dumps(document))
    for key in keys[:-1]:
        parent = parent[key]
    return copied, parent


def _with(document: Any, keys: tuple[str | int, ...], odd: object) -> Any:  # noqa: ANN401 - JSON is anything
    copied, parent = _copy(document, keys)
    parent[keys[-1]] = odd
    return copied


def _without(document: Any, keys: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - JSON is anything
    copied, parent = _copy(document, keys)
    del parent[keys[-1]]
    return copied
