"""Which patterns of a user may be searched for in hostile text."""

import re
from re import _constants, _parser  # type: ignore[attr-defined]  # the only way to see a pattern's parts
from typing import Any, Final

MOST_CHARACTERS: Final = 500
MOST_UNBOUNDED: Final = 2
_MANY: Final = 1_000
_REPEATS: Final = frozenset(
    {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}
)


def refusal(text: str) -> str | None:
    """
    Return why the regular expression *text* is refused, None where it is not.

    What can take time out of proportion is: a repetition within a repetition or around a choice,
    a reference to a group, and more than two repetitions without an end.
    """
    if len(text) > MOST_CHARACTERS:
        return f"is longer than {MOST_CHARACTERS} characters"
    try:
        parts = _parser.parse(text)
        if re.compile(text).search("") is not None:
            return "matches the empty text"
    except (re.error, OverflowError, RecursionError) as error:
        return f"is no regular expression: {error}"
    unbounded, why = _look(parts, inside=False)
    if why is None and unbounded > MOST_UNBOUNDED:
        why = f"repeats without an end more than {MOST_UNBOUNDED} times"
    return why


def _look(part: Any, *, inside: bool) -> tuple[int, str | None]:  # noqa: ANN401 - a tree of tuples, lists and numbers
    """Return how many endless repetitions *part* has, and what is wrong with it."""
    if isinstance(part, tuple) and part:
        operation, rest = part[0], part[1:]
        if operation is _constants.GROUPREF:
            return 0, "refers to a group"
        if operation is _constants.BRANCH and inside:
            return 0, "repeats a choice"
        if operation in _REPEATS:
            most, repeated = part[1][1], part[1][2]
            if inside and most > 1:
                return 0, "repeats a repetition"
            count, why = _look(repeated, inside=inside or most > 1)
            return count + (most >= _MANY), why
        return _sum(rest, inside=inside)
    if isinstance(part, list | tuple | _parser.SubPattern):
        return _sum(part, inside=inside)
    return 0, None


def _sum(parts: Any, *, inside: bool) -> tuple[int, str | None]:  # noqa: ANN401 - as above
    looked = [_look(each, inside=inside) for each in parts]
    return sum(n for n, _ in looked), next((why for _, why in looked if why), None)
