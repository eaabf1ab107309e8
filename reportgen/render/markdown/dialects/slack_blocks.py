"""
Slack's Block Kit: mrkdwn in sections, the title as plain text.

https://docs.slack.dev/reference/block-kit/blocks/: a header holds 150 characters, a section 3,000,
a message 50 blocks.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from reportgen.render.markdown.dialects import slack
from reportgen.render.markdown.live import defused, unlogged
from reportgen.render.markdown.tree import Heading, Node, words_of

BEGIN: Final = '{"text":"Status report","unfurl_links":false,"unfurl_media":false,"blocks":['
END: Final = "]}\n"

_TITLE: Final = 3
_MOST_IN_HEADER: Final = 150
_MOST_IN_SECTION: Final = 3_000


def write(nodes: Sequence[Node]) -> str:
    """Return *nodes* as blocks, parted by commas."""
    return ",".join(
        json.dumps(block, ensure_ascii=False, separators=(",", ":")) for block in _blocks(nodes)
    )


def _blocks(nodes: Sequence[Node]) -> Iterator[dict[str, Any]]:
    rest = []
    for node in nodes:
        if isinstance(node, Heading) and node.level == _TITLE:
            yield {
                "type": "header",
                "text": {
                    "type": "plain_text",
                    "text": _short(unlogged(words_of(node.line))),
                    "emoji": False,
                },
            }
        else:
            rest.append(node)
    for text in _sections(defused(slack.write(rest))) if rest else ():
        # Verbatim: addresses and names in the text are not made links.
        yield {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _short(title: str) -> str:
    return title if len(title) <= _MOST_IN_HEADER else f"{title[: _MOST_IN_HEADER - 1]}…"


def _sections(text: str) -> Iterator[str]:
    """Yield *text* in pieces that a section holds, parted at the ends of lines."""
    held = ""
    for line in text.split("\n"):
        if held and len(held) + len(line) + 1 > _MOST_IN_SECTION:
            yield held
            held = ""
        held = f"{held}\n{line}" if held else line
    if held:
        yield held
