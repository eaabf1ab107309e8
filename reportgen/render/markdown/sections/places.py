"""How evidence is named: the artifact and the place in it, as one piece of text to copy."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from reportgen.model.report import Evidence
from reportgen.wording import phrase

_LINE = re.compile(r"lines? (\d+(?:–\d+)?)(?:, column (\d+))?")


def place_name(artifact: str, place: str) -> str:
    """
    Return ``artifact:place``.

    Lines and columns are mere numbers, as editors take them; a place in words stands in brackets.
    """
    if not place:
        return artifact
    if line := _LINE.fullmatch(place):
        return ":".join(filter(None, (artifact, *line.groups())))
    return f"{artifact} ({place})" if " " in place else f"{artifact}:{place}"


class Sources(NamedTuple):
    """The first pieces of evidence, by name, and how many more there are."""

    names: tuple[str, ...]
    more: int

    @property
    def rest(self) -> str:
        """How many are not named."""
        return phrase("and {more:,} more", more=self.more)


def sources(evidence: Sequence[Evidence], most: int = 2) -> Sources:
    """Return at most *most* names of *evidence*."""
    return Sources(
        tuple(place_name(piece.artifact, piece.place) for piece in evidence[:most]),
        max(0, len(evidence) - most),
    )
