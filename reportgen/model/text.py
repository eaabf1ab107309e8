"""
Text from artifacts: made harmless once, quoted in our sentences.

All text of an artifact is hostile until it went through `clean`.
Our own sentences carry such text between backticks (`quote`), which no quoted text can contain,
so that every renderer can tell our words from theirs (`parts`) and encode each as its format needs.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from reportgen.patterns import pattern

if TYPE_CHECKING:
    import re

# ECMA-48 control sequences (CSI), operating-system commands (OSC) and two-character escapes.
_ANSI = pattern(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?"
    r"|\x1b[ -/]*[0-~]?|\x9b[0-?]*[ -/]*[@-~]"
)
# What stays invisible or changes how its neighbours are shown: bidi controls (UAX #9),
# zero-width and soft characters, line separators, tag characters, the byte-order mark.
_INVISIBLE = pattern(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
# Joiners are part of emoji and of some scripts; anywhere else they only hide.
_JOINER = pattern(
    "(?<![\u0600-\u0dff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
    "|[\u200c\u200d](?![\u0600-\u0dff\u2190-\u2bff\U0001f000-\U0001faff])"
)
_CONTROL = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NEWLINE = pattern("\r\n?")
_LINE_END = pattern(r"\s*\n\s*")


def clean(text: str) -> str:
    """
    Return *text* as anyone may print it.

    Terminal escapes go; other control characters and lone surrogates become U+FFFD;
    invisible characters that could mislead a reader are shown by their code point.
    Line ends become a line feed; tabs stay.
    """
    if text.isprintable() or text.replace("\n", "").replace("\t", "").isprintable():
        return text  # the common case, at the speed of a pass in C
    text = _NEWLINE.sub("\n", _ANSI.sub("", text))
    text = _CONTROL.sub("\ufffd", text)
    return _JOINER.sub(_code_point, _INVISIBLE.sub(_code_point, text))


def _code_point(found: "re.Match[str]") -> str:
    return f"⟨U+{ord(found[0]):04X}⟩"


def one_line(text: str, limit: int = 300) -> str:
    """Return *text* on one line of at most *limit* characters, saying how many were left out."""
    line = text.strip()
    if "\n" in line:  # nearly none: to look for blanks around one takes ten times as long
        line = _LINE_END.sub(" ⏎ ", line)
    line = line.replace("\t", " ")
    if len(line) <= limit:
        return line
    return f"{line[:limit]}… (+{len(line) - limit} characters)"


def excerpt(text: str, limit: int) -> str:
    """
    Return the head and the tail of *text*, at most *limit* characters of it, with a count between.

    Three quarters go to the head: the first lines of a trace name the fault, the last its place.
    """
    if len(text) <= limit:
        return text
    head, tail = limit * 3 // 4, limit - limit * 3 // 4
    return f"{text[:head]}\n[+{len(text) - limit} characters]\n{text[-tail:]}"


def quote(text: str, limit: int = 300) -> str:
    """Return *text* of an artifact as one of our sentences may carry it."""
    line = one_line(clean(text), limit).replace("`", "ˋ")
    return f"`{line or '(empty)'}`"


class Part(NamedTuple):
    """A stretch of a sentence: our words, or text quoted from an artifact."""

    text: str
    quoted: bool


def parts(sentence: str) -> Iterator[Part]:
    """Yield the stretches of *sentence* in order; empty ones are left out."""
    for index, text in enumerate(sentence.split("`")):
        if text:
            yield Part(text, quoted=index % 2 == 1)
