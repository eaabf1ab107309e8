"""
The shapes inside a JSON document, taken as what a format says they are.

Artifacts hold anything anywhere: what has another shape counts as absent, never as a fault of ours.
"""

from collections.abc import Iterator
from typing import Any

from reportgen.readers.source import Source


def as_object(value: object) -> dict[str, Any]:
    """Return *value* where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """Return *value* where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def as_text(value: object) -> str:
    """Return *value* where it is a text, without the blanks around it, else an empty one."""
    return value.strip() if isinstance(value, str) else ""


def as_number(value: object) -> float | None:
    """Return *value* where it is a number that a float can hold, else None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:
        return None


def entries(source: Source) -> Iterator[tuple[tuple[int, ...], Any]]:
    """
    Yield what a list of things holds, with the keys that lead to it in ``source.document``.

    It makes no difference whether they stand in one array, one after the other, or alone.
    """
    documents = source.documents
    for index, document in enumerate(documents):
        at = (index,) if len(documents) > 1 else ()
        if isinstance(document, list):
            yield from (((*at, n), item) for n, item in enumerate(document))
        else:
            yield at, document


def all_have(source: Source, *keys: str) -> bool:
    """Whether *source* holds objects with all of *keys*, and nothing else."""
    if source.kind != "json":
        return False
    wanted, item = {*keys}, None
    for _, item in entries(source):
        if not isinstance(item, dict) or not item.keys() >= wanted:
            return False
    return isinstance(item, dict)
