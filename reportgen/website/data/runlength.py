"""Letters over runs, short: ``12PF3S`` is twelve passes, a failure and three skips."""

import re
from typing import Final

_REPEATED: Final = re.compile(r"(.)\1+")
_STRETCH: Final = re.compile(r"(\d*)(\D)")


def encode(letters: str) -> str:
    """Return *letters*, none of which is a digit, each stretch as its length and its letter."""
    return _REPEATED.sub(_stretch, letters)


def _stretch(found: "re.Match[str]") -> str:
    return f"{len(found[0])}{found[1]}"


def decode(text: str) -> str:
    """Return the letters that `encode` made *text* of."""
    return "".join(letter * int(count or 1) for count, letter in _STRETCH.findall(text))
