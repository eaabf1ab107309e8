"""
Valgrind's memcheck as XML: what a program lost and how many kinds of errors it made, as a note.

https://sourceware.org/git/?p=valgrind.git;a=blob;f=docs/internals/xml-output-protocol4.txt — there
is no summary of the heap: what was lost is the sum of ``leakedbytes`` of each kind of leak.
"""

from collections import Counter
from typing import Final

from reportgen.errors import ReadError
from reportgen.model.run import Observations, Problem
from reportgen.model.text import one_line
from reportgen.model.units import plural, size
from reportgen.readers.source import Source
from reportgen.readers.xml import NotWellFormedError, Parser, check_encoding
from reportgen.wording import phrase

NAME: Final = "memcheck-xml"
TITLE: Final = "Valgrind memcheck, as XML"
HINT: Final = "valgrind --leak-check=full --xml=yes --xml-file=memcheck.xml COMMAND"
HOLDS_TESTS: Final = False

_PREFIX: Final = "Leak_"
_WORDS: Final = {
    "Leak_DefinitelyLost": "definitely",
    "Leak_IndirectlyLost": "indirectly",
    "Leak_PossiblyLost": "possibly",
}
_KEPT: Final = {"exe", "pid", "kind", "leakedbytes"}
_LONGEST: Final = 400


def matches(source: Source) -> bool:
    """Whether the root is Valgrind's and the tool is memcheck."""
    if source.kind != "xml" or source.root != "valgrindoutput":
        return False
    return "<protocoltool>memcheck</protocoltool>" in source.head_text


class _Document:
    def __init__(self, source: Source) -> None:
        self.parser = Parser(source, self._start, self._end, self._text)
        self.errors = 0
        self.lost: Counter[str] = Counter()
        self.who = {"exe": "", "pid": ""}
        self._kind = ""
        self._word: list[str] | None = None

    def _start(self, name: str, _: dict[str, str]) -> None:
        self._word = [] if name in _KEPT else None
        if name == "error":
            self._kind = ""

    def _text(self, text: str) -> None:
        if self._word is not None and len(self._word) < _LONGEST:
            self._word.append(text[:_LONGEST])

    def _end(self, name: str) -> None:
        if name == "error" and not self._kind.startswith(_PREFIX):
            self.errors += 1
        if self._word is None or name not in _KEPT:
            return
        text, self._word = "".join(self._word).strip()[:_LONGEST], None
        if name == "kind":
            self._kind = text
        elif name == "leakedbytes":
            if text.isascii() and text.isdigit() and len(text) <= 18:
                self.lost[self._kind] += int(text)
        else:
            # Of two programs named the second is the one that ran under the first.
            self.who[name] = text


def read(source: Source) -> Observations:
    """Return a note of what was lost."""
    check_encoding(source.head)
    document = _Document(source)
    try:
        document.parser.run(source.chunks())
    except NotWellFormedError as error:
        message = phrase("not XML: {why}", why=error.reason)
        if error.cut_off:
            message = phrase("the XML is cut off")
        raise ReadError(message, error.place) from error
    return Observations(problems=(_note(document),))


def _note(document: _Document) -> Problem:
    lost = [
        f"{size(amount)} {_WORDS[kind]}"
        for kind, amount in sorted(document.lost.items())
        if kind in _WORDS and amount
    ]
    parts = [plural(document.errors, "kind of error", "kinds of errors")]
    if lost:
        parts.append(phrase("lost: {parts}", parts=", ".join(lost)))
    else:
        parts.append(phrase("no lost block is told"))
    bad = document.errors > 0 or document.lost["Leak_DefinitelyLost"] > 0
    return Problem(
        kind="note",
        severity="warning" if bad else "info",
        message=phrase(
            "memcheck of {command} (process {pid}): {what}",
            command=one_line(document.who["exe"], 100) or phrase("a program"),
            pid=document.who["pid"] or phrase("unknown"),
            what="; ".join(parts),
        ),
    )
