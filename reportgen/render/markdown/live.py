"""
What is live in a tracker: words that it makes something of, orders in raw text and in logs.

Whether a page is harmless is decided here; `escaping` and `references` do what follows.
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote as percent_encode
from urllib.parse import urlsplit

from reportgen.model.text import Part, clean, parts
from reportgen.patterns import pattern

# What a program that reads the raw text may take for an order, even inside a code span:
# mentions; references; closing words before an address; words that make CI skip a commit;
# commands in the log of a runner, where the text is printed.
RAW_TRIGGER = pattern(
    r"""@
    |[#]\d
    |GH-\d
    |\b(?:clos|fix|resolv|implement)\w*:?\s+\S*://
    |\[(?:skip|ci|no)[ -]\w+\]
    |skip-checks
    |<[!/?a-z]
    |[#][#]\w*\[|^::""",
    re.IGNORECASE | re.VERBOSE,
)
# Runners of GitHub, Azure and TeamCity take such for a command anywhere in a line of a log.
_LOG_COMMAND = pattern(r"#(?=#\w*\[)")
DOMAIN = (
    r"\.(?=(?:[a-z]{2}|biz|com|edu|gov|net|org|pro|web|xxx|aero|asia|coop|info|museum|name|shop"
    r"|xn--|[^\W\d_a-z])(?:\b|(?=_(?![^\W_]))))"
)
"""
A dot that renderers with eager linkers take for one of a host.

See https://github.com/markdown-it/linkify-it. An underscore that is escaped ends the host, too.
"""
# Words of prose that a tracker would turn into something: mentions, references of the several
# trackers (of Jira, Linear and YouTrack by their keys, of Redmine by its words), addresses, commit
# hashes, emoji names, formulas, macros, commands. They are shown as code.
_WORD = pattern(r"\S+")
_WORD_TRIGGER = pattern(
    r"""[@#$]|://|www\.|\S"""
    + DOMAIN
    + r"""
    |GH-\d|[!&]\d|~\w|%\w|[*]\w+:|\[\w+:
    |:[\w+-]+:
    |^/\w|^::|^bors$
    |\{\{|\[\[|\br\d+\b
    |\b(?:commit|source|export|document|version|attachment|forum|message|project|news|user):\S
    |(?-i:\b[A-Z][A-Z0-9]+-\d)
    |\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}\b""",
    re.IGNORECASE | re.VERBOSE,
)
_OPENING = "([\"'"
_CLOSING = ")]\"'.,;:!?"
# At the start of a line in a fence, what a bot may take for an order; no entity works there.
_COMMAND_LINE = pattern(r"^(?=[^\S\n]*(?:[/@]\w|bors\s|::|\+{3}))", re.MULTILINE)


def unlogged(text: str) -> str:
    """Return *text* in which a runner that reads the log finds no command of the old kind."""
    return _LOG_COMMAND.sub("# ", text)


def defused(text: str) -> str:
    """Return *text* of several lines in which no line is an order to a bot or to a runner."""
    return unlogged(_COMMAND_LINE.sub("· ", text))


def split_prose(line: str) -> Iterator[Part]:
    """Yield the stretches of *line*: words, and what a tracker would make something of."""
    at = 0
    for word in _WORD.finditer(line):
        if _WORD_TRIGGER.search(word[0]):
            begin = word.start() + len(word[0]) - len(word[0].lstrip(_OPENING))
            end = word.start() + len(word[0].rstrip(_CLOSING))
            if begin >= end or not _WORD_TRIGGER.search(line[begin:end]):
                begin, end = word.span()
            if at < begin:
                yield Part(line[at:begin], quoted=False)
            yield Part(line[begin:end], quoted=True)
            at = end
    if at < len(line):
        yield Part(line[at:], quoted=False)


def stretches(sentence: str) -> Iterator[Part]:
    """Yield the parts of *sentence*; our words around an empty quotation are one stretch."""
    ours = ""
    for part in parts(sentence):
        if part.quoted:
            if ours:
                yield Part(ours, quoted=False)
            ours = ""
            yield part
        else:
            ours += part.text
    if ours:
        yield Part(ours, quoted=False)


_URL_SAFE: Final = "!$&'()*+,-./:;=?#_~%"


def address_of(url: str) -> str | None:
    """Return *url* with unusual characters percent-encoded, or None if it is not to be followed."""
    address = percent_encode(clean(url).strip(), safe=_URL_SAFE)
    try:
        split = urlsplit(address)
    except ValueError:
        return None
    if split.scheme not in {"http", "https"} or not split.hostname or "%" in split.netloc:
        return None
    return address
