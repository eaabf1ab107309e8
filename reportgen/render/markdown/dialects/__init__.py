"""
The dialects that are no Markdown: one module each, from the tree of blocks to the tracker's text.

`frame` says how the text of several blocks becomes a whole.
"""

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from reportgen.render.markdown.dialects import adf, discord, jira_wiki, slack, slack_blocks, teams
from reportgen.render.markdown.targets import DialectName
from reportgen.render.markdown.tree import Node


class Frame(NamedTuple):
    """
    How finished blocks become one text.

    *begin*, *between* and *end* are part of the length that a target limits; *wrap* makes the
    payload that is printed of it, of which only the text counts. *unwrap* is its inverse.
    """

    between: str = "\n\n"
    begin: str = ""
    end: str = "\n"
    wrap: Callable[[str], str] = str
    unwrap: Callable[[str], str] = str


Writer = Callable[[Sequence[Node]], str]

_WRITERS: Final[MappingProxyType[DialectName, Writer]] = MappingProxyType(
    {
        "adf": adf.write,
        "jira-wiki": jira_wiki.write,
        "slack": slack.write,
        "slack-blocks": slack_blocks.write,
        "teams": teams.write,
        "discord": discord.write,
    }
)
_FRAMES: Final[MappingProxyType[DialectName, Frame]] = MappingProxyType(
    {
        "adf": Frame(",\n", adf.BEGIN, adf.END),
        "slack-blocks": Frame(",\n", slack_blocks.BEGIN, slack_blocks.END),
        "teams": Frame(",\n", teams.BEGIN, teams.END),
        "discord": Frame(wrap=discord.wrap, unwrap=discord.unwrap),
    }
)
_PLAIN: Final = Frame()


def writer(name: DialectName) -> Writer | None:
    """Return what writes the dialect *name*, or None where templates print it as it is."""
    return _WRITERS.get(name)


def frame(name: DialectName) -> Frame:
    """Return how the blocks of the dialect *name* become a whole."""
    return _FRAMES.get(name, _PLAIN)
