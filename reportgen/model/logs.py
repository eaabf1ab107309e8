"""
Text that a CI system logs: its runner takes some words there for commands.

GitHub takes ``##[…]`` and Azure ``##vso[…]``, TeamCity ``##teamcity[…]``, anywhere in a line, and
GitHub ``::…::`` where a line begins, whatever blanks stand before it:
https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs.
"""

import re
from typing import Final

_ANYWHERE: Final = re.compile(r"#(?=#\w*\[)")
_AT_LINE_START: Final = re.compile(r"^(\s*):(?=:)", re.MULTILINE)


def inert(text: str) -> str:
    """Return *text*, of one line or many, in which no runner finds a command; it reads the same."""
    if "#" in text:
        text = _ANYWHERE.sub("#\N{HAIR SPACE}", text)
    return _AT_LINE_START.sub("\\1:\N{HAIR SPACE}", text) if "::" in text else text


def inert_json(text: str) -> str:
    """
    Return the JSON *text*, in which no runner finds a command; who reads it as JSON reads the same.

    A line of JSON never begins with a colon, so that only the sign of the other kind is written
    otherwise; it stands in strings alone.
    """
    # One letter is found many times faster than two.
    return _ANYWHERE.sub(r"\\u0023", text) if "#" in text and "##" in text else text
