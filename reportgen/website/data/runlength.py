"""
What repeats, short: of letters over runs ``12PF3S`` is twelve passes, a failure and three skips.

Numbers come in pairs: each value with how often it follows itself, or, where they count on, the
first of each stretch with its length.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import Final, TypeVar

_Value = TypeVar("_Value")

_REPEATED: Final = re.compile(r"(.)\1+")
_STRETCH: Final = re.compile(r"(\d*)(\D)")


def encode(letters: str) -> str:
    """Return *letters*, none of which is a digit, each stretch as its length and its letter."""
    return _REPEATED.sub(_stretch, letters)


class Encoded(dict[str, str]):
    """What `encode` makes of letters: those of most tests are the same."""

    def __missing__(self, letters: str) -> str:
        """Encode *letters*, once."""
        made = self[letters] = encode(letters)
        return made


def _stretch(found: "re.Match[str]") -> str:
    return f"{len(found[0])}{found[1]}"


def decode(text: str) -> str:
    """Return the letters that `encode` made *text* of."""
    return "".join(letter * int(count or 1) for count, letter in _STRETCH.findall(text))


def counted(values: Iterable[_Value]) -> list[_Value | int]:
    """Return each of *values* and how often it follows itself, in turn."""
    return [part for value, same in groupby(values) for part in (value, sum(1 for _ in same))]


def stretches(numbers: Sequence[int]) -> list[int]:
    """Return the first and the length of each stretch of *numbers* that count on, in turn."""
    begins = [0, *(at for at, (one, two) in enumerate(pairwise(numbers), 1) if two != one + 1)]
    ends = [*begins[1:], len(numbers)]
    return [
        part
        for begin, end in zip(begins, ends, strict=True)
        if numbers
        for part in (numbers[begin], end - begin)
    ]
