"""
JSON text → its documents, one or several in a row, with guards.

Depth, the number of lists and objects, keys that stand twice, numbers that are none.
"""

import json
import re
from typing import Any, Final

from reportgen.config.limits import Limits, raised_by
from reportgen.errors import ReadError
from reportgen.model.text import one_line
from reportgen.patterns import pattern
from reportgen.wording import phrase

# What terminals are told: `docker stats` and others write it into files, too.
_ESCAPES = pattern(r"\x1b\[[0-9;?]*[A-Za-z]")


def without_escapes(text: str) -> str:
    """Return *text* without what terminals were told."""
    return _ESCAPES.sub("", text) if "\x1b[" in text else text


def documents_in(text: str, limits: Limits) -> tuple[list[Any], ReadError | None]:
    """
    Return the documents in *text*, and where the last of several is cut off, if it is.

    Raises:
        ReadError: it is not JSON, is too deep, repeats a key, or holds a number that is none.

    """
    text = without_escapes(text)
    check_depth(text, limits)
    decoder = json.JSONDecoder(
        object_pairs_hook=unique, parse_constant=refuse_constant, parse_float=finite
    )
    found: list[Any] = []
    at = _skip_blank(text, 0)
    try:
        while at < len(text):
            document, at = decoder.raw_decode(text, at)
            found.append(document)
            at = _skip_blank(text, at)
    except json.JSONDecodeError as error:
        wrong = ReadError(
            phrase("not JSON: {why}", why=f"{error.msg[0].lower()}{error.msg[1:]}"),
            f"line {error.lineno}, column {error.colno}",
        )
        if found and "\n" in text[:at] and "\n" not in text[at:].rstrip():
            return found, wrong
        raise wrong from error
    except (ValueError, RecursionError) as error:
        raise ReadError(phrase("not acceptable JSON: {why}", why=error)) from error
    return found, None


def _skip_blank(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n\x1e\ufeff":
        at += 1
    return at


_TOKENS: Final = pattern(r'"(?:[^"\\]++|\\.)*+\\?+"?+|[\[\]{}]', re.DOTALL)


def check_depth(text: str, limits: Limits) -> None:
    """
    Refuse JSON nested deeper than *limits* allow before anything recursive sees it.

    That of too many lists and objects is refused before memory is spent on it.

    Raises:
        ReadError: it is.

    """
    # A string that does not end goes to the end of the text: from each of its quotes it would be
    # looked for again otherwise, which takes minutes on what is small.
    depth = nodes = 0
    deepest, most = limits.depth, limits.json_nodes
    for token in _TOKENS.finditer(text):
        mark = token[0]
        if mark in "[{":
            depth += 1
            nodes += 1
            if nodes > most:
                raise ReadError(
                    phrase(
                        "more than {limit:,} lists and objects, the limit; {raised}",
                        limit=most,
                        raised=raised_by("json-nodes"),
                    )
                )
            if depth > deepest:
                raise ReadError(
                    phrase(
                        "nested deeper than the limit of {limit} levels; {raised}",
                        limit=deepest,
                        raised=raised_by("depth"),
                    )
                )
        elif mark in "]}":
            depth -= 1


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object of *pairs*; a key that stands twice would hide what it said first."""
    result = dict(pairs)
    if len(result) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]  # add() returns None on purpose
        raise ValueError(
            phrase('the key "{key}" stands twice in one object', key=one_line(twice, 80))
        )
    return result


def refuse_constant(name: str) -> float:
    """Refuse what Python's parser takes beyond RFC 8259: ``NaN`` and infinities."""
    raise ValueError(
        phrase("a number is written as {begin}…, which JSON does not have", begin=name[:1])
    )


def finite(text: str) -> float:
    """Return the number *text*, unless it is too large to be one."""
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError(phrase("{number} is out of range", number=text[:40]))
    return value
