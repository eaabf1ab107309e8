"""Sentences for a terminal or a log: quoted text in quotes, and no command of a CI system left."""

import re
from typing import Final

from reportgen.model.text import parts

# CI systems take commands from logs: GitHub ``##[…]`` and Azure ``##vso[…]``, TeamCity
# ``##teamcity[…]`` anywhere in a line. ``::…::`` counts only where a line starts: with us.
_COMMAND: Final = re.compile(r"#(?=#\w*\[)")


def plain(sentence: str) -> str:
    """Return *sentence* with quotes for quoted text, in which no log command is left."""
    text = "".join(f"'{part.text}'" if part.quoted else part.text for part in parts(sentence))
    return _COMMAND.sub("#\N{HAIR SPACE}", text)
